/*
 * The thread of reads.ts: runs functions of our own modules on a connection that only reads.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { changeRing, openKeyring, type Ring } from '../core/keys.ts';
import { plainError } from '../core/plain-error.ts';
import type { NewKeys, ReaderData, ReadAnswer, ReadQuestion } from './reads.ts';
import { openStore, type Db } from './store.ts';

/** Bytes of another thread are plain arrays of them. */
function revived({ secrets, indexKey }: Ring): Ring {
  const [first, ...others] = secrets.map(({ id, key }) => ({ id, key: Buffer.from(key) }));
  if (!first) throw new Error('no secret');
  return { secrets: [first, ...others], ...(indexKey && { indexKey: Buffer.from(indexKey) }) };
}

const { address, ring } = workerData as ReaderData;
const keys = openKeyring(revived(ring).secrets);
changeRing(keys, revived(ring));
// Officers who ask at the same time; a process holds few connections to PostgreSQL besides its pool.
const store = await openStore({ ...address, pool: 3 }, keys);

type Run = (db: Db, ...args: readonly unknown[]) => Promise<unknown>;

/** Bytes are handed over instead of copied, where they are alone in their memory. */
function bytesOf(result: unknown): ArrayBuffer[] {
  const values = typeof result === 'object' && result !== null ? Object.values(result) : [];
  const found = result instanceof Uint8Array ? [result] : values;
  return found.flatMap((value) => {
    if (!(value instanceof Uint8Array) || !(value.buffer instanceof ArrayBuffer)) return [];
    return value.byteLength === value.buffer.byteLength ? [value.buffer] : [];
  });
}

async function answer({ id, module, name, args }: ReadQuestion): Promise<void> {
  try {
    const functions = (await import(module)) as Readonly<Record<string, Run>>;
    const run = functions[name];
    if (!run) throw new Error(`${module} exports no ${name}`);
    const result = await run(store, ...args);
    parentPort?.postMessage({ id, result } satisfies ReadAnswer, bytesOf(result));
  } catch (error) {
    parentPort?.postMessage({ id, error: plainError(error) } satisfies ReadAnswer);
  }
}

parentPort?.on('message', (asked: ReadQuestion | NewKeys) => {
  if ('module' in asked) return void answer(asked);
  changeRing(keys, revived(asked.ring));
  parentPort?.postMessage({ id: asked.id, result: null } satisfies ReadAnswer);
});
