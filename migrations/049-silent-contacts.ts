import type { Knex } from 'knex';

/*
 * Who must not be written to unasked: few of all contacts. A push asks this of each of a million
 * subscribers; PostgreSQL answers sooner from a small index that mostly has nothing than from the
 * contact's own row. SQLite goes to the row by its number anyhow.
 */

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

export async function up(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  await knex.raw(`create index contacts_silent on contacts (id)
    where stopped_at is not null or guarded_at is not null`);
}

export async function down(knex: Knex): Promise<void> {
  if (isPostgres(knex)) await knex.raw('drop index contacts_silent');
}
