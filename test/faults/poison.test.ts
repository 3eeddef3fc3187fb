import { expect } from 'chai';
import { retryFailed } from '../../src/gateway/retry.ts';
import type { Action } from '../../src/services/action.ts';
import { actions } from '../../src/services/index.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';
import { isFull } from '../helpers/full.ts';

const messages = isFull ? 5_000 : 300;
/** Every hundredth can never be taken. */
const isPoison = (n: number): boolean => n % 100 === 50;
const together = 50;
/** Longest that another message may wait for its commit because of them, milliseconds. */
const longest = 5_000;

/** The real actions; opening a consultation fails for what these people write. */
function poisoned(store: Store): Readonly<Record<string, Action>> {
  const open = actions['consultations.open'] as Action;
  const run: Action['run'] = async (input, context) => {
    const outcome = await open.run(input, context);
    if (JSON.stringify(input).toLowerCase().includes('racun')) {
      await context.db.sql('offices').update({ name: store.dialect });
      throw new Error('nothing can be made of this');
    }
    return outcome;
  };
  return { ...actions, 'consultations.open': { ...open, run } };
}

const statusesOf = async (store: Store): Promise<Record<string, number>> => {
  const rows: { status: string; n: number | string }[] = await store
    .sql('inbound_messages')
    .select('status')
    .count({ n: '*' })
    .groupBy('status');
  return Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)]));
};

onEachDatabase('messages that nothing can be made of', (open) => {
  it(`hold up none of ${messages} others, and reach an officer after five turns`, async function () {
    this.timeout(isFull ? 600_000 : 60_000);
    const store = await open();
    const test = await openTestGateway(store, { actions: poisoned(store) });
    let slowest = 0;
    const waiting = Array.from({ length: messages }, (_, n) => n).values();
    const lane = async (): Promise<void> => {
      for (const n of waiting) {
        const begun = performance.now();
        const text = isPoison(n) ? 'TANYA racun apa ini' : 'MENU';
        await test.arrive(`+62812${30_000_000 + n}`, text, `SM${n}`);
        if (!isPoison(n)) slowest = Math.max(slowest, performance.now() - begun);
      }
    };
    await Promise.all(Array.from({ length: together }, lane));
    const poison = Array.from({ length: messages }, (_, n) => n).filter(isPoison).length;
    expect(await statusesOf(store)).to.deep.equal({ done: messages - poison, failed: poison });
    for (let turn = 1; turn < 8; turn += 1) {
      await store.sql('inbound_messages').where({ status: 'failed' }).update({ next_at: 0 });
      while ((await retryFailed(test.tools, test.accounts)) > 0);
    }
    expect(await statusesOf(store)).to.deep.equal({ done: messages - poison, dead: poison });
    if (isFull) expect(slowest, 'the longest wait of another').to.be.below(longest);
    await test.gateway.drain();
    expect(test.sent).to.have.length(messages); // an apology each, or the answer
    const told = { messages, 'of them poison': poison, 'with an officer': poison };
    const wait = { 'longest wait of others, ms': Math.round(slowest) };
    reached('poison-stops-nothing', { ...told, ...wait });
  });
});
