import { elements, type Element, type Ratings, type SurveyedService } from '../core/survey.ts';
import type { Medium } from '../core/message.ts';
import type { Db } from './store.ts';

/** waiting: to be asked; asked; begun: some ratings are there; done; dropped: never to be asked. */
export type InvitationStatus = 'waiting' | 'asked' | 'begun' | 'done' | 'dropped';

export interface NewInvitation {
  /** `survey:K1311`: once for each matter and card. */
  readonly occasion: string;
  readonly contactId: number;
  readonly officeCode: string;
  readonly service: SurveyedService;
  readonly status: InvitationStatus;
  readonly dueAt: number;
}

export interface Invitation extends NewInvitation {
  readonly id: number;
  /** The row with the ratings, while they are being given. */
  readonly surveyId: string | null;
}

const columns = {
  id: 'id',
  occasion: 'occasion',
  contactId: 'contact_id',
  officeCode: 'office_code',
  service: 'service',
  status: 'status',
  dueAt: 'due_at',
  surveyId: 'survey_id',
};

/** Adds invitations; an occasion that is known stays as it is. Gives how many were new. */
export async function addInvitations(
  { sql }: Db,
  invitations: readonly NewInvitation[],
  now: number,
): Promise<number> {
  if (invitations.length === 0) return 0;
  const rows: unknown[] = await sql('survey_invitations')
    .insert(
      invitations.map((one) => ({
        occasion: one.occasion,
        contact_id: one.contactId,
        office_code: one.officeCode,
        service: one.service,
        status: one.status,
        due_at: one.dueAt,
        updated_at: now,
      })),
    )
    .onConflict('occasion')
    .ignore()
    .returning('id');
  return rows.length;
}

/** The latest invitation of a contact in one of these states, changed after `since`. */
export async function findInvitation(
  { sql }: Db,
  contactId: number,
  wanted: { readonly statuses: readonly InvitationStatus[]; readonly since: number },
): Promise<Invitation | undefined> {
  return sql('survey_invitations')
    .first(columns)
    .where({ contact_id: contactId })
    .whereIn('status', wanted.statuses)
    .where('updated_at', '>', wanted.since)
    .orderBy('id', 'desc');
}

/** Invitations that wait and are due, the longest due first. */
export async function listDueInvitations(
  { sql }: Db,
  now: number,
  limit: number,
): Promise<readonly Invitation[]> {
  return sql('survey_invitations')
    .select(columns)
    .where({ status: 'waiting' })
    .where('due_at', '<=', now)
    .orderBy(['due_at', 'id'])
    .limit(limit);
}

/** What becomes of an invitation; without a survey the ratings are nobody's any more. */
export async function changeInvitation(
  { sql }: Db,
  id: number,
  change: {
    readonly status: InvitationStatus;
    readonly surveyId?: string | null;
    readonly answeredOn?: string;
  },
  now: number,
): Promise<void> {
  await sql('survey_invitations')
    .where({ id })
    .update({
      status: change.status,
      survey_id: change.surveyId ?? null,
      ...(change.answeredOn !== undefined && { answered_on: change.answeredOn }),
      updated_at: now,
    });
}

/** Parts whoever stopped half way from the ratings; gives how many. */
export async function partBegun({ sql }: Db, before: number): Promise<number> {
  return sql('survey_invitations')
    .where({ status: 'begun' })
    .where('updated_at', '<', before)
    .update({ status: 'done', survey_id: null });
}

/** One person's ratings: nothing says whose. */
export interface NewSurvey {
  /** Random. */
  readonly id: string;
  readonly officeCode: string;
  readonly service: SurveyedService;
  readonly medium: Medium;
  /** `2026-11-24` */
  readonly answeredOn: string;
}

export async function addSurvey({ sql }: Db, survey: NewSurvey): Promise<void> {
  await sql('surveys').insert({
    id: survey.id,
    office_code: survey.officeCode,
    service: survey.service,
    medium: survey.medium,
    answered_on: survey.answeredOn,
  });
}

type RatingRow = Readonly<Record<Element, number | null>>;

const ratingsOf = (row: RatingRow): Ratings =>
  Object.fromEntries(
    elements.flatMap((element) => (row[element] === null ? [] : [[element, row[element]]])),
  );

/** What a survey holds so far; nothing when there is none such. */
export async function readSurvey({ sql }: Db, id: string): Promise<Ratings> {
  const row: RatingRow | undefined = await sql('surveys')
    .first(...elements)
    .where({ id });
  return row ? ratingsOf(row) : {};
}

export async function rateSurvey({ sql }: Db, id: string, ratings: Ratings): Promise<void> {
  await sql('surveys').where({ id }).update(ratings);
}

/** The ratings given from one day to another, both included; of one office, or of all. */
export async function listRatings(
  { sql }: Db,
  { office, from, to }: { readonly office?: string; readonly from: string; readonly to: string },
): Promise<readonly Ratings[]> {
  const rows: RatingRow[] = await sql('surveys')
    .select(...elements)
    .whereBetween('answered_on', [from, to])
    .where(office === undefined ? {} : { office_code: office });
  return rows.map(ratingsOf);
}

/** The first moment of a day where the office is, epoch milliseconds. */
const startOf = (date: string): number => Date.parse(`${date}T00:00:00+07:00`);

/** Matters opened and seekers registered from one day to another: whom the office served. */
export async function countServed(
  { sql }: Db,
  { office, from, to }: { readonly office?: string; readonly from: string; readonly to: string },
): Promise<number> {
  const span = [startOf(from), startOf(to) + 86_399_999] as const;
  const own = office === undefined ? {} : { office_code: office };
  const [matters] = await sql('matters')
    .where(own)
    .whereBetween('opened_at', span)
    .count({ n: '*' });
  const [seekers] = await sql('seekers')
    .where(own)
    .whereBetween('registered_at', span)
    .count({ n: '*' });
  return Number(matters?.['n'] ?? 0) + Number(seekers?.['n'] ?? 0);
}
