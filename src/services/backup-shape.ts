import type { Counts } from '../store/dump.ts';
import type { DumpedTable } from '../store/dump-tables.ts';
import type { Row } from '../store/move.ts';

/** What a backup begins with. */
export interface BackupHead {
  /** The version of what follows. */
  readonly backup: 1;
  /** When it was begun, epoch milliseconds: what was acknowledged before is in it. */
  readonly at: number;
  readonly office: string;
  readonly dialect: 'sqlite' | 'postgres';
}

/** What a backup holds, counted. */
export interface BackupTotals {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
}

/** A record of a backup, in the order in which they come; bytes follow a file. */
export type BackupRecord =
  | { readonly head: BackupHead }
  /** Those that its tables have. */
  | { readonly migrations: readonly string[] }
  | { readonly table: DumpedTable }
  | { readonly rows: readonly (readonly Row[string][])[] }
  /** `counted` by the database, `sum` of what was read. */
  | { readonly end: string; readonly counted: number; readonly sum: string }
  | { readonly counts: Counts }
  /** Its path under DATA_DIR, and its length in bytes. */
  | { readonly file: string; readonly size: number }
  | { readonly done: BackupTotals };

/** Folders of DATA_DIR that a backup holds. Keys are in none of them. */
export const backedUpFolders = { spool: 'spool', files: 'files' } as const;

/** Where a file of a backup may be put back: nowhere else. */
export const filePattern = /^(?:files|spool(?:\/failed)?)\/[\w-][\w.-]*$/;
