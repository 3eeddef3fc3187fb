/** Which days an office chooses: see `keepRules` of services/retention.ts. */
type Chosen = 'received' | 'sent' | 'searches' | 'trail';

/** How long rows of a table may stay. */
export interface Timed {
  readonly table: string;
  /** The column that they age by: epoch milliseconds, or `YYYY-MM-DD`. */
  readonly by: string;
  readonly isDay?: true;
  /** Days, or what the office chooses. */
  readonly days: number | Chosen;
  /** Which rows it is about, in SQL that both databases take; left out: all. */
  readonly where?: string;
}

/** Tables of which something is deleted because it is old. */
export const timedTables: readonly Timed[] = [
  {
    table: 'inbound_messages',
    by: 'received_at',
    days: 'received',
    where: `body_sealed <> '' and status not in ('failed', 'dead')`,
  },
  {
    table: 'outbound_messages',
    by: 'created_at',
    days: 'sent',
    where: `body_sealed <> '' and status not in ('queued', 'sending', 'unknown')`,
  },
  { table: 'search_misses', by: 'day', isDay: true, days: 'searches' },
  { table: 'audit', by: 'at', days: 'trail' },
  { table: 'inbound_keys', by: 'received_at', days: 400 },
  { table: 'delivery_reports', by: 'received_at', days: 30 },
  { table: 'learning_texts', by: 'updated_at', days: 90, where: `status = 'new'` },
  { table: 'drafts', by: 'at', days: 7 },
  { table: 'seeker_slips', by: 'expires_at', days: 0 },
  {
    table: 'attachments',
    by: 'received_at',
    days: 1,
    where: `matter_id is null and status in ('waiting', 'kept')`,
  },
];

/** Why rows of a table are not deleted by their age. */
type Reason =
  /** Goes with the record it is of: HAPUS DATA, an officer, or the archive schedule of the office. */
  | 'record'
  /** Stays as proof of what was done: of nobody by name. */
  | 'proof'
  /** Ends by itself, or is written over: sessions, wishes with an end, the state of a dialogue. */
  | 'current'
  /** Nothing of a villager. */
  | 'office';

const all = (names: string, why: Reason): readonly (readonly [string, Reason])[] =>
  names.split(/\s+/u).map((name) => [name, why]);

/**
 * The other tables, and why nothing of them is deleted because it is old. A table that stands in
 * neither list fails a test: whoever adds one says how long it is kept.
 */
export const untimedTables: ReadonlyMap<string, Reason> = new Map([
  ...all(
    `contacts addresses joined_contacts persons contact_persons seekers seeker_search seeker_words
     seeker_fts seeker_profiles seeker_notes ak1_cards ak1_reports applicants matters matter_hidden
     matter_messages matter_offers alarms alarm_calls unasked_questions survey_invitations
     job_alert_groups`,
    'record',
  ),
  ...all('consents notices erasures erasure_marks surveys', 'proof'),
  ...all(
    `conversations job_alerts job_alert_wishes job_alert_words job_alert_news broadcast_outbox
     officer_sessions sign_in_limits presence leases channel_vault account_health key_holders`,
    'current',
  ),
  ...all(
    `offices accounts officers recovery_codes duty sms_days broadcasts broadcast_lanes
     broadcast_changes message_days tokens vacancies vacancy_search vacancy_words vacancy_fts
     agency_lists agencies ready_answers canned_replies counters index_keys sealing_keys backups
     knex_migrations knex_migrations_lock`,
    'office',
  ),
]);
