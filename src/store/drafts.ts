import type { Db } from './store.ts';

/** What kind of text it will be. */
export type DraftKind = 'reply' | 'note';

/** Whose draft it is, and of what. */
export interface DraftKey {
  readonly officerId: number;
  readonly matterId: number;
}

/** Drafts that nobody came back to are forgotten after a week, in milliseconds. */
const draftLife = 7 * 24 * 60 * 60 * 1000;

const place = ({ officerId, matterId }: DraftKey, kind: DraftKind): string =>
  `drafts.body|${officerId}|${matterId}|${kind}`;

const columns = ({ officerId, matterId }: DraftKey) => ({
  officer_id: officerId,
  matter_id: matterId,
});

/** Keeps what the officer has typed; an empty text forgets it. */
export async function saveDraft(
  { sql, keys }: Db,
  key: DraftKey,
  { kind, text }: { readonly kind: DraftKind; readonly text: string },
  now: number,
): Promise<void> {
  await sql('drafts')
    .where('at', '<', now - draftLife)
    .delete();
  if (text.trim() === '') {
    await sql('drafts')
      .where({ ...columns(key), kind })
      .delete();
    return;
  }
  const row = { ...columns(key), kind, body_sealed: keys.seal(text, place(key, kind)), at: now };
  await sql('drafts').insert(row).onConflict(['officer_id', 'matter_id', 'kind']).merge();
}

/** What the officer had typed for this matter and not sent. */
export async function readDrafts(
  { sql, keys }: Db,
  key: DraftKey,
): Promise<Partial<Readonly<Record<DraftKind, string>>>> {
  const rows: { kind: DraftKind; body_sealed: string }[] = await sql('drafts')
    .select('kind', 'body_sealed')
    .where(columns(key));
  return Object.fromEntries(
    rows.map(({ kind, body_sealed }) => [kind, keys.open(body_sealed, place(key, kind))]),
  );
}
