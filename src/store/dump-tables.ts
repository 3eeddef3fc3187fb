import { inOrder, isCopied, readColumns, readReferences } from './move-tables.ts';
import type { Db } from './store.ts';

/** A table of one database, as it is written into a backup. */
export interface DumpedTable {
  readonly name: string;
  /** Columns in the order of their names; what the database computes is left out. */
  readonly columns: readonly string[];
}

/** The tables that a backup holds, those that others refer to first; indexes for searching are made anew. */
export async function dumpedTables(db: Db): Promise<readonly DumpedTable[]> {
  const shape = await readColumns(db);
  const names = [...shape.keys()].filter(isCopied).toSorted();
  const references = await readReferences(db);
  return inOrder(names, references).map((name) => ({
    name,
    columns: (shape.get(name) ?? []).toSorted(),
  }));
}
