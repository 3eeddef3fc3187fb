import { expect } from 'chai';
import { migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/store.ts';
import { testKeys } from '../helpers/databases.ts';

/** Tables whose text columns hold words of ours, codes, dates, random ids and keyed hashes alone. */
const ofOurs = new Set(
  `account_health alarms attachments backups broadcast_changes broadcasts channel_vault contact_persons
  contacts counters delivery_reports drafts erasure_marks erasures inbound_keys inbound_messages
  index_keys job_alert_groups job_alert_wishes job_alert_words job_alerts joined_contacts key_holders
  knex_migrations learning_texts leases matter_messages matter_offers message_days outbound_messages
  recovery_codes sealing_keys search_misses seeker_notes seeker_profiles seeker_slips sign_in_limits
  sms_days survey_invitations surveys tokens unasked_questions conversations`.split(/\s+/u),
);

/** Tables that are published, or written for everybody to read. */
const published = new Set(
  `agencies agency_lists canned_replies notices offices ready_answers vacancies vacancy_search
  vacancy_words`.split(/\s+/u),
);

/**
 * What stands in clear of people, and why: officers search and sort by it, replies go there, or it is
 * only a word of ours. What somebody has said or is noted of somebody is never here: it is sealed.
 */
const clear: Readonly<Record<string, string>> = {
  accounts: 'channel name medium office_code label',
  addresses: 'user_id phone', // replies go there
  ak1_cards: 'office_code number number_key issued_on ends_on ended_on ended_because remind_on',
  ak1_reports: 'said reported_on due_on key started_on', // seeking or working
  alarm_calls: 'user_id', // of the officer who was called
  applicants: 'name state', // one application a name, also of who is not registered
  audit: 'actor action subject detail', // numbers alone
  consents: 'purpose text version medium key', // text: empty once it is sealed, at the next start
  duty: 'office_code name medium user_id days starts ends', // of officers
  matters:
    'kind office_code status category privacy closed_because forwarded_to forwarded_reference audience',
  officer_sessions: 'hash device', // Firefox, Linux
  officers: 'username name role office_code password_hash',
  persons: 'nik_index name gender birth_date', // lists are searched and sorted by them
  seeker_search: 'tokens card_ends_on',
  seeker_words: 'word',
  seekers: 'office_code education skills area_code phone flags status notice_version notice_hash',
};

describe('columns in clear', () => {
  it('hold nothing that somebody said or that is noted of somebody', async () => {
    const store = await openStore({ file: ':memory:' }, testKeys);
    await migrate(store);
    const columns: { table: string; column: string }[] = await store.sql.raw(
      `select m.name as "table", c.name as "column" from sqlite_master m
       join pragma_table_info(m.name) c where m.type = 'table' and lower(c.type) in ('text', '')
       and m.name not like 'sqlite_%' and m.name not like '%fts%' and c.name not like '%_sealed'`,
    );
    await store.close();
    const stray = columns.filter(
      ({ table, column }) =>
        !ofOurs.has(table) && !published.has(table) && !clear[table]?.split(' ').includes(column),
    );
    expect(stray).to.deep.equal([]);
    expect(columns).to.have.length.above(150);
  });
});
