import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { figuresOf, parseReached } from './reliability/figures.ts';
import { promises } from './reliability/index.ts';
import { filesOf, readDoc, readRecord } from './reliability/record.ts';
import { misfits, noticedBy, root } from './reliability/sabotaged.ts';

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
  const run = { passed: 1, failures: [failure], told: [], seconds: 1 };
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

  it('adds what two databases have shown, and keeps the longest of two waits', () => {
    const told = parseReached(
      line({ events: 10, 'longest wait, ms': 7 }) + line({ events: 5, 'longest wait, ms': 3 }),
    );
    expect(figuresOf('a', told)).to.deep.equal({ events: 15, 'longest wait, ms': 7 });
    expect(figuresOf('b', told)).to.deep.equal({});
  });
});
