import type { Knex } from 'knex';

/*
 * A line for each search without result instead of a count: people who look for the same at the same
 * time must not wait for one row.
 */

export async function up(knex: Knex): Promise<void> {
  await knex.schema.dropTable('search_misses');
  await knex.schema.createTable('search_misses', (t) => {
    t.bigIncrements('id');
    t.text('office_code').notNullable();
    t.text('day').notNullable(); // 2026-11-24
    t.text('kind').notNullable(); // job, apprenticeship
    t.text('words').notNullable(); // known trades and everyday words only; empty: others
    t.index(['day', 'office_code']);
  });
  await knex.raw('create index inbound_received on inbound_messages (received_at)');
  await knex.raw('create index outbound_created on outbound_messages (created_at)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index outbound_created');
  await knex.raw('drop index inbound_received');
  await knex.schema.dropTable('search_misses');
  await knex.schema.createTable('search_misses', (t) => {
    t.text('office_code').notNullable();
    t.text('month').notNullable();
    t.text('kind').notNullable();
    t.text('words').notNullable();
    t.integer('times').notNullable();
    t.primary(['office_code', 'month', 'kind', 'words']);
  });
}
