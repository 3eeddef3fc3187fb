import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { looksLikeForm, readForm } from '../../src/flows/form.ts';
import { clean } from '../../src/language/clean.ts';
import { readDanger } from '../../src/language/danger.ts';
import { understand } from '../../src/language/understand.ts';
import { leastCpu } from '../helpers/cpu.ts';
import { reached } from '../helpers/reached.ts';
import { longestTexts } from '../load/longest-texts.ts';
import { isFull } from '../helpers/full.ts';

const root = new URL('../../../src/', import.meta.url);

/** Signs that a pattern is given; what grows with the third power is seen in a quarter as well. */
const length = isFull ? 4_096 : 1_024;

/**
 * CPU milliseconds that they may cost one pattern, and that 4,096 may cost one reader. What grows too
 * fast takes seconds, what does not takes one or two.
 */
const most = { pattern: 150, text: isFull ? 50 : 250 };

interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly regex: RegExp;
}

const literal =
  /(?<=[(,=:[!&|?{};>]\s*|return\s+)\/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)(?=\s*[.,;)\]}:?]|\s*$)/gm;

function compile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags.replace('y', ''));
  } catch {
    return undefined;
  }
}

/** Every pattern that is written in a file of ours. */
function patternsIn(file: string): readonly Pattern[] {
  const text = readFileSync(new URL(file, root), 'utf8').replaceAll(
    /\/\*[^]*?\*\/|^\s*\/\/.*$/gm,
    '',
  );
  return [...text.matchAll(literal)].flatMap(([, source = '', flags = '']) => {
    const regex = compile(source, flags);
    return regex ? [{ file, source: `/${source}/${flags}`, regex }] : [];
  });
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);
const patterns = files.flatMap(patternsIn);

/** What a pattern may be pumped with: its own signs, one or two together, and the usual ones. */
function pumpsOf({ source }: Pattern): readonly string[] {
  const own = [...new Set(source.replaceAll(/\\./g, ''))].filter((sign) =>
    /[\p{L}\p{N} #.,:;=_'"%/-]/u.test(sign),
  );
  const usual = [
    'a',
    'A',
    '0',
    ' ',
    '\n',
    '-',
    '.',
    'a ',
    '0 ',
    'a0',
    '0.',
    ' ,',
    '\u00e9',
    '"',
    '=',
  ];
  const pairs = own.slice(0, 3).flatMap((one, at) => own.slice(at + 1, 3).map((two) => one + two));
  return [...new Set([...usual, ...own.slice(0, 6), ...pairs])];
}

/** Longer and longer, so that one that doubles with each sign is found before it takes all day. */
const steps = [26, length];

function slowestOf(pattern: Pattern): number {
  let worst = 0;
  for (const pump of pumpsOf(pattern)) {
    for (const size of steps) {
      const text = `${pump.repeat(Math.ceil(size / pump.length)).slice(0, size)}\u0001`;
      worst = Math.max(
        worst,
        leastCpu(() => void text.replace(pattern.regex, ''), most.pattern),
      );
      if (worst > most.pattern) return worst;
    }
  }
  return worst;
}

describe('the worst that anybody can write', function () {
  this.timeout(120_000);

  it('makes no pattern of ours slow: a long text of each of its own signs', () => {
    const slow = patterns.flatMap((pattern) => {
      const took = slowestOf(pattern);
      return took > most.pattern ? [`${pattern.file} ${pattern.source}: ${took} ms`] : [];
    });
    reached('patterns-are-quick', { patterns: patterns.length, slow: slow.length });
    expect(patterns.length).to.be.above(300);
    expect(slow).to.deep.equal([]);
  });

  it('would be noticed: a pattern that doubles with each sign', () => {
    const bad = { file: 'none', source: '/^(?:a+)+$/', regex: /^(?:a+)+$/ };
    expect(slowestOf(bad)).to.be.above(most.pattern);
  });

  it('makes no text slow to understand or to read as a form', () => {
    const context = { now: new Date('2026-11-23T01:00:00Z'), office: '35.08' };
    const takes = { nik: 'nik', nama: 'name', pendidikan: 'education', tempat: 'area' };
    understand('mau cari kerja');
    const texts = longestTexts().filter((_, n) => isFull || n % 10 === 0);
    let slowest = 0;
    const slow = texts.filter(({ text }) => {
      const said = clean(text);
      const readers = [
        () => void clean(text),
        () => void readDanger(said),
        () => void understand(said),
        () => void readForm(said, takes, context),
        () => void looksLikeForm(said, context),
      ];
      const took = Math.max(...readers.map((read) => leastCpu(read, most.text)));
      slowest = Math.max(slowest, took);
      return took > most.text;
    });
    reached('texts-are-quick', {
      'texts of 4,096 characters': texts.length,
      'slowest, ms CPU': Math.round(slowest * 10) / 10,
      slow: slow.length,
    });
    expect(slow.map(({ kind }) => kind)).to.deep.equal([]);
  });
});
