import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { nextNumber } from '../store/counters.ts';
import { addMatter, addMatterMessage } from '../store/matters.ts';
import type { Action, ServiceContext } from './action.ts';

/** Opens a consultation with its first message and gives the number to show, e.g. `K1311`. */
export async function openConsultation(
  { db, now, office, contact }: ServiceContext,
  text: string,
): Promise<string> {
  const at = now.getTime();
  const number = await nextNumber(db, 'K');
  const shown = showNumber('K', number);
  const matterId = await addMatter(
    db,
    { kind: 'K', number, officeCode: office, contactId: contact.id },
    at,
  );
  await addMatterMessage(db, { matterId, direction: 'in', text }, at);
  await recordAudit(db, {
    at,
    actor: `contact:${contact.id}`,
    action: 'consultation.open',
    subject: shown,
  });
  return shown;
}

/** A question for an officer. */
export const open: Action = {
  takes: ['pertanyaan'],
  outcomes: { opened: ['nomor'] },
  async run({ pertanyaan }, context) {
    const text = typeof pertanyaan === 'string' ? pertanyaan : '';
    return { name: 'opened', values: { nomor: await openConsultation(context, text) } };
  },
};
