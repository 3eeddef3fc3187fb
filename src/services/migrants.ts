import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { textOf, type Values } from '../core/json.ts';
import { plainText } from '../language/words.ts';
import type { Action } from './action.ts';
import { openPhrases } from './phrases.ts';
import { parseYaml } from './yaml.ts';

const phrase = openPhrases('cpmi/phrases.yaml');

const topics = ['steps', 'papers', 'costs', 'agency', 'test', 'card', 'family'] as const;

const shape = z.array(
  z.strictObject({
    topic: z.enum(topics),
    about: z.string(),
    words: z.array(z.string()),
  }),
);

type Topics = z.infer<typeof shape>;

let known: Topics | undefined;

/** The words of each part, read at the first use. @throws Error when the file is not in order */
function topicWords(): Topics {
  const file = new URL('../../../templates/cpmi/topics.yaml', import.meta.url);
  known ??= shape.parse(parseYaml(readFileSync(file, 'utf8')));
  return known;
}

const hasWords = (text: string, words: string): boolean => ` ${text} `.includes(` ${words} `);

interface Found {
  readonly part: Topics[number];
  /** True when the text is that word and nothing else. */
  readonly whole: boolean;
}

/** Which part is asked for: one whose word is all of the text, else one whose word stands in it. */
function findTopic(text: string): Found | undefined {
  const plain = plainText(text);
  const whole = topicWords().find(({ words }) => words.includes(plain));
  if (whole) return { part: whole, whole: true };
  const part = topicWords().find(({ words }) =>
    words.some((word) => !/^\d$/.test(word) && hasWords(plain, word)),
  );
  return part && { part, whole: false };
}

/** `CEK PT ...`: the name of a company stands behind. */
const checking = /^(?:(?:cek|check)\b[\s:]*|(?=pt\b))/iu;

/** What the next dialogue should know of the text: a company, or a story. */
function restOf(text: string, { part, whole }: Found): string {
  if (part.topic === 'card') return text;
  if (whole || (part.topic === 'agency' && !checking.test(text))) return '';
  return text.replace(checking, '');
}

/** Which part of work abroad somebody asks about; `kata` is what else the text says of it. */
export const topic: Action = {
  takes: ['topik'],
  outcomes: {
    ...Object.fromEntries(topics.map((name) => [name, ['tentang', 'kata']])),
    none: [],
  },
  async run({ topik }) {
    const text = textOf(topik);
    const found = findTopic(text);
    if (!found) return { name: 'none', values: {} };
    const { topic: name, about: tentang } = found.part;
    return { name, values: { tentang, kata: restOf(text, found) } };
  },
};

const questions = ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8'] as const;

/** The answers are gone from the dialogue with the verdict: they are nobody's business. */
const forgotten: Values = Object.fromEntries(questions.map((name) => [name, null]));

/**
 * The verdict on an offer of work abroad, of eight answers YA, TIDAK or TIDAK TAHU, each YA a sign of
 * danger. One sign is enough for `danger`; who cannot say of one is told to be `careful`; all TIDAK
 * is `clear`. Nothing is stored.
 */
export const judge: Action = {
  takes: questions,
  outcomes: {
    danger: ['tanda', ...questions],
    careful: ['ragu', ...questions],
    clear: [...questions],
  },
  async run(answers) {
    const sign = questions.findIndex((name) => answers[name] === 'YA') + 1;
    if (sign > 0) {
      return { name: 'danger', values: { ...forgotten, tanda: phrase(`sign_${sign}`) } };
    }
    const ragu = questions.filter((name) => answers[name] !== 'TIDAK').length;
    if (ragu > 0) return { name: 'careful', values: { ...forgotten, ragu } };
    return { name: 'clear', values: forgotten };
  },
};
