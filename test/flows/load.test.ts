import { expect } from 'chai';
import { FlowError } from '../../src/core/errors.ts';
import { loadBook, checkFlows } from '../../src/flows/book.ts';
import { writeFlows } from './flow-files.ts';

/** `line message` of every mistake in coba.yaml. */
function mistakesIn(text: string): string[] {
  return checkFlows(writeFlows({ 'coba.yaml': text }))
    .filter(({ file }) => file === 'flows/coba.yaml')
    .map(({ line, message }) => `${line} ${message}`);
}

const flow = (steps: string, head = ''): string => `
flow: coba
about: Mencoba
keywords: [COBA]
${head}
start: awal
steps:
${steps}
`;

interface Case {
  readonly label: string;
  readonly text: string;
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  { label: 'a sound flow', text: flow('  awal: { say: Halo. }'), expected: [] },
  {
    label: 'YAML that is none',
    text: 'flow: coba\nabout: [tidak\n',
    expected: [
      '3 Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  },
  {
    label: 'a missing part',
    text: 'flow: coba\nkeywords: [COBA]\nstart: awal\nsteps:\n  awal: { say: Halo. }\n',
    expected: ['1 about: Invalid input: expected string, received undefined'],
  },
  {
    label: 'an unknown part',
    text: flow('  awal: { say: Halo. }', 'warna: biru'),
    expected: ['4 unknown key warna'],
  },
  {
    label: 'a step of no kind',
    text: flow('  awal: { kata: Halo. }'),
    expected: ['7 step awal has none of ask, say, do, review, go'],
  },
  {
    label: 'a step of two kinds',
    text: flow('  awal: { say: Halo., go: menu }'),
    expected: ['7 step awal is both say and go'],
  },
  {
    label: 'a wrong part of a step',
    text: flow('  awal:\n    say: Halo.\n    netx: akhir\n    next: akhir\n  akhir: { say: Ya. }'),
    expected: ['9 unknown key netx'],
  },
  {
    label: 'an answer that leads nowhere',
    text: flow('  awal: { ask: Apa?, answer: words, save: kata }'),
    expected: ['7 steps.awal: next or on: says where an answer leads'],
  },
  {
    label: 'a step that does not exist',
    text: flow('  awal:\n    say: Halo.\n    next: lanjut'),
    expected: ['9 there is no step lanjut'],
  },
  {
    label: 'a start that does not exist',
    text: flow('  mulai: { say: Halo. }'),
    expected: ['5 there is no step awal'],
  },
  {
    label: 'a flow that does not exist',
    text: flow('  awal: { go: entah }'),
    expected: ['7 there is no flow entah'],
  },
  {
    label: 'a step that nothing leads to',
    text: flow('  awal: { say: Halo. }\n  lain: { say: Ya. }'),
    expected: ['8 nothing leads to step lain'],
  },
  {
    label: 'steps that lead round without a question',
    text: flow('  awal: { say: Halo., next: lain }\n  lain: { say: Ya., next: awal }'),
    expected: [
      '7 step awal leads back to itself without a question',
      '8 step lain leads back to itself without a question',
    ],
  },
  {
    label: 'a dialogue without an end',
    text: flow('  awal: { ask: Apa?, answer: text, next: awal }'),
    expected: ['7 from step awal the dialogue never ends'],
  },
  {
    label: 'an unknown action',
    text: flow('  awal: { do: things.lose, on: { found: akhir } }\n  akhir: { say: Ya. }'),
    expected: ['7 there is no action things.lose'],
  },
  {
    label: 'outcomes left open, outcomes that never come and inputs that are not taken',
    text: flow(
      '  awal:\n    do: things.find\n    with: { warna: { is: biru } }\n    on: { found: akhir, lost: akhir }\n  akhir: { say: Ya. }',
    ),
    expected: [
      '9 things.find takes no warna',
      '10 things.find may give none, on: does not say where that leads',
      '10 things.find never gives lost',
    ],
  },
  {
    label: 'a value that nothing gives',
    text: flow(
      '  awal: { do: things.find, with: { kata: apa }, on: { found: akhir, none: akhir } }\n  akhir: { say: Ya. }',
    ),
    expected: ['7 nothing gives apa'],
  },
  {
    label: 'a placeholder that nothing fills',
    text: flow("  awal: { say: 'Halo {siapa}.' }"),
    expected: ['7 nothing gives {siapa}'],
  },
  {
    label: 'an unknown kind of answer',
    text: flow(
      '  awal: { ask: Apa?, answer: warna, next: akhir }\n  akhir: { say: Ya. }',
      'takes: { isi: bentuk }',
    ),
    expected: ['4 there is no kind of answer bentuk', '7 there is no kind of answer warna'],
  },
  {
    label: 'a form without its field',
    text: flow('  awal: { say: Halo. }', 'form: nik'),
    expected: ['4 takes: has no nik'],
  },
  {
    label: 'a keyword that steers, and one that stands twice',
    text: flow('  awal: { say: Halo. }', 'weak: [Batal, c o b a]'),
    expected: [
      '4 Batal is already a word of the dialogue: BATAL',
      '4 c o b a is already a word of flow coba',
    ],
  },
  {
    label: 'letters that SMS does not have',
    text: flow('  awal: { say: "Halo – “Bu”." }'),
    expected: ['7 GSM-7 has no – “ ”'],
  },
  {
    label: 'a prompt longer than one SMS',
    text: flow(`  awal: { say: ${'kata '.repeat(33)} }`),
    expected: ['7 is 164 characters with ordinary values, one SMS holds 160'],
  },
  {
    label: 'long content that is meant to be paged',
    text: flow(`  awal: { say: ${'kata '.repeat(99)}, long: yes }`),
    expected: [],
  },
];

describe('loadFlows and checkFlows', () => {
  for (const { label, text, expected } of cases) {
    it(`tell ${label}`, () => {
      expect(mistakesIn(text)).to.deep.equal(expected);
    });
  }

  it('tell the mistakes of all files at once, in order', () => {
    const places = writeFlows({
      'a.yaml': flow('  awal: { go: entah }').replace('flow: coba', 'flow: a'),
      'b.yaml': 'flow: b\n---\nflow: B\n',
    });
    const said = checkFlows(places).map(({ file, line, message }) => `${file}:${line} ${message}`);
    expect(said.filter((line) => !line.includes('expected'))).to.deep.equal([
      'flows/a.yaml:7 there is no flow entah',
      'flows/b.yaml:3 flow: a flow has a lower case name',
    ]);
  });

  it('tell a keyword that two flows claim in the second of them', () => {
    const places = writeFlows({
      'zeta.yaml': flow('  awal: { say: Ya. }', 'alone: [Petugas]').replace(
        'flow: coba',
        'flow: zeta',
      ),
    });
    expect(checkFlows(places)).to.deep.equal([
      { file: 'flows/zeta.yaml', line: 4, message: 'Petugas is already a word of flow petugas' },
    ]);
  });

  it('miss the flows that the engine itself starts', () => {
    const places = writeFlows({ 'menu.yaml': '', 'petugas.yaml': '' });
    expect(checkFlows(places).map(({ file, message }) => `${file} ${message}`)).to.include.members([
      'flows/menu.yaml is missing',
      'flows/petugas.yaml is missing',
    ]);
  });

  it('find words said outside flows that are too long, where they stand', () => {
    const places = writeFlows(
      {},
      `more: Balas LAGI\nproblems:\n  nik.none: ${'kata '.repeat(40)}\n`,
    );
    expect(checkFlows(places)).to.deep.equal([
      {
        file: 'templates/replies/id.yaml',
        line: 3,
        message: 'is 199 characters with ordinary values, one SMS holds 160',
      },
    ]);
  });

  it('end loadBook with one error that lists all', () => {
    const places = writeFlows({ 'coba.yaml': flow('  awal: { go: entah }') });
    expect(() => loadBook(places)).to.throw(FlowError, 'flows/coba.yaml:7 there is no flow entah');
  });
});
