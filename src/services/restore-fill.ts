import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { killPoint } from '../core/kill-points.ts';
import { SealError } from '../core/sealed-file.ts';
import { clearTables, fillTable, setCounts, storedContent } from '../store/fill.ts';
import { dumpedTables, type DumpedTable } from '../store/dump-tables.ts';
import { migrateTo } from '../store/migrate.ts';
import type { Db } from '../store/store.ts';
import type { BackupPart } from './backup-read.ts';

/** Where the parts of a backup go. */
export interface Filling {
  readonly db: Db;
  /** The folder that takes the files of people. */
  readonly folder: string;
  /** Told of each table that stands as it was. */
  readonly tell: (table: string, rows: number) => void;
}

type PartOf<Kind extends BackupPart['kind']> = Extract<BackupPart, { kind: Kind }>;

class Filler {
  readonly #filling: Filling;
  #tables: readonly DumpedTable[] = [];
  #file: FileHandle | undefined;
  #missing = 0;

  constructor(filling: Filling) {
    this.#filling = filling;
  }

  async take(part: BackupPart): Promise<void> {
    if (part.kind === 'migrations') await this.#migrate(part);
    if (part.kind === 'table') this.#check(part);
    if (part.kind === 'rows') await fillTable(this.#filling.db, part.table, part.rows);
    if (part.kind === 'table-end') await this.#compare(part);
    if (part.kind === 'counts') await setCounts(this.#filling.db, part.counts);
    if (part.kind === 'file') await this.#begin(part);
    if (part.kind === 'bytes') await this.#write(part);
  }

  /** Closes what an error has left open. */
  async end(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  /** The database as the program had it that made the backup. */
  async #migrate({ names }: PartOf<'migrations'>): Promise<void> {
    const { db } = this.#filling;
    await migrateTo(db, names);
    this.#tables = await dumpedTables(db);
    await clearTables(db, this.#tables);
  }

  #check({ table }: PartOf<'table'>): void {
    const own = this.#tables.find(({ name }) => name === table.name);
    if (own?.columns.join() !== table.columns.join()) throw new SealError('newer');
  }

  async #compare({ table, content }: PartOf<'table-end'>): Promise<void> {
    const { db, tell } = this.#filling;
    const stored = await storedContent(db, table);
    if (stored.rows !== content.rows || stored.sum !== content.sum)
      throw new Error(`${table.name} does not stand as it was in the backup`);
    tell(table.name, stored.rows);
    killPoint('restore.table');
  }

  async #begin({ path, size }: PartOf<'file'>): Promise<void> {
    const file = join(this.#filling.folder, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    this.#file = await open(file, 'wx', 0o600);
    this.#missing = size;
    await this.#endWhole();
  }

  async #write({ bytes }: PartOf<'bytes'>): Promise<void> {
    await this.#file?.writeFile(bytes);
    this.#missing -= bytes.length;
    await this.#endWhole();
  }

  async #endWhole(): Promise<void> {
    if (this.#missing > 0) return;
    await this.#file?.sync();
    await this.end();
  }
}

/** Puts a backup into an empty database and folder. @throws Error when anything does not stand as it was */
export async function fill(parts: AsyncIterable<BackupPart>, filling: Filling): Promise<void> {
  const filler = new Filler(filling);
  try {
    for await (const part of parts) await filler.take(part);
  } finally {
    await filler.end();
  }
}
