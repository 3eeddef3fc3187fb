import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';

/*
 * What was backed up, and what was erased: an erasure has a mark that stands in a list outside of
 * the database too, so that a backup that is put back can be told what was erased since.
 */

/** Rows of one statement. */
const batch = 500;

async function markErasures(knex: Knex): Promise<void> {
  for (;;) {
    const ids: number[] = await knex('erasures').whereNull('mark').limit(batch).pluck('id');
    if (ids.length === 0) return;
    for (const id of ids) await knex('erasures').where({ id }).update({ mark: randomUUID() });
  }
}

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('backups', (t) => {
    t.increments('id');
    t.bigInteger('begun_at').notNullable();
    t.bigInteger('ended_at').notNullable();
    t.text('status').notNullable(); // good, failed
    t.text('name'); // of the file
    t.bigInteger('bytes');
    t.bigInteger('rows');
    t.integer('files');
    t.text('code'); // why it failed
    t.index(['status', 'begun_at']);
  });
  await knex.schema.alterTable('erasures', (t) => {
    t.text('mark');
    t.unique(['mark']);
  });
  await markErasures(knex);
  await knex.schema.createTable('erasure_marks', (t) => {
    t.text('mark').primary();
    t.bigInteger('at').notNullable();
    t.text('line').notNullable(); // as it stands in erased.log
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('erasure_marks');
  await knex.schema.alterTable('erasures', (t) => {
    t.dropUnique(['mark']);
    t.dropColumn('mark');
  });
  await knex.schema.dropTable('backups');
}
