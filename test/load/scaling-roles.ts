/** How a table would lie on several database machines. */
export type Role =
  /** By office: its column `office_code` decides where a row lies. */
  | 'office'
  /** By office too, once it has the column; `from` says whose office it would be. */
  | 'office, from'
  /** Small and the same everywhere: a copy on each machine. */
  | 'reference'
  /** Stays on the one machine that all processes know. */
  | 'one place';

const from = (owner: string) => ({ role: 'office, from', owner }) as const;
const office = { role: 'office' } as const;
const reference = { role: 'reference' } as const;
const single = { role: 'one place' } as const;

type Entry = { readonly role: Role; readonly owner?: string };

const fromAccount = from('the account that it came by');
const fromContact = from('the office where the contact wrote first');
const fromMatter = from('the matter');
const fromSeeker = from('the seeker');
const fromVacancy = from('the vacancy');
const fromBroadcast = from('the broadcast');

/** Each table of docs/data.md with its role; a test compares it with the schema. */
export const roles: Readonly<Record<string, Entry>> = {
  account_health: fromAccount,
  accounts: reference,
  addresses: fromAccount,
  agencies: reference,
  agency_lists: reference,
  ak1_cards: office,
  ak1_reports: fromSeeker,
  alarm_calls: fromMatter,
  alarms: fromMatter,
  applicants: fromVacancy,
  attachments: fromAccount,
  audit: from('the officer or contact who acted'),
  backups: single,
  broadcast_changes: fromBroadcast,
  broadcast_lanes: fromBroadcast,
  broadcast_outbox: fromBroadcast,
  broadcasts: office,
  canned_replies: office,
  channel_vault: fromAccount,
  consents: fromContact,
  contact_persons: fromContact,
  contacts: fromContact,
  conversations: fromContact,
  counters: single,
  delivery_reports: fromAccount,
  drafts: fromMatter,
  duty: office,
  erasure_marks: single,
  erasures: fromContact,
  inbound_keys: fromAccount,
  inbound_messages: fromAccount,
  index_keys: reference,
  job_alert_groups: office,
  job_alert_news: fromVacancy,
  job_alert_wishes: office,
  job_alert_words: from('the wish'),
  job_alerts: office,
  joined_contacts: fromContact,
  key_holders: single,
  knex_migrations: single,
  knex_migrations_lock: single,
  learning_texts: office,
  leases: single,
  matter_hidden: fromMatter,
  matter_messages: fromMatter,
  matter_offers: fromMatter,
  matters: office,
  message_days: fromAccount,
  notices: reference,
  officer_sessions: single,
  officers: reference,
  offices: reference,
  outbound_messages: fromAccount,
  persons: from('the seeker of the person; the NIK must be unique in the province: see below'),
  presence: fromMatter,
  ready_answers: office,
  recovery_codes: single,
  sealing_keys: reference,
  search_misses: office,
  seeker_notes: fromSeeker,
  seeker_profiles: fromSeeker,
  seeker_search: fromSeeker,
  seeker_slips: fromSeeker,
  seeker_words: single,
  seekers: office,
  sign_in_limits: single,
  sms_days: office,
  survey_invitations: office,
  surveys: office,
  tokens: single,
  unasked_questions: fromContact,
  vacancies: office,
  vacancy_search: office,
  vacancy_words: reference,
};

/** The roles as a table, tables of one role and owner together. */
export function rolesTable(): string {
  const groups = new Map<string, string[]>();
  for (const [name, { role, owner = '' }] of Object.entries(roles)) {
    const key = `${role} | ${owner}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const rows = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    '| role | whose office it would get | tables |',
    '| --- | --- | --- |',
    ...rows.map(([key, names]) => `| ${key} | ${names.join(', ')} |`),
  ].join('\n');
}
