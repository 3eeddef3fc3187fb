import type { Knex } from 'knex';

/*
 * Types are the ones both databases share: times are epoch milliseconds (bigint), dates are
 * `YYYY-MM-DD`, yes/no is 0 or 1, lists and objects are JSON in text. A column whose name ends in
 * `_sealed` holds a cipher text bound to its row, `_index` a keyed hash for equality search.
 */

type Columns = (table: Knex.CreateTableBuilder) => void;

const tables: Readonly<Record<string, Columns>> = {
  counters: (t) => {
    t.text('name').primary();
    t.bigInteger('value').notNullable();
  },
  offices: (t) => {
    t.text('code').primary();
    t.text('kind').notNullable(); // province, regency
    t.text('name').notNullable();
    t.text('settings').notNullable().defaultTo('{}');
  },
  accounts: (t) => {
    t.increments('id');
    t.text('channel').notNullable();
    t.text('name').notNullable();
    t.text('medium').notNullable();
    t.text('office_code').notNullable().references('offices.code');
    t.text('settings_sealed');
    t.bigInteger('created_at').notNullable();
    t.unique(['channel', 'name']);
  },
  contacts: (t) => {
    t.increments('id');
    t.text('public_id').notNullable().unique();
    t.integer('helper').notNullable().defaultTo(0);
    t.bigInteger('stopped_at');
    t.bigInteger('flood_noticed_at');
    t.bigInteger('created_at').notNullable();
  },
  addresses: (t) => {
    t.increments('id');
    t.integer('account_id').notNullable().references('accounts.id');
    t.text('user_id').notNullable();
    t.integer('contact_id').notNullable().references('contacts.id');
    t.bigInteger('created_at').notNullable();
    t.unique(['account_id', 'user_id']);
    t.index('contact_id');
  },
  persons: (t) => {
    t.increments('id');
    t.text('nik_sealed');
    t.text('nik_index').unique();
    t.text('name').notNullable();
    t.text('gender'); // L, P
    t.text('birth_date');
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
  },
  contact_persons: (t) => {
    t.integer('contact_id').notNullable().references('contacts.id');
    t.integer('person_id').notNullable().references('persons.id');
    t.text('role').notNullable(); // self, family, helper
    t.primary(['contact_id', 'person_id']);
    t.index('person_id');
  },
  inbound_keys: (t) => {
    t.integer('account_id').notNullable();
    t.text('key').notNullable();
    t.bigInteger('received_at').notNullable();
    t.primary(['account_id', 'key']);
  },
  inbound_messages: (t) => {
    t.bigIncrements('id');
    t.integer('account_id').notNullable().references('accounts.id');
    t.integer('contact_id').notNullable().references('contacts.id');
    t.integer('address_id').notNullable().references('addresses.id');
    t.text('key').notNullable();
    t.text('body_sealed').notNullable();
    t.text('status').notNullable(); // done, silent, failed (tried again), dead (shown to an officer)
    t.integer('attempts').notNullable().defaultTo(0);
    t.bigInteger('next_at');
    t.bigInteger('received_at').notNullable();
    t.index(['contact_id', 'received_at']);
  },
  outbound_messages: (t) => {
    t.bigIncrements('id');
    t.text('public_id').notNullable().unique();
    t.integer('account_id').notNullable().references('accounts.id');
    t.integer('contact_id').notNullable().references('contacts.id');
    t.integer('address_id').notNullable().references('addresses.id');
    t.bigInteger('inbound_id');
    t.integer('class').notNullable(); // 0 reply, 1 bulk: replies go first
    t.text('body_sealed').notNullable(); // {text, trace}
    t.integer('segments').notNullable();
    t.text('status').notNullable();
    t.integer('attempts').notNullable().defaultTo(0);
    t.integer('maybe_double').notNullable().defaultTo(0);
    t.bigInteger('next_at').notNullable();
    t.bigInteger('lease_until');
    t.text('provider_id');
    t.text('error_code');
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['account_id', 'provider_id']);
    t.index(['contact_id', 'id']);
  },
  delivery_reports: (t) => {
    t.integer('account_id').notNullable();
    t.text('provider_id').notNullable();
    t.text('status').notNullable();
    t.text('code');
    t.bigInteger('received_at').notNullable();
    t.primary(['account_id', 'provider_id', 'status']);
  },
  conversations: (t) => {
    t.integer('contact_id').primary().references('contacts.id');
    t.text('state_sealed').notNullable();
    t.bigInteger('updated_at').notNullable();
  },
  seekers: (t) => {
    t.increments('id');
    t.integer('number').notNullable().unique(); // shown as D1001
    t.integer('person_id').notNullable().unique().references('persons.id');
    t.text('office_code').notNullable().references('offices.code');
    t.text('education').notNullable();
    t.text('skills').notNullable().defaultTo('[]');
    t.text('area_code'); // Kemendagri code of the domicile, as exact as known
    t.text('phone');
    t.text('disability_sealed');
    t.text('flags').notNullable().defaultTo('[]'); // what the officer should look at
    t.text('status').notNullable(); // registered, verified
    t.text('notice_version').notNullable();
    t.integer('registered_by').references('contacts.id');
    t.bigInteger('registered_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['office_code', 'status', 'id']);
  },
  vacancies: (t) => {
    t.increments('id');
    t.integer('number').notNullable().unique(); // shown as L1001
    t.text('office_code').notNullable().references('offices.code');
    t.text('title').notNullable();
    t.text('employer').notNullable();
    t.text('kind').notNullable(); // job, apprenticeship
    t.text('area_code'); // workplace: regency, kecamatan or village
    t.text('country');
    t.text('education').notNullable();
    t.text('skills').notNullable().defaultTo('[]');
    t.integer('wage_min');
    t.integer('wage_max');
    t.integer('openings').notNullable();
    t.text('scope'); // AKL, AKAD, AKAN
    t.integer('disability_friendly').notNullable().defaultTo(0);
    t.text('description');
    t.text('gender');
    t.integer('age_min');
    t.integer('age_max');
    t.text('experience');
    t.text('contact');
    t.text('how_to_apply');
    t.text('kbji');
    t.text('agency');
    t.text('job_order');
    t.text('closes_on').notNullable();
    t.text('status').notNullable(); // draft, verified, rejected, closed
    t.text('reject_reason');
    t.integer('verified_by');
    t.bigInteger('verified_at');
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['status', 'closes_on']);
    t.index(['office_code', 'status', 'id']);
  },
  applicants: (t) => {
    t.increments('id');
    t.integer('vacancy_id').notNullable().references('vacancies.id');
    t.integer('contact_id').notNullable().references('contacts.id');
    t.integer('person_id').references('persons.id');
    t.text('name').notNullable();
    t.text('state').notNullable(); // interested, summoned, came, placed, refused
    t.integer('consent_id');
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['vacancy_id', 'contact_id', 'name']);
  },
  consents: (t) => {
    t.increments('id');
    t.integer('contact_id').notNullable().references('contacts.id');
    t.text('purpose').notNullable(); // employer, push
    t.text('text').notNullable();
    t.text('version').notNullable();
    t.bigInteger('given_at').notNullable();
    t.bigInteger('withdrawn_at');
    t.index(['contact_id', 'purpose']);
  },
  matters: (t) => {
    t.increments('id');
    t.text('kind').notNullable(); // K consultation, A complaint
    t.integer('number').notNullable(); // shown as K1001
    t.text('office_code').notNullable().references('offices.code');
    t.integer('contact_id').notNullable().references('contacts.id');
    t.text('status').notNullable(); // open, claimed, answered, closed, forwarded
    t.integer('assignee_id');
    t.bigInteger('opened_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.unique(['kind', 'number']);
    t.index(['contact_id', 'status']);
    t.index(['office_code', 'status', 'id']);
  },
  matter_messages: (t) => {
    t.increments('id');
    t.integer('matter_id').notNullable().references('matters.id');
    t.text('direction').notNullable(); // in, out
    t.text('body_sealed').notNullable();
    t.bigInteger('outbound_id');
    t.integer('officer_id');
    t.bigInteger('at').notNullable();
    t.index(['matter_id', 'id']);
  },
  officers: (t) => {
    t.increments('id');
    t.text('username').notNullable().unique();
    t.text('name').notNullable();
    t.text('role').notNullable(); // admin, supervisor, officer
    t.text('office_code').notNullable().references('offices.code');
    t.text('password_hash').notNullable();
    t.integer('active').notNullable().defaultTo(1);
    t.bigInteger('created_at').notNullable();
  },
  tokens: (t) => {
    t.increments('id');
    t.integer('officer_id').notNullable().references('officers.id');
    t.text('hash').notNullable().unique();
    t.bigInteger('expires_at').notNullable();
    t.bigInteger('created_at').notNullable();
  },
  audit: (t) => {
    t.bigIncrements('id');
    t.bigInteger('at').notNullable();
    t.text('actor').notNullable(); // officer:7, command, contact:12
    t.text('action').notNullable(); // vacancy.verify
    t.text('subject').notNullable(); // L1001
    t.text('detail').notNullable().defaultTo('{}');
    t.index(['subject']);
  },
};

/** Indexes that both databases keep small by a condition; knex has no builder for them on SQLite. */
const partialIndexes = [
  `create index outbound_due on outbound_messages (account_id, class, next_at, id)
     where status in ('queued', 'sending', 'unknown')`,
  `create index outbound_head on outbound_messages (contact_id, class, id)
     where status in ('queued', 'sending', 'unknown')`,
  `create index inbound_due on inbound_messages (next_at) where status = 'failed'`,
];

export async function up(knex: Knex): Promise<void> {
  for (const [name, columns] of Object.entries(tables))
    await knex.schema.createTable(name, columns);
  for (const statement of partialIndexes) await knex.raw(statement);
  await knex('counters').insert(['D', 'L', 'K', 'A'].map((name) => ({ name, value: 1000 })));
}

export async function down(knex: Knex): Promise<void> {
  for (const name of Object.keys(tables).toReversed()) await knex.schema.dropTable(name);
}
