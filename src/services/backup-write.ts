import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { writeFrame } from '../core/frames.ts';
import { killPoint } from '../core/kill-points.ts';
import { sealStream } from '../core/sealed-file.ts';
import { dumpedTables, type DumpedTable } from '../store/dump-tables.ts';
import {
  appliedMigrations,
  attachmentFiles,
  readCounts,
  rowsOf,
  withSnapshot,
} from '../store/dump.ts';
import { addShares, countRows, type Content } from '../store/move.ts';
import type { Db, Store } from '../store/store.ts';
import { backedUpFolders, type BackupRecord, type BackupTotals } from './backup-shape.ts';

/** What is backed up. `store` has one connection of its own, which only reads. */
export interface BackupSource {
  readonly store: Store;
  readonly dataDir: string;
  readonly office: string;
  readonly at: Date;
}

const record = (value: BackupRecord): Buffer => writeFrame({ record: value });

/** Bytes of a file that are held at once. */
const pieceSize = 256 * 1024;

/** A file as it is now: what is appended meanwhile is left for the next backup. */
async function* fileFrames(handle: FileHandle, path: string): AsyncGenerator<Buffer> {
  const { size } = await handle.stat();
  yield record({ file: path, size });
  for (let at = 0; at < size;) {
    const piece = Buffer.alloc(Math.min(pieceSize, size - at));
    const { bytesRead } = await handle.read(piece, 0, piece.length, at);
    if (bytesRead === 0) throw new Error(`${path} became shorter while it was read`);
    yield writeFrame({ bytes: piece.subarray(0, bytesRead) });
    at += bytesRead;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const missing = (error: unknown): undefined => {
  if (isMissing(error)) return undefined;
  throw error;
};

/** Names of whole files, of none where there is no folder. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(missing)) ?? [];
  return entries
    .filter((one) => one.isFile() && !one.name.endsWith('.part'))
    .map((one) => one.name);
}

type Counting = { -readonly [Name in keyof BackupTotals]: BackupTotals[Name] };

/** Files that are there; one that is gone was erased meanwhile. */
async function* folderFrames(
  names: AsyncIterable<string> | Iterable<string>,
  { folder, dataDir }: { readonly folder: string; readonly dataDir: string },
  totals: Counting,
): AsyncGenerator<Buffer> {
  for await (const name of names) {
    const handle = await open(join(dataDir, folder, name), 'r').catch(missing);
    if (!handle) continue;
    try {
      yield* fileFrames(handle, `${folder}/${name}`);
    } finally {
      await handle.close();
    }
    totals.files += 1;
  }
}

async function* tableFrames(db: Db, table: DumpedTable, totals: Counting): AsyncGenerator<Buffer> {
  yield record({ table });
  let content: Content = { rows: 0, sum: 0n };
  for await (const rows of rowsOf(db, table)) {
    content = addShares(content, rows, table.columns);
    yield record({
      rows: rows.map((row) => table.columns.map((column) => row[column] ?? null)),
    });
  }
  const counted = await countRows(db, table);
  yield record({ end: table.name, counted, sum: content.sum.toString() });
  totals.tables += 1;
  totals.rows += counted;
}

async function* databaseFrames(db: Db, totals: Counting): AsyncGenerator<Buffer> {
  yield record({ migrations: await appliedMigrations(db) });
  for (const table of await dumpedTables(db)) {
    yield* tableFrames(db, table, totals);
    killPoint('backup.table');
  }
  yield record({ counts: await readCounts(db) });
}

/**
 * What waits in the spool comes before the first question to the database, which is when its
 * snapshot is taken: what leaves the spool meanwhile is in the database by then.
 */
async function* allFrames(db: Db, source: BackupSource): AsyncGenerator<Buffer> {
  const { dataDir, office, at } = source;
  const { spool, files } = backedUpFolders;
  const totals: Counting = { tables: 0, rows: 0, files: 0 };
  yield record({ head: { backup: 1, at: at.getTime(), office, dialect: db.dialect } });
  for (const folder of [spool, `${spool}/failed`])
    yield* folderFrames(await filesIn(join(dataDir, folder)), { folder, dataDir }, totals);
  yield* databaseFrames(db, totals);
  yield* folderFrames(attachmentFiles(db), { folder: files, dataDir }, totals);
  yield record({ done: totals });
}

/**
 * Writes everything into a new file, sealed, and waits until the disk has it.
 * @throws Error when the disk or the database will not
 */
export async function writeBackup(
  source: BackupSource,
  { file, secret }: { readonly file: string; readonly secret: Buffer },
): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await withSnapshot(source.store, (db) =>
      pipeline(
        Readable.from(allFrames(db, source), { objectMode: false }),
        createGzip({ level: 1 }),
        sealStream(secret),
        async (sealed: AsyncIterable<Buffer>) => {
          for await (const bytes of sealed) await handle.writeFile(bytes);
        },
      ),
    );
    killPoint('backup.written');
    await handle.sync();
  } finally {
    await handle.close();
  }
}
