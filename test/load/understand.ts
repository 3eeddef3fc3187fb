import { execFileSync } from 'node:child_process';
import type { Outcome } from '../../src/core/action.ts';
import type { Conversation } from '../../src/flows/types.ts';
import { clean } from '../../src/language/clean.ts';
import { understand as understandText } from '../../src/language/understand.ts';
import { accuracy, measure, percentile } from '../eval/measure.ts';
import { readSentences, testSets } from '../eval/sentences.ts';
import { ownBook, say, type Partner } from '../flows/talk.ts';
import type { Benchmark } from './benchmark.ts';
import { longestTexts } from './longest-texts.ts';
import { median, report, round } from './report.ts';

const starts = 5;

interface Start {
  readonly service: string;
  readonly milliseconds: number;
  readonly megabytes: number;
}

function start(): Start {
  const program = new URL('understand-start.js', import.meta.url).pathname;
  const said = execFileSync(process.execPath, ['--expose-gc', program], { encoding: 'utf8' });
  const made = JSON.parse(said) as Start;
  if (made.service !== 'daftar') throw new Error(`the first text was taken for ${made.service}`);
  return made;
}

/** A fresh process until it has understood its first sentence. */
function measureStart(): void {
  const made = Array.from({ length: starts }, start);
  const milliseconds = median(made.map((one) => one.milliseconds));
  const megabytes = median(made.map((one) => one.megabytes));
  const name = 'understanding, a fresh process until the first sentence';
  report({ name, value: round(milliseconds), unit: 'ms CPU', starts, goal: { atMost: 300 } });
  report({ name, value: round(megabytes, 1), unit: 'MB', starts, goal: { atMost: 40 } });
}

/** Sentences as people write them, each for the first time. */
function measureSentences(): void {
  const sentences = [...testSets.values()].flatMap(readSentences);
  const measured = measure(sentences);
  const right = accuracy(measured);
  if (right < 95) throw new Error(`only ${right} % of the sentences were understood`);
  const times = measured.map(({ milliseconds }) => milliseconds);
  const more = { unit: 'ms', texts: times.length };
  for (const [which, part, atMost] of [['median', 0.5, 1] as const, ['p99', 0.99, 5] as const]) {
    const value = round(percentile(times, part), 3);
    report({ name: `understanding a sentence, ${which}`, value, ...more, goal: { atMost } });
  }
}

const now = new Date('2026-11-23T03:00:00Z');

const known: Readonly<Record<string, string | number>> = {
  nomor: 'D1042',
  tempat: '35.08.04',
  lahir: '1999-01-12',
  jumlah: 3,
};

/** An office that knows no answers and does the first thing it can do. */
function partner(): Partner {
  const book = ownBook();
  const office = (action: string): Outcome => {
    const outcomes = Object.entries(book.catalogue[action]?.outcomes ?? {});
    const none = outcomes.find(([name]) => name === 'none' && action === 'answers.find');
    const [name, values] = none ?? outcomes[0] ?? ['', []];
    return { name, values: Object.fromEntries(values.map((one) => [one, known[one] ?? 'kata'])) };
  };
  return { book, office };
}

/** What was said before the long text: nothing, or enough that a question of each kind waits. */
const dialogues: Readonly<Record<string, readonly string[]>> = {
  'outside dialogues': [],
  'asked for the NIK': ['DAFTAR'],
  'asked for the name': ['DAFTAR', '3508105201990007'],
  'asked for the school': ['DAFTAR', '3508105201990007', 'SITI AMINAH'],
  'asked for skills': ['DAFTAR', '3508105201990007', 'SITI AMINAH', 'SMK'],
  'asked whether all is right': ['DAFTAR', '3508105201990007', 'SITI AMINAH', 'SMK', 'JAHIT'],
  'behind a list': ['LOWONGAN jahit'],
  'asked for a question': ['TANYA'],
  'asked for a complaint': ['ADUAN'],
  'asked for an agency': ['CEK'],
  'asked for ratings': ['SURVEI'],
};

interface Worst {
  readonly milliseconds: number;
  readonly kind: string;
}

/** The text that takes longest, by CPU time. */
function slowest(use: (text: string) => void): Worst {
  let worst: Worst = { milliseconds: 0, kind: '' };
  for (const { kind, text } of longestTexts()) {
    const before = process.cpuUsage();
    use(clean(text));
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1_000;
    if (milliseconds > worst.milliseconds) worst = { milliseconds, kind };
  }
  return worst;
}

function tell(name: string, { milliseconds, kind }: Worst): void {
  const more = { unit: 'ms CPU', texts: longestTexts().length, slowest: kind };
  report({ name, value: round(milliseconds, 1), ...more, goal: { atMost: 50 } });
}

/** The longest texts that are read, 4,096 characters of many kinds: understood, and whole turns. */
function measureLongest(): void {
  tell('understanding 4,096 characters, the slowest', slowest(understandText));
  const office = partner();
  for (const [where, lines] of Object.entries(dialogues)) {
    const before = lines.reduce<Conversation | null>(
      (conversation, line) => say(office, conversation, line, now).conversation,
      null,
    );
    const turn = slowest((text) => {
      const { replies } = say(office, before, text, now);
      if (replies.length !== 1) throw new Error(`${replies.length} replies to one text ${where}`);
    });
    tell(`a turn of 4,096 characters ${where}, the slowest`, turn);
  }
}

/** What understanding costs: at the start, for a sentence, for the worst that anybody can send. */
export const understand: Benchmark = {
  name: 'understand',
  long: false,
  run(): Promise<void> {
    measureStart();
    measureSentences();
    measureLongest();
    return Promise.resolve();
  },
};
