import type { Knex } from 'knex';

/*
 * Broadcasts: an office's message to its subscribers. Who is to get one waits in `broadcast_outbox`,
 * as few bytes as a number of an address takes, and comes into `outbound_messages` shortly before it
 * leaves: a million rows of the outbox would slow every reply. Nothing of it is referenced by
 * foreign keys (three checks a row); whoever is gone meanwhile is left out.
 */

type Columns = (table: Knex.CreateTableBuilder) => void;

const counts = ['planned', 'later', 'queued', 'left_out', 'sent', 'delivered', 'failed'];

const tables: Readonly<Record<string, Columns>> = {
  broadcasts: (t) => {
    t.increments('id');
    t.text('office_code').notNullable().references('offices.code');
    t.text('topic').notNullable(); // vacancies, training, job-fair: what the consent must name
    t.text('key').notNullable(); // random: the text is sealed to it
    t.text('text_sealed').notNullable(); // once for all recipients
    t.integer('segments').notNullable();
    t.text('district_code'); // only who lives there, has this schooling, is reached by this medium
    t.text('education');
    t.text('medium');
    t.text('last_day').notNullable(); // YYYY-MM-DD: nothing leaves after it
    t.text('state').notNullable(); // draft, released, paused, cancelled, done
    t.integer('cursor').notNullable().defaultTo(0); // alerts up to this one are in the outbox
    t.integer('last_alert'); // and none after this one: who subscribed after the release
    t.bigInteger('rupiah'); // what it was said to cost
    t.bigInteger('counted_at');
    t.integer('created_by').notNullable().references('officers.id');
    t.bigInteger('created_at').notNullable();
    t.integer('released_by').references('officers.id');
    t.bigInteger('released_at');
    t.bigInteger('ended_at');
    t.index(['office_code', 'id']);
    t.index(['state']);
  },
  broadcast_lanes: (t) => {
    t.integer('broadcast_id').notNullable();
    t.integer('account_id').notNullable();
    for (const count of counts) t.integer(count).notNullable().defaultTo(0);
    t.primary(['broadcast_id', 'account_id']);
  },
  broadcast_changes: (t) => {
    t.bigIncrements('id');
    t.integer('broadcast_id').notNullable();
    t.integer('account_id').notNullable();
    t.text('was').notNullable();
    t.text('became').notNullable();
  },
};

/** In the order in which it is taken out; on SQLite the key is the table. */
const outbox = (withoutRowId: string): string => `create table broadcast_outbox (
  broadcast_id integer not null,
  account_id integer not null,
  not_before bigint not null,
  address_id integer not null,
  primary key (broadcast_id, account_id, not_before, address_id)
) ${withoutRowId}`;

/** Whether a YA holds is asked for each of a million: without reading the words it was said to. */
const agreed = `create index consents_agreed on consents (contact_id, version)
  where purpose = 'push' and withdrawn_at is null`;

/** What a status counts as. */
const kind = (status: string): string => `case
  when ${status} in ('queued', 'sending', 'unknown') then 'waiting'
  when ${status} = 'sent' then 'sent'
  when ${status} in ('delivered', 'read') then 'delivered' else 'failed' end`;

const moved = `new.broadcast_id is not null and ${kind('old.status')} <> ${kind('new.status')}`;
const gone = `old.broadcast_id is not null and ${kind('old.status')} = 'waiting'`;

const note = (row: 'old' | 'new', became: string): string => `insert into broadcast_changes
  (broadcast_id, account_id, was, became)
  values (${row}.broadcast_id, ${row}.account_id, ${kind('old.status')}, ${became});`;

/*
 * Counted where it happens, whoever writes it: a row is added for each move, so that nobody waits
 * for a counter. Summed up now and then.
 */
const sqliteTriggers = [
  `create trigger broadcast_moved after update of status on outbound_messages when ${moved}
   begin ${note('new', kind('new.status'))} end`,
  `create trigger broadcast_gone after delete on outbound_messages when ${gone}
   begin ${note('old', "'failed'")} end`,
];

const postgresTriggers = [
  `create function broadcast_moved() returns trigger language plpgsql as $$
   begin ${note('new', kind('new.status'))} return null; end $$`,
  `create function broadcast_gone() returns trigger language plpgsql as $$
   begin ${note('old', "'failed'")} return null; end $$`,
  `create trigger broadcast_moved after update of status on outbound_messages
   for each row when (${moved}) execute function broadcast_moved()`,
  `create trigger broadcast_gone after delete on outbound_messages
   for each row when (${gone}) execute function broadcast_gone()`,
];

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

export async function up(knex: Knex): Promise<void> {
  for (const [name, columns] of Object.entries(tables)) {
    await knex.schema.createTable(name, columns);
  }
  await knex.raw(outbox(isPostgres(knex) ? '' : 'without rowid'));
  await knex.raw(agreed);
  await knex.schema.alterTable('outbound_messages', (t) => {
    t.integer('broadcast_id'); // its text is the broadcast's: body_sealed is empty then
  });
  const triggers = isPostgres(knex) ? postgresTriggers : sqliteTriggers;
  for (const statement of triggers) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  const on = isPostgres(knex) ? ' on outbound_messages' : '';
  for (const name of ['broadcast_moved', 'broadcast_gone']) {
    await knex.raw(`drop trigger ${name}${on}`);
    if (isPostgres(knex)) await knex.raw(`drop function ${name}()`);
  }
  await knex.schema.alterTable('outbound_messages', (t) => {
    t.dropColumn('broadcast_id');
  });
  await knex.raw('drop index consents_agreed');
  for (const name of ['broadcast_outbox', ...Object.keys(tables).toReversed()]) {
    await knex.schema.dropTable(name);
  }
}
