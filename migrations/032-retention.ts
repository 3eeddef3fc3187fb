import type { Knex } from 'knex';

const isSqlite = (knex: Knex): boolean => knex.client.config.client === 'better-sqlite3';

/** Keys are told apart by what they say alone: SQLite would store each twice, row and index. */
async function packKeys(knex: Knex, how: string): Promise<void> {
  await knex.raw(`create table inbound_keys_new (
    account_id integer not null, key text not null, received_at bigint not null,
    primary key (account_id, key)) ${how}`);
  await knex.raw(`insert into inbound_keys_new
    select account_id, key, received_at from inbound_keys order by account_id, key`);
  await knex.raw('drop table inbound_keys');
  await knex.raw('alter table inbound_keys_new rename to inbound_keys');
}

/** PostgreSQL cleans up after a fifth of a table has changed: of ten million rows far too late. */
const cleaned: Readonly<Record<string, string>> = {
  conversations: 'fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02',
  contacts: 'fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02',
  inbound_keys: 'autovacuum_vacuum_scale_factor = 0.02',
  inbound_messages: 'autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02',
  outbound_messages:
    'autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02',
  delivery_reports: 'autovacuum_vacuum_scale_factor = 0.02',
  leases: 'fillfactor = 50, autovacuum_vacuum_threshold = 1000',
};

/** How messages leave after their time: counted by day, but those that a matter refers to. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('message_days', (t) => {
    t.integer('account_id').notNullable().references('accounts.id');
    t.text('day').notNullable(); // `2026-11-24`, where the office is
    t.text('direction').notNullable(); // in, out
    t.text('status').notNullable();
    t.bigInteger('n').notNullable();
    t.primary(['account_id', 'day', 'direction', 'status']);
  });
  await knex.raw(`create index matter_messages_outbound on matter_messages (outbound_id)
     where outbound_id is not null`);
  if (isSqlite(knex)) return packKeys(knex, 'without rowid');
  for (const [table, settings] of Object.entries(cleaned)) {
    await knex.raw(`alter table ${table} set (${settings})`);
  }
}

export async function down(knex: Knex): Promise<void> {
  if (isSqlite(knex)) await packKeys(knex, '');
  else {
    for (const [table, settings] of Object.entries(cleaned)) {
      await knex.raw(`alter table ${table} reset (${settings.replaceAll(/ = [\d.]+/g, '')})`);
    }
  }
  await knex.raw('drop index matter_messages_outbound');
  await knex.schema.dropTable('message_days');
}
