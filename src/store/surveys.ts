import type { SurveyedService } from '../core/survey.ts';
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

/** Which invitation: in one of these states, changed after `since`, due at `dueBy` at the latest. */
export interface WantedInvitation {
  readonly statuses: readonly InvitationStatus[];
  readonly since: number;
  readonly dueBy?: number;
}

/** The latest invitation of a contact that is such a one. */
export async function findInvitation(
  { sql }: Db,
  contactId: number,
  { statuses, since, dueBy = Number.MAX_SAFE_INTEGER }: WantedInvitation,
): Promise<Invitation | undefined> {
  return sql('survey_invitations')
    .first(columns)
    .where({ contact_id: contactId })
    .whereIn('status', statuses)
    .where('updated_at', '>', since)
    .where('due_at', '<=', dueBy)
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

/** What becomes of an invitation that was to be asked about, unless it was answered meanwhile. */
export async function settleInvitation(
  { sql }: Db,
  id: number,
  status: 'asked' | 'dropped',
  now: number,
): Promise<void> {
  await sql('survey_invitations')
    .where({ id, status: 'waiting' })
    .update({ status, updated_at: now });
}

/** Parts whoever stopped half way from the ratings; gives how many. */
export async function partBegun({ sql }: Db, before: number): Promise<number> {
  return sql('survey_invitations')
    .where({ status: 'begun' })
    .where('updated_at', '<', before)
    .update({ status: 'done', survey_id: null });
}
