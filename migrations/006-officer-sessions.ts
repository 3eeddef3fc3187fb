import type { Knex } from 'knex';

/*
 * How officers sign in. A second factor is enrolled at the first sign-in; until then `totp_sealed`
 * is empty. `totp_step` is the last time step (30 s) whose code was taken: a code works once.
 */

type Columns = (table: Knex.CreateTableBuilder) => void;

const tables: Readonly<Record<string, Columns>> = {
  officer_sessions: (t) => {
    t.increments('id');
    t.text('hash').notNullable().unique(); // keyed hash of what the cookie holds
    t.integer('officer_id').references('officers.id'); // null before the sign-in
    t.text('device').notNullable().defaultTo(''); // browser and system, for the officer's own list
    t.text('data_sealed').notNullable(); // anti-forgery token, one notice, what was typed and not taken
    t.bigInteger('created_at').notNullable();
    t.bigInteger('seen_at').notNullable();
    t.index(['officer_id', 'id']);
    t.index('seen_at');
  },
  recovery_codes: (t) => {
    t.increments('id');
    t.integer('officer_id').notNullable().references('officers.id');
    t.text('hash').notNullable();
    t.bigInteger('used_at');
    t.unique(['officer_id', 'hash']);
  },
  sign_in_limits: (t) => {
    t.text('key').primary(); // keyed hash of account and address
    t.integer('points').notNullable();
    t.bigInteger('ends_at').notNullable();
  },
};

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('officers', (t) => {
    t.text('totp_sealed');
    t.bigInteger('totp_step');
    t.bigInteger('one_time_until'); // a password that somebody else has set, to be changed by then
  });
  for (const [name, columns] of Object.entries(tables))
    await knex.schema.createTable(name, columns);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of Object.keys(tables).toReversed()) await knex.schema.dropTable(name);
  await knex.schema.alterTable('officers', (t) => {
    t.dropColumn('totp_sealed');
    t.dropColumn('totp_step');
    t.dropColumn('one_time_until');
  });
}
