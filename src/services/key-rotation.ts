import { setTimeout as pause } from 'node:timers/promises';
import { activeKey } from '../core/keys.ts';
import { killPoint } from '../core/kill-points.ts';
import { listHolders, retireOthers, type KeyHolder } from '../store/key-use.ts';
import { countByKey, resealSome } from '../store/reseal.ts';
import { sealedColumns, type SealedColumn } from '../store/sealed-columns.ts';
import type { Store } from '../store/store.ts';
import { countSealedFiles, resealFiles, type SealedFolders } from './sealed-files.ts';

/** Rows of one transaction: a reply waits for the few milliseconds that it takes. */
const batch = 25;

/** Times that whoever serves has the database for themselves, of the time that a batch took. */
const share = 4;

/** How long rows that are being written are waited for, in milliseconds, and how often. */
const settle = { pause: 1_000, times: 30 };

/** What is sealed anew, and where it is told. */
export interface Rotation {
  readonly store: Store;
  readonly folders: SealedFolders;
  /** Told after each table: how many rows were sealed anew. */
  readonly tell: (table: string, rows: number) => void;
}

/** What is there under other keys than the active one, by their ids. */
export async function leftBehind({
  store,
  folders,
}: Pick<Rotation, 'store' | 'folders'>): Promise<ReadonlyMap<string, number>> {
  const counts = new Map(await countByKey(store));
  for (const [id, n] of await countSealedFiles(folders)) counts.set(id, (counts.get(id) ?? 0) + n);
  counts.delete(activeKey(store.keys));
  return counts;
}

async function resealColumn(store: Store, column: SealedColumn): Promise<number> {
  let done = 0;
  let after: Awaited<ReturnType<typeof resealSome>>['after'];
  do {
    const begun = performance.now();
    const some = await resealSome(store, column, { after, limit: batch });
    done += some.resealed;
    after = some.after;
    if (after) await pause((performance.now() - begun) * share);
  } while (after);
  return done;
}

async function resealOnce(rotation: Rotation): Promise<void> {
  for (const column of sealedColumns) {
    const rows = await resealColumn(rotation.store, column);
    if (rows > 0) rotation.tell(`${column.table}.${column.column}`, rows);
  }
  const files = await resealFiles(rotation.store, rotation.folders);
  if (files > 0) rotation.tell('files', files);
}

/**
 * Seals everything that another key has sealed with the active one, a little at a time beside those
 * who serve. Killed at any point, the next time goes on where it was. Gives what is left by the ids
 * of the keys: nothing, unless it does not open any more.
 */
export async function resealAll(rotation: Rotation): Promise<ReadonlyMap<string, number>> {
  for (let time = 1; ; time += 1) {
    await resealOnce(rotation);
    const left = await leftBehind(rotation);
    killPoint('rotate.counted');
    if (left.size === 0) await retireOthers(rotation.store);
    killPoint('rotate.retired');
    if (left.size === 0 || time >= settle.times) return left;
    await pause(settle.pause);
  }
}

/** Processes that do not do something yet. */
export async function waitForHolders(
  store: Store,
  isReady: (holder: KeyHolder) => boolean,
  patience: number,
): Promise<readonly KeyHolder[]> {
  const until = performance.now() + patience;
  for (;;) {
    const late = (await listHolders(store)).filter((holder) => !isReady(holder));
    if (late.length === 0 || performance.now() > until) return late;
    await pause(200);
  }
}
