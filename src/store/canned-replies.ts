import type { Db } from './store.ts';

export type CannedStatus = 'published' | 'disabled';

/** A reply that officers pick, as an office has written it. */
export interface StoredCanned {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly status: CannedStatus;
  readonly officerId: number | null;
  readonly updatedAt: number;
}

/** What an office has written itself, oldest first. */
export async function selectCannedReplies(
  { sql }: Db,
  officeCode: string,
): Promise<readonly StoredCanned[]> {
  return sql('canned_replies')
    .select({ key: 'key', title: 'title', text: 'body', status: 'status' })
    .select({ officerId: 'officer_id', updatedAt: 'updated_at' })
    .where({ office_code: officeCode })
    .orderBy('id');
}

/** Keeps an office's reply under its key, over what was there. */
export async function putCannedReply(
  { sql }: Db,
  officeCode: string,
  { key, title, text, status, officerId, updatedAt }: StoredCanned,
): Promise<void> {
  const columns = {
    title,
    body: text,
    status,
    officer_id: officerId,
    updated_at: updatedAt,
  };
  await sql('canned_replies')
    .insert({ office_code: officeCode, key, ...columns })
    .onConflict(['office_code', 'key'])
    .merge(columns);
}

/** Takes an office's own writing back; false when there was none. */
export async function deleteCannedReply(
  { sql }: Db,
  officeCode: string,
  key: string,
): Promise<boolean> {
  const gone: number = await sql('canned_replies').where({ office_code: officeCode, key }).delete();
  return gone === 1;
}

/** What a reply to a matter may name: the only person of its phone, its office and reply-by. */
export interface MatterAddressee {
  readonly officeCode: string;
  readonly contactId: number;
  readonly replyBy: number;
  readonly privacy: 'open' | 'anonymous' | 'confidential';
  readonly urgent: number;
}

export async function findAddressee(
  { sql }: Db,
  { kind, number }: { readonly kind: 'K' | 'A'; readonly number: number },
): Promise<MatterAddressee | undefined> {
  const [row]: MatterAddressee[] = await sql('matters')
    .select({ officeCode: 'office_code', contactId: 'contact_id', replyBy: 'reply_by' })
    .select('privacy', 'urgent')
    .where({ kind, number });
  return row;
}
