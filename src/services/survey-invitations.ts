import { nextPushTime } from '../core/push-hours.ts';
import type { WorkingTime } from '../core/working-time.ts';
import type { SurveyedService } from '../core/survey.ts';
import type { Db } from '../store/store.ts';
import { listClosedMatters, listIssuedCards, type Served } from '../store/survey-occasions.ts';
import { addInvitations } from '../store/surveys.ts';
import { workingTimeOf } from './office-hours.ts';

/** What was over longer ago is not asked about any more, in milliseconds. */
const memory = 7 * 86_400_000;

/** At most so many of a kind at a time; the rest comes with the next round. */
const batch = 500;

const surveyed = { K: 'consultation', A: 'complaint' } as const;

interface Occasion extends Served {
  readonly service: SurveyedService;
}

async function occasionsSince(db: Db, since: number): Promise<readonly Occasion[]> {
  const matters = await listClosedMatters(db, since, batch);
  const cards = await listIssuedCards(db, since, batch);
  return [
    ...matters.map((matter): Occasion => ({ ...matter, service: surveyed[matter.kind] })),
    ...cards.map((card): Occasion => ({ ...card, service: 'ak1' })),
  ];
}

/** The working time of each office, read once. */
export function openCalendars(db: Db): (office: string) => Promise<WorkingTime> {
  const known = new Map<string, WorkingTime>();
  return async (office) => {
    const calendar = known.get(office) ?? (await workingTimeOf(db, office));
    known.set(office, calendar);
    return calendar;
  };
}

/**
 * Notes who is to be asked for a rating: whose matter was closed or card issued in the last week,
 * once for each, from 09.00 on the next working day. Gives how many are new.
 */
export async function inviteServed(db: Db, now: Date): Promise<number> {
  const at = now.getTime();
  const calendarOf = openCalendars(db);
  const invitations = [];
  for (const one of await occasionsSince(db, at - memory)) {
    const due = nextPushTime(await calendarOf(one.officeCode), new Date(one.at));
    const { occasion, contactId, officeCode, service } = one;
    const invitation = { occasion, contactId, officeCode, service, status: 'waiting' } as const;
    invitations.push({ ...invitation, dueAt: due.getTime() });
  }
  return addInvitations(db, invitations, at);
}
