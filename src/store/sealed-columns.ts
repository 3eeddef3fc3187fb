/** A column of cipher texts. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** What the cipher text is bound to; `{name}` stands for a column of its row. */
  readonly place: string;
  /** The columns of the primary key. */
  readonly key: readonly string[];
}

const column = (
  table: string,
  name: string,
  place: string,
  key: readonly string[] = ['id'],
): SealedColumn => ({ table, column: name, place, key });

/** Every column of cipher texts, the small tables first. A test compares it with the schema. */
export const sealedColumns: readonly SealedColumn[] = [
  column('index_keys', 'key_sealed', 'index_keys.key|{id}'),
  column('accounts', 'settings_sealed', 'accounts.settings|{channel}/{name}'),
  column('officers', 'totp_sealed', 'officers.totp|{id}'),
  column('officer_sessions', 'data_sealed', 'officer_sessions.data|{hash}'),
  column('drafts', 'body_sealed', 'drafts.body|{officer_id}|{matter_id}|{kind}', [
    'officer_id',
    'matter_id',
    'kind',
  ]),
  column('broadcasts', 'text_sealed', 'broadcasts.text|{key}'),
  column('channel_vault', 'value_sealed', 'channel_vault.value|{account}|{category}|{id}', [
    'account',
    'category',
    'id',
  ]),
  column('persons', 'nik_sealed', 'persons.nik|{nik_index}'),
  column('seeker_profiles', 'profile_sealed', 'seeker_profiles.profile|{seeker_id}', ['seeker_id']),
  column('seeker_notes', 'text_sealed', 'seeker_notes.text|{key}'),
  column('ak1_reports', 'employer_sealed', 'ak1_reports.employer|{key}'),
  column('consents', 'text_sealed', 'consents.text|{key}'),
  column('consents', 'said_sealed', 'consents.said|{key}'),
  column('job_alerts', 'wish_sealed', 'job_alerts.wish|{key}'),
  column('job_alert_wishes', 'wish_sealed', 'job_alert_wishes.wish|{sign}'),
  column('learning_texts', 'text_sealed', 'learning_texts.text|{id}'),
  column('matters', 'details_sealed', 'matters.details|{kind}{number}'),
  column('matter_messages', 'body_sealed', 'matter_messages.body|{matter_id}'),
  column('attachments', 'ref_sealed', 'attachments.ref|{public_id}'),
  column('attachments', 'name_sealed', 'attachments.name|{public_id}'),
  column('conversations', 'state_sealed', 'conversations.state|{contact_id}', ['contact_id']),
  column('inbound_messages', 'body_sealed', 'inbound_messages.body|{account_id} {key}'),
  column('outbound_messages', 'body_sealed', 'outbound_messages.body|{public_id}'),
];

/** The columns that a place names. */
export const boundTo = ({ place }: SealedColumn): readonly string[] =>
  [...place.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

type Value = string | number | null;

/** What the cipher text of this row is bound to. */
export const placeIn = (
  { place }: SealedColumn,
  row: Readonly<Record<string, Value | undefined>>,
): string => place.replaceAll(/\{(\w+)\}/g, (_all, name: string) => String(row[name]));
