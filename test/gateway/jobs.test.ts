import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const root = new URL('../../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');

/**
 * How a job is safe where several processes do it at once. `leader`: only one does it. `claims`:
 * each piece is one process's, and the named test shows it. `repeatable`: twice is as good as once.
 * `own`: it looks after the process itself.
 */
type Safety =
  | { readonly by: 'leader' | 'own' }
  | { readonly by: 'claims'; readonly test: string; readonly shows: string }
  | { readonly by: 'repeatable'; readonly because: string };

const claims = (test: string, shows: string): Safety => ({ by: 'claims', test, shows });

const jobs: Readonly<Record<string, Safety>> = {
  retry: claims('receive', 'tries a message once when another process took it over meanwhile'),
  'fall-back': claims('fall-back', 'goes once when two processes look'),
  alarm: claims('alarm', 'is called once by two processes at the same moment'),
  cards: claims('ak1', 'reminds once when several processes do it'),
  erase: claims('erase', 'is done once by several processes'),
  survey: claims('survey', 'asks once when several processes want to'),
  expire: claims('expire', 'is done and noted once by several processes'),
  matters: claims('tend-matters', 'does each deed once when several processes do it at once'),
  files: claims('fetch-media', 'gives a file to one of two processes'),
  forget: { by: 'repeatable', because: 'rows that are old are deleted' },
  'forget-wishes': { by: 'repeatable', because: 'rows that nobody uses are deleted' },
  seekers: { by: 'repeatable', because: 'a seeker that is indexed again is indexed the same' },
  plans: { by: 'repeatable', because: 'statistics of a table are made anew' },
  sweep: { by: 'repeatable', because: 'files that no row knows are removed' },
  spool: { by: 'repeatable', because: 'what is taken in twice has one effect: its key is known' },
  'spool-sweep': { by: 'repeatable', because: 'files that are old are removed' },
  learn: { by: 'own' },
  notes: { by: 'own' },
  channels: { by: 'own' },
  backup: { by: 'leader' },
  retention: { by: 'leader' },
  broadcasts: { by: 'leader' },
  'job-alerts': { by: 'leader' },
};

/** The one who listens for a channel recovers and asks it too: one lease for each channel. */
const ofChannels = 'src/gateway/keep.ts';

/** Where work is repeated; anything else that repeats would be missed here. */
const files = [
  ...readdirSync(new URL('src/gateway/', root)).map((name) => `src/gateway/${name}`),
  ...readdirSync(new URL('src/services/', root)).map((name) => `src/services/${name}`),
  'src/main.ts',
]
  .filter((name) => name.endsWith('.ts') && name !== ofChannels)
  .map((name) => ({ name, text: read(name) }));

const named = [
  /\b(?:each|writing)\('([\w-]+)',/g,
  /^ {2}\['([\w-]+)', \w+,/gm,
  /openRepeat\(\{ name: '([\w-]+)'/g,
  /runAsLeader\([^,]+, '([\w-]+)'/g,
];

const found = files.flatMap(({ text }) =>
  named.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = '']) => name)),
);

describe('jobs that several processes have', () => {
  it('are each known to be safe, and none is known that is gone', () => {
    expect([...new Set(found)].toSorted()).to.deep.equal(Object.keys(jobs).toSorted());
  });

  it('are begun in no other way', () => {
    const own = new Set(['src/gateway/repeat.ts', 'src/gateway/lease.ts']);
    const others = files.filter(
      ({ name, text }) => !own.has(name) && /setInterval\(|openRepeat\(name\b/.test(text),
    );
    expect(others.map(({ name }) => name)).to.deep.equal([]);
    expect(read(ofChannels)).to.include('runAsLeader(tools, `channel:${key}`');
  });

  for (const [name, safety] of Object.entries(jobs)) {
    if (safety.by === 'claims')
      it(`${name} is shown to be done once`, () => {
        expect(read(`test/gateway/${safety.test}.test.ts`)).to.include(`it('${safety.shows}'`);
      });
    if (safety.by === 'leader')
      it(`${name} has one leader`, () => {
        const pattern = new RegExp(`runAsLeader\\([^,]+, '${name}'`);
        expect(files.some(({ text }) => pattern.test(text))).to.equal(true);
      });
  }
});
