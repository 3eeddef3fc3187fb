import { appendFileSync } from 'node:fs';
import { claimOutbound } from '../../src/store/outbox.ts';
import { markOutbound } from '../../src/store/marks.ts';
import { openStore } from '../../src/store/store.ts';
import { testKeys } from './databases.ts';

/*
 * A process that claims the outbox of the account ACCOUNT in DATABASE_URL until nothing is due, and
 * writes into its own file LOG what it claimed before it "sends" it: id, contact, attempt, whether
 * it is marked as a possible double, and a moment by the machine's steady clock.
 */

const { DATABASE_URL: url = '', ACCOUNT: account, LOG: file = '' } = process.env;
const store = await openStore({ url, pool: 2 }, testKeys);
console.log('started');
for (;;) {
  const claimed = await store.transaction((db) =>
    claimOutbound(db, { accountId: Number(account), limit: 64 }),
  );
  if (claimed.length === 0) break;
  const lines = claimed.map(({ id, contactId, attempts, maybeDouble }) =>
    [id, contactId, attempts, maybeDouble ? 1 : 0, process.hrtime.bigint()].join(' '),
  );
  appendFileSync(file, `${lines.join('\n')}\n`);
  await Promise.all(
    claimed.map((message) => markOutbound(store, message, { status: 'sent', providerId: null })),
  );
}
await store.close();
