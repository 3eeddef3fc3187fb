import { expect } from 'chai';
import { retryFailed } from '../../src/gateway/retry.ts';
import type { Action } from '../../src/services/action.ts';
import { actions } from '../../src/services/index.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { reached } from '../helpers/reached.ts';

/** What people write first, for every service that needs the office to answer. */
const texts = [
  'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT',
  'LOWONGAN jahit Pasirian',
  'MAGANG',
  'TANYA apakah loket buka hari Sabtu',
  'ADUAN gaji saya belum dibayar',
  'CEK PT Contoh Uji',
  'STATUS D1001',
  'KABARI jahit',
  'DATA SAYA',
  'HAPUS DATA',
  'AK1 SUDAH',
  'MINAT L1001',
];

/** Every action fails after it has written, as long as `broken()`. */
const failing = (broken: () => boolean): Readonly<Record<string, Action>> =>
  Object.fromEntries(
    Object.entries(actions).map(([name, action]) => {
      const run: Action['run'] = async (input, context) => {
        const outcome = await action.run(input, context);
        if (broken()) throw new Error(`${name} is broken`);
        return outcome;
      };
      return [name, { ...action, run }];
    }),
  );

onEachDatabase('a turn whose action throws', (open) => {
  for (const text of texts) {
    it(`keeps the message and answers it later, once: ${text}`, async () => {
      const store = await open();
      let broken = true;
      const acts = failing(() => broken);
      const test = await openTestGateway(store, { actions: acts });
      await test.say('+6281234567890', text);
      const failed: string[] = await store.sql('inbound_messages').pluck('status');
      broken = false;
      await store.sql('inbound_messages').where({ status: 'failed' }).update({ next_at: 0 });
      while ((await retryFailed({ ...test.tools, actions: acts }, test.accounts)) > 0);
      const after: string[] = await store.sql('inbound_messages').pluck('status');
      expect([failed, after]).to.deep.equal([['failed'], ['done']]);
      await test.gateway.drain();
      expect(test.sent).to.have.length(2); // the apology, the answer
      reached('failed-turn-kept', { 'turns that threw': 1, 'messages lost': 0 });
    });
  }
});
