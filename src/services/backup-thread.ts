/*
 * The thread in which a server backs itself up: reading, hashing and packing millions of rows holds
 * up nobody else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { armKillPoint } from '../core/kill-points.ts';
import { plainError } from '../core/plain-error.ts';
import type { ThreadAnswer, ThreadOrder } from './backup-in-thread.ts';
import { backUp } from './backup.ts';

const { order, killAt } = workerData as ThreadOrder;
if (killAt !== undefined) armKillPoint(killAt);

/** Bytes come into another thread as plain arrays of them. */
const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes);

const [first, ...others] = order.secrets.map(({ id, key }) => ({ id, key: toBuffer(key) }));
if (!first) throw new Error('no secret');

const tell = (answer: ThreadAnswer): void => parentPort?.postMessage(answer);

try {
  const secret = toBuffer(order.secret);
  tell({ done: await backUp({ ...order, secrets: [first, ...others], secret }) });
} catch (error) {
  tell({ error: plainError(error) });
}
