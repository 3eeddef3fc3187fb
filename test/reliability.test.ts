import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checklist } from './reliability/checklist.ts';
import { figuresOf, parseReached, shortOf, untold } from './reliability/figures.ts';
import { promises } from './reliability/index.ts';
import { isProven } from './reliability/page.ts';
import type { Promised } from './reliability/promise.ts';
import { filesOf, readDoc, readRecord } from './reliability/record.ts';
import { misfits, misspelt, noticedBy, root } from './reliability/sabotaged.ts';

describe('the promises', () => {
  it('have an id each, which no other has', () => {
    const ids = promises.map(({ id }) => id);
    expect(new Set(ids)).to.have.property('size', ids.length);
    for (const id of ids) expect(id).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  for (const { id, shown } of promises) {
    if (typeof shown === 'string') continue;
    it(`${id} is shown by a test that is there`, () => {
      const file = join(root, shown.spec);
      expect(existsSync(file), shown.spec).to.equal(true);
    });
    for (const sabotage of shown.sabotage) {
      it(`${id} can be broken: ${sabotage.about}`, async () => {
        expect(await misfits(sabotage)).to.deep.equal([]);
        expect(sabotage.replace).not.to.equal(sabotage.find);
      });
    }
  }
});

const line = (figures: object): string => `${JSON.stringify({ promise: 'a', figures })}\n`;

describe('the checklist', () => {
  it('has 41 lines, each with promises that are there', () => {
    const ids = new Set(promises.map(({ id }) => id));
    expect(checklist).to.have.length(41);
    for (const { asked, rows } of checklist) {
      expect(rows, asked).not.to.have.length(0);
      for (const id of rows) expect(ids.has(id), id).to.equal(true);
    }
  });
});

describe('a promise', () => {
  const about = 'breaks it';
  const sabotage = [{ about, file: 'a', find: 'b', replace: 'c' }] as const;
  const promised: Promised = {
    id: 'a',
    promise: 'It holds.',
    shown: { spec: 's', full: { kills: 300, lost: 0 }, sabotage },
  };
  const evidence = {
    figures: { kills: 300, lost: 0 },
    full: true,
    date: '2026-11-23',
    commit: 'c',
    red: [{ about, test: 't' }],
  };
  const cases = [
    { label: 'what reached its numbers', found: evidence, proven: true },
    { label: 'what was never run', found: undefined, proven: false },
    { label: 'what was not seen green', found: { ...evidence, date: '' }, proven: false },
    { label: 'a sabotage not seen red', found: { ...evidence, red: [] }, proven: false },
    {
      label: 'a full run that fell short',
      found: { ...evidence, figures: { kills: 299, lost: 0 } },
      proven: false,
    },
    {
      label: 'one that was lost',
      found: { ...evidence, figures: { kills: 300, lost: 1 } },
      proven: false,
    },
    {
      label: 'a reduced run',
      found: { ...evidence, full: false, figures: { kills: 10, lost: 0 } },
      proven: true,
    },
  ];
  for (const { label, found, proven } of cases) {
    it(`is ${proven ? '' : 'not '}shown by ${label}`, () => {
      expect(isProven(promised, found)).to.equal(proven);
    });
  }

  it('falls short in words', () => {
    expect(shortOf({ kills: 295, lost: 2 }, { kills: 300, lost: 0, doubled: 0 })).to.deep.equal([
      '295 of 300 kills',
      '2 of 0 lost',
      'nothing told of doubled',
    ]);
    expect(untold({ kills: 1 }, { kills: 300, lost: 0 })).to.deep.equal(['lost']);
  });
});

describe('docs/reliability.md', () => {
  it('is what is made of the list and of docs/reliability.json', async () => {
    for (const [name, content] of await filesOf(await readRecord())) {
      const isMade = (await readDoc(name).catch(() => '')) === content;
      expect(isMade, `docs/${name} is as \`npm run reliability -- --draw\` makes it`).to.equal(
        true,
      );
    }
  });
});

describe('the runner of sabotages', () => {
  const failure = { title: 'inbox keeps', message: 'no', stack: 'AssertionError: no\n at x' };
  const run = { passed: 1, skipped: 0, failures: [failure], told: [], seconds: 1 };
  const cases = [
    { label: 'a test that fails', failures: [failure], noticed: 'inbox keeps' },
    { label: 'no failure', failures: [], noticed: undefined },
    {
      label: 'a test that never ended',
      failures: [{ ...failure, stack: 'Error: Timeout of 20000ms exceeded.' }],
      noticed: undefined,
    },
    { label: 'a crash', failures: [{ ...failure, stack: 'TypeError: x' }], noticed: undefined },
    {
      label: 'a server that does not start',
      failures: [{ ...failure, message: 'it never was ready: x' }],
      noticed: undefined,
    },
    {
      label: 'a process that crashed',
      failures: [{ ...failure, message: 'ReferenceError: x is not defined\n at y' }],
      noticed: undefined,
    },
    {
      label: 'a hook that fails',
      failures: [{ ...failure, title: 'inbox "before each" hook for "keeps"' }],
      noticed: undefined,
    },
  ];
  for (const { label, failures, noticed } of cases) {
    it(`takes ${label} for ${noticed === undefined ? 'nothing noticed' : 'noticed'}`, () => {
      expect(noticedBy({ ...run, failures })?.title).to.equal(noticed);
    });
  }

  it('does not run a program that cannot be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sapakerja-misspelt-'));
    try {
      await writeFile(join(folder, 'good.mjs'), 'export const a = 1;');
      await writeFile(join(folder, 'bad.mjs'), 'export const a = ;');
      expect(misspelt(join(folder, 'good.mjs'))).to.equal(undefined);
      expect(misspelt(join(folder, 'bad.mjs'))).to.contain('SyntaxError');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('adds what two databases have shown, and keeps the longest of two waits', () => {
    const told = parseReached(
      line({ events: 10, 'longest wait, ms': 7 }) + line({ events: 5, 'longest wait, ms': 3 }),
    );
    expect(figuresOf('a', told)).to.deep.equal({ events: 15, 'longest wait, ms': 7 });
    expect(figuresOf('b', told)).to.deep.equal({});
  });
});
