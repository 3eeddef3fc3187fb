import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readFrames, type Frame } from '../core/frames.ts';
import { openStream, SealError } from '../core/sealed-file.ts';
import { addShares, type Content, type Row } from '../store/move.ts';
import type { DumpedTable } from '../store/dump-tables.ts';
import type { Counts } from '../store/dump.ts';
import {
  filePattern,
  type BackupHead,
  type BackupRecord,
  type BackupTotals,
} from './backup-shape.ts';

/** A backup as it is read: what comes is checked before it is given. */
export type BackupPart =
  | { readonly kind: 'head'; readonly head: BackupHead }
  | { readonly kind: 'migrations'; readonly names: readonly string[] }
  | { readonly kind: 'table'; readonly table: DumpedTable }
  | { readonly kind: 'rows'; readonly table: DumpedTable; readonly rows: readonly Row[] }
  /** All rows of the table have come; this is what they are. */
  | { readonly kind: 'table-end'; readonly table: DumpedTable; readonly content: Content }
  | { readonly kind: 'counts'; readonly counts: Counts }
  | { readonly kind: 'file'; readonly path: string; readonly size: number }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'done'; readonly totals: BackupTotals };

/** What has been read, to be compared with what the backup says of itself. */
interface Progress {
  table: DumpedTable | undefined;
  content: Content;
  /** Bytes of the present file that are still to come. */
  missing: number;
  totals: { tables: number; rows: number; files: number };
  isDone: boolean;
}

const broken = (): SealError => new SealError('damaged');

function toRows({ columns }: DumpedTable, lists: readonly (readonly Row[string][])[]): Row[] {
  return lists.map((list) =>
    Object.fromEntries(columns.map((column, at) => [column, list[at] ?? null])),
  );
}

function endTable(
  progress: Progress,
  { end, counted, sum }: { readonly end: string; readonly counted: number; readonly sum: string },
): BackupPart {
  const { table, content, totals } = progress;
  const isSame = content.rows === counted && content.sum.toString() === sum;
  if (!table || table.name !== end || !isSame) throw broken();
  totals.tables += 1;
  totals.rows += counted;
  progress.table = undefined;
  return { kind: 'table-end', table, content };
}

function endAll(progress: Progress, done: BackupTotals): BackupPart {
  const { tables, rows, files } = progress.totals;
  if (tables !== done.tables || rows !== done.rows || files !== done.files) throw broken();
  progress.isDone = true;
  return { kind: 'done', totals: done };
}

function beginFile(progress: Progress, path: string, size: number): BackupPart {
  if (!filePattern.test(path)) throw broken();
  progress.missing = size;
  progress.totals.files += 1;
  return { kind: 'file', path, size };
}

function addRows(progress: Progress, lists: readonly (readonly Row[string][])[]): BackupPart {
  const { table, content } = progress;
  if (!table) throw broken();
  const rows = toRows(table, lists);
  progress.content = addShares(content, rows, table.columns);
  return { kind: 'rows', table, rows };
}

function takeHead(head: BackupHead): BackupPart {
  if (head.backup !== 1) throw new SealError('newer');
  return { kind: 'head', head };
}

function takeRecord(progress: Progress, record: BackupRecord): BackupPart {
  if (progress.missing > 0 || progress.isDone) throw broken();
  if ('head' in record) return takeHead(record.head);
  if ('migrations' in record) return { kind: 'migrations', names: record.migrations };
  if ('table' in record) {
    Object.assign(progress, { table: record.table, content: { rows: 0, sum: 0n } });
    return { kind: 'table', table: record.table };
  }
  if ('rows' in record) return addRows(progress, record.rows);
  return takeEnd(progress, record);
}

function takeEnd(
  progress: Progress,
  record: Exclude<BackupRecord, { head: BackupHead } | { migrations: unknown }>,
): BackupPart {
  if ('end' in record) return endTable(progress, record);
  if ('counts' in record) return { kind: 'counts', counts: record.counts };
  if ('file' in record) return beginFile(progress, record.file, record.size);
  if ('done' in record) return endAll(progress, record.done);
  throw broken();
}

function takeBytes(progress: Progress, bytes: Buffer): BackupPart {
  progress.missing -= bytes.length;
  if (progress.missing < 0) throw broken();
  return { kind: 'bytes', bytes };
}

const take = (progress: Progress, frame: Frame): BackupPart =>
  'bytes' in frame
    ? takeBytes(progress, frame.bytes)
    : takeRecord(progress, frame.record as BackupRecord);

/**
 * Reads a backup from its beginning to its end. Nothing of it is ever whole in memory.
 * @throws SealError when it is none of ours, the secrets do not open it, or anything of it is
 * changed or missing: also after parts were given, so nothing is final before `done`
 */
export async function* readBackup(
  file: string,
  secrets: readonly Buffer[],
): AsyncGenerator<BackupPart> {
  const progress: Progress = {
    table: undefined,
    content: { rows: 0, sum: 0n },
    missing: 0,
    totals: { tables: 0, rows: 0, files: 0 },
    isDone: false,
  };
  const opened = Readable.from(openStream(secrets)(createReadStream(file)), { objectMode: false });
  const plain = pipeline(opened, createGunzip(), () => undefined); // its error comes out of `plain`
  for await (const frame of readFrames(plain)) yield take(progress, frame);
  if (!progress.isDone) throw broken();
}

/** What a whole backup is. */
export interface BackupSummary extends BackupTotals {
  readonly head: BackupHead;
  readonly migrations: readonly string[];
}

/** Reads a backup whole and believes none of it before. @throws SealError as `readBackup` */
export async function verifyBackup(
  file: string,
  secrets: readonly Buffer[],
): Promise<BackupSummary> {
  let head: BackupHead | undefined;
  let migrations: readonly string[] = [];
  let totals: BackupTotals | undefined;
  for await (const part of readBackup(file, secrets)) {
    if (part.kind === 'head') head = part.head;
    if (part.kind === 'migrations') migrations = part.names;
    if (part.kind === 'done') totals = part.totals;
  }
  if (!head || !totals) throw broken();
  return { head, migrations, ...totals };
}
