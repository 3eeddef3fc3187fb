import type { Knex } from 'knex';

/*
 * A row of `counters` stays locked until its transaction ends. With many processes on PostgreSQL
 * one batch takes D then K, another K then D: each such pair would wait for the deadlock detector.
 * A sequence is not locked; a turn that is undone leaves a gap, which does no harm. SQLite has one
 * writer and keeps the counters.
 */

const letters = ['D', 'L', 'K', 'A'];

const sequence = (letter: string): string => `numbers_${letter.toLowerCase()}`;

function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

export async function up(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  for (const letter of letters) {
    await knex.raw(`create sequence ${sequence(letter)}`);
    await knex.raw(`select setval('${sequence(letter)}', value) from counters where name = ?`, [
      letter,
    ]);
  }
  await knex('counters').delete();
}

export async function down(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  for (const letter of letters) {
    await knex.raw(`insert into counters select ?, last_value from ${sequence(letter)}`, [letter]);
    await knex.raw(`drop sequence ${sequence(letter)}`);
  }
}
