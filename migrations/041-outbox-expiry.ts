import type { Knex } from 'knex';

const unfinished = "status in ('queued', 'sending', 'unknown')";

/**
 * PostgreSQL took this index, as good as empty by its statistics, to look for what stands before a
 * message in its person's line, and read all of it: it is to be taken for what is too late alone.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('drop index outbound_expiry');
  await knex.raw(`create index outbound_expiry on outbound_messages (account_id, expires_at)
    where ${unfinished} and expires_at is not null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index outbound_expiry');
  await knex.raw(`create index outbound_expiry on outbound_messages (account_id, expires_at)
    where ${unfinished}`);
}
