import { z } from 'zod';
import { localDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { findSeeker } from '../store/registered-seekers.ts';
import { addSeekerNote } from '../store/seeker-notes.ts';
import type { Db } from '../store/store.ts';
import type { OfficerDeed } from './ak1-cards.ts';
import type { FieldProblems } from './seeker-corrections.ts';

/** What an officer writes of a talk (bimbingan jabatan). */
export const guidanceForm = z.object({
  heldOn: z.iso.date('not-a-date'),
  text: z
    .string()
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(
      z
        .string()
        .min(1, 'needed')
        .max(2000, 'too-long')
        .regex(/^[^\0\p{Cs}]*$/u, 'wrong'),
    ),
});

export type Guidance = z.output<typeof guidanceForm>;

/** Keeps a note of guidance, in the caller's transaction; undefined when there is no such seeker. */
export async function noteGuidance(
  db: Db,
  number: number,
  { heldOn, text }: Guidance,
  { officerId, now }: OfficerDeed,
): Promise<FieldProblems | 'noted' | undefined> {
  const seeker = await findSeeker(db, number);
  if (!seeker) return undefined;
  if (heldOn > localDate(now)) return { heldOn: 'date-to-come' };
  const at = now.getTime();
  await addSeekerNote(db, { seekerId: seeker.id, officerId, heldOn, text, at });
  const [actor, subject] = [`officer:${officerId}`, showNumber('D', number)];
  await recordAudit(db, { at, actor, action: 'seeker.guidance', subject, detail: { heldOn } });
  return 'noted';
}
