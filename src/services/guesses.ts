import { countAudit, recordAudit } from '../store/audit.ts';
import type { ServiceContext } from './action.ts';

/** Wrong years of birth in a day; then none is right any more: nobody can try them all. */
const guessesADay = 5;
const guessDay = 24 * 60 * 60 * 1000;
const action = 'data.refused';

/** True when the year of birth for this was guessed at too often today. */
export async function isGuessed({ db, now }: ServiceContext, subject: string): Promise<boolean> {
  const since = now.getTime() - guessDay;
  return (await countAudit(db, { subject, action }, since)) >= guessesADay;
}

/** Notes a wrong year. */
export async function refuseGuess(
  { db, now, contact }: ServiceContext,
  subject: string,
): Promise<void> {
  const actor = `contact:${contact.id}`;
  await recordAudit(db, { at: now.getTime(), actor, action, subject });
}
