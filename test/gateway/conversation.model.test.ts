import { expect } from 'chai';
import fc from 'fast-check';
import type { ChannelEvent } from '../../src/core/message.ts';
import { openGateway } from '../../src/gateway/gateway.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { runs, seed } from '../helpers/runs.ts';

const crash = new Error('killed before the commit');

const words = [
  'MENU',
  'DAFTAR',
  'NIK',
  'SITI AMINAH',
  'SMK',
  'JAHIT, MASAK',
  'YA',
  'TIDAK',
  'BATAL',
  'KEMBALI',
  'LOWONGAN jahit',
  'LAGI',
  'SEMUA',
  'TANYA apakah loket buka',
  'KABARI jahit',
  'STATUS',
  'STOP',
  'MULAI',
  'halo pak',
  '1',
];

/** What a person says, and what befalls it: a death before the commit, a repeat, another process. */
interface Said {
  readonly text: string;
  readonly dies: boolean;
  readonly repeats: boolean;
  readonly other: boolean;
}

const anything: fc.Arbitrary<Said> = fc.record({
  text: fc.constantFrom(...words),
  dies: fc.boolean(),
  repeats: fc.boolean(),
  other: fc.boolean(),
});

const nothing = { dies: false, repeats: false, other: false };

const dying = (store: Store): Store => ({
  ...store,
  transaction: (work) =>
    store.transaction(async (db) => {
      await work(db);
      throw crash;
    }),
});

const withoutNumbers = (text: string): string => text.replace(/\d+/g, '#');

onEachDatabase(`a conversation, whatever happens to it (SEED=${seed}),`, (open, dialect) => {
  it('goes as it goes when nothing happens', async function () {
    this.timeout(600_000);
    const store = await open();
    const offices = [await openTestGateway(store), await openTestGateway(store)] as const;
    const [calm] = offices;
    const doomed = await openGateway({
      ...calm.tools,
      store: dying(store),
      channels: calm.gateway.channels(),
      office: '35.08',
    });
    let people = 0;

    /** Delivers a message with all that befalls it. */
    async function deliver(event: ChannelEvent, { dies, repeats, other }: Omit<Said, 'text'>) {
      const { gateway } = offices[other ? 1 : 0];
      if (dies) await doomed.receive('test', [event]).catch((error: unknown) => error);
      await gateway.receive('test', [event]);
      if (repeats) await calm.gateway.receive('test', [event]);
      await gateway.drain();
    }

    /** Says everything as a new person; gives all replies, their numbers left out. */
    async function talk(lines: readonly Said[], disturbed: boolean): Promise<string[]> {
      const person = (people += 1);
      const from = `+62812${30_000_000 + person}`;
      const nik = `350810520199${String(person).padStart(4, '0')}`;
      for (const [n, { text, ...befalls }] of lines.entries()) {
        for (const office of offices) office.pass(5_000);
        const said = text === 'NIK' ? nik : text;
        const event = { kind: 'message', key: `${person}-${n}`, from, text: said } as const;
        await deliver(event, disturbed ? befalls : nothing);
      }
      const got = offices.flatMap(({ sent }) => sent.filter(({ to }) => to === from));
      // Each process keeps what it sent itself: the order is not told here.
      return got.map(({ text }) => withoutNumbers(text)).toSorted();
    }

    const howOften = runs(dialect === 'sqlite' ? 25 : 10);
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 10 }), async (lines) => {
        expect(await talk(lines, true)).to.deep.equal(await talk(lines, false));
      }),
      howOften,
    );
    reached('conversation-as-the-model', { 'random talks': howOften.numRuns, 'other replies': 0 });
  });
});
