import { expect } from 'chai';
import fc from 'fast-check';
import { ensureSenders } from '../../src/store/contacts.ts';
import { addOneOutbound, outboundClass } from '../../src/store/outbound.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { passPause } from '../helpers/outbox.ts';
import { reached } from '../helpers/reached.ts';
import { runs, seed } from '../helpers/runs.ts';
import { SendError } from '../../src/core/errors.ts';

const people = 4;

/** What may happen between an office that has news and people who want none. */
interface Step {
  readonly kind: 'news' | 'stop' | 'begin' | 'ask' | 'send' | 'down' | 'up';
  readonly person: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('news', 'news', 'stop', 'begin', 'ask', 'send', 'send', 'down', 'up'),
  person: fc.nat(people - 1),
});

onEachDatabase(`STOP and MULAI, in any order (SEED=${seed}),`, (open, dialect) => {
  it('are heeded at once: no news reaches who has said STOP, all else arrives', async function () {
    this.timeout(600_000);
    const store = await open();
    let run = 0;
    const life = async (steps: readonly Step[]): Promise<void> => {
      run += 1;
      await store.sql('outbound_messages').delete();
      let down = false;
      const stopped = new Set<string>();
      const wrong: string[] = [];
      const test = await openTestGateway(store, {
        send: async ({ to, text }) => {
          if (down) throw new SendError('provider-down', { retryable: true });
          if (text.startsWith('kabar') && stopped.has(to)) wrong.push(`${to} ${text}`);
        },
      });
      await store.sql('accounts').update({ down_since: null, held_until: null });
      const phones = Array.from({ length: people }, (_, n) => `+62812${run * 10 + n + 3_000_000}`);
      const [accountId = 0] = [...test.accounts.keys()];
      const news = new Map<string, string[]>();
      const asked = new Map<string, number>();
      let keys = 0;
      const drain = async (): Promise<void> => {
        await store.sql('accounts').update({ down_since: null, held_until: null });
        await passPause(store);
        await test.gateway.drain();
      };
      const write = async (from: string, text: string): Promise<void> => {
        test.pass(5_000);
        await test.arrive(from, text, `${run}-${(keys += 1)}`);
        asked.set(from, (asked.get(from) ?? 0) + 1);
      };
      const tell = async (person: string): Promise<void> => {
        const text = `kabar ${(keys += 1)}`;
        const [sender] = (await ensureSenders(store, [[accountId, person]], 1)).values();
        if (!sender) throw new Error('no sender');
        const { contactId, addressId } = sender;
        const where = { accountId, contactId, addressId, inboundId: null };
        const push = { class: outboundClass.bulk, purpose: 'push' as const, segments: 1 };
        const now = test.now().getTime();
        await addOneOutbound(store, { ...where, ...push, trace: null, text }, now);
        news.set(person, [...(news.get(person) ?? []), text]);
      };
      const takes: Readonly<Record<Step['kind'], (person: string) => void | Promise<void>>> = {
        down: () => void (down = true),
        up: () => void (down = false),
        send: drain,
        ask: (person) => write(person, 'MENU'),
        stop: async (person) => {
          news.delete(person); // what waits is given up, by MULAI too
          await write(person, 'STOP');
          stopped.add(person);
        },
        begin: async (person) => {
          news.delete(person);
          stopped.delete(person);
          await write(person, 'MULAI');
        },
        news: tell,
      };
      for (const one of steps) await takes[one.kind](phones[one.person] ?? '');
      down = false;
      for (let n = 0; n < 3; n += 1) await drain();
      expect(wrong, 'news after STOP').to.deep.equal([]);
      const check = (person: string): void => {
        const got = test.sent.filter(({ to }) => to === person).map(({ text }) => text);
        const heard = got.filter((text) => text.startsWith('kabar'));
        expect(new Set(heard).size, 'twice').to.equal(heard.length);
        expect(got.length - heard.length, 'replies').to.equal(asked.get(person) ?? 0);
        const wanted = news.get(person) ?? [];
        if (!stopped.has(person) && wanted.length > 0)
          expect(heard.slice(-wanted.length)).to.deep.equal(wanted);
      };
      for (const person of phones) check(person);
    };
    const howOften = runs(dialect === 'sqlite' ? 60 : 20);
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 25 }), life), howOften);
    reached('stop-as-the-model', { 'random lives': howOften.numRuns, 'news after STOP': 0 });
  });
});
