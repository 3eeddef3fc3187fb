import { once } from 'node:events';
import { connect } from 'node:net';
import { runAsLeader } from '../../src/gateway/lease.ts';
import { openStore } from '../../src/store/store.ts';
import { testKeys } from './databases.ts';

/*
 * A process that wants the lease `socket` of the database in DATABASE_URL or DATABASE_FILE, for
 * LEASE_MS, and while it has it keeps a connection to PORT open: the one socket of a linked phone.
 */

const { DATABASE_URL: url, DATABASE_FILE: file, LEASE_MS: ms, PORT: port } = process.env;
const store = await openStore(url ? { url } : { file: file ?? '' }, testKeys);
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const leader = runAsLeader({ store, log, leaseMs: Number(ms) }, 'socket', async ({ over }) => {
  const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${process.pid}\n`));
  if (!over.aborted) await once(over, 'abort');
  socket.destroy();
});
leader.start();
console.log('started');
process.once('SIGTERM', () => {
  void leader
    .stop()
    .then(() => store.close())
    .then(() => process.exit(0));
});
