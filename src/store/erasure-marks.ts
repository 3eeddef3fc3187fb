import type { Db } from './store.ts';

/** Notes, in the transaction of an erasure, that it is done here; `line` as it stands in the list. */
export async function markErased(
  { sql }: Db,
  { mark, at, line }: { readonly mark: string; readonly at: number; readonly line: string },
): Promise<void> {
  await sql('erasure_marks').insert({ mark, at, line }).onConflict('mark').ignore();
}

/** Every line that this database knows of. */
export async function erasedLines({ sql }: Db): Promise<readonly string[]> {
  return sql('erasure_marks').orderBy(['at', 'mark']).pluck('line');
}

/** The marks of what was erased here. */
export async function erasedMarks({ sql }: Db): Promise<ReadonlySet<string>> {
  return new Set<string>(await sql('erasure_marks').pluck('mark'));
}

/** A wish that waits in a backup and was fulfilled since is done. */
export async function settleErasure({ sql }: Db, mark: string, now: number): Promise<void> {
  await sql('erasures')
    .where({ mark })
    .whereNot({ status: 'done' })
    .update({ status: 'done', done_at: now });
}
