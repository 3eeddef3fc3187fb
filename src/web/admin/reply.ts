import { z } from 'zod';
import { cannedRepliesFor } from '../../services/canned-replies.ts';
import { saveDraft, type DraftKind } from '../../services/desk.ts';
import { replyToMatter } from '../../services/matters.ts';
import { openDesk } from './conversation-page.ts';
import { FormError, type AdminAnswer, type AdminCall } from './route.ts';

const longest = 1_500;
const path = ({ number = '' }: Readonly<Record<string, string>>): string =>
  `/admin/perkara/${number}`;

/** The reply box. */
export const replyForm = z.object({
  teks: z.string().max(longest, 'too-long'),
  aksi: z.enum(['kirim', 'tutup', 'hitung']).catch('kirim'),
  /** A canned reply that was picked without a script: nothing is sent yet. */
  siap: z.string().max(60).exactOptional(),
});

/** Keeps a text for this officer and matter, or forgets it when it is empty. */
export async function keepDraft(call: AdminCall, kind: DraftKind, text: string): Promise<boolean> {
  const desk = await openDesk(call);
  if (!desk) return false;
  const key = { officerId: call.officer.id, matterId: desk.asker.id };
  await saveDraft(call.db, key, { kind, text }, call.now.getTime());
  return true;
}

/** Puts a canned reply behind what was typed. */
async function pick(call: AdminCall<z.infer<typeof replyForm>>): Promise<AdminAnswer | undefined> {
  const { form, params, db } = call;
  const replies = await cannedRepliesFor(db, params['number'] ?? '');
  const picked = replies.find(({ id }) => id === form.siap)?.text ?? '';
  const kept = await keepDraft(call, 'reply', `${form.teks.trim()} ${picked}`.trim());
  return kept ? { redirect: path(params) } : undefined;
}

/** Sends an answer, counts it, or puts a canned reply into it. @throws FormError for an empty one */
export async function reply(
  call: AdminCall<z.infer<typeof replyForm>>,
): Promise<AdminAnswer | undefined> {
  const { form, params, db, parts } = call;
  const { number = '' } = params;
  if (form.siap !== undefined) return pick(call);
  const text = form.teks.trim();
  if (form.aksi === 'hitung') {
    return (await keepDraft(call, 'reply', text)) ? { redirect: path(params) } : undefined;
  }
  if (text === '') throw new FormError({ teks: 'needed' });
  const close = form.aksi === 'tutup';
  const done = await replyToMatter(db, number, { ...call, text, close });
  if (!done) return undefined;
  await keepDraft(call, 'reply', '');
  call.afterCommit(() => parts.gateway.wake());
  return { redirect: close ? '/admin/antrean' : path(params), notice: 'reply-sent' };
}
