import type { Knex } from 'knex';

/*
 * The search index holds published vacancies only: a row is written when a vacancy is verified and
 * removed when it is closed or rejected. `tokens` are roots and filters together (see
 * src/store/vacancy-search.ts), so that one full-text query answers both.
 */

function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

async function createFullText(knex: Knex): Promise<void> {
  if (isPostgres(knex)) {
    await knex.raw('alter table vacancy_search add column tokens tsvector');
    await knex.raw('create index vacancy_search_tokens on vacancy_search using gin (tokens)');
    return;
  }
  // Neither positions nor columns are asked for: detail=none is the smallest and fastest index.
  await knex.raw(
    `create virtual table vacancy_fts using fts5(tokens, content='', contentless_delete=1,
       detail=none, tokenize='unicode61')`,
  );
}

export async function up(knex: Knex): Promise<void> {
  // All that ranking and a list need, so that a search reads this one table.
  await knex.schema.createTable('vacancy_search', (t) => {
    t.integer('vacancy_id').primary().references('vacancies.id').onDelete('CASCADE');
    t.integer('number').notNullable();
    t.text('kind').notNullable();
    t.text('office_code').notNullable();
    t.text('regency_code');
    t.text('district_code'); // kecamatan
    t.text('country');
    t.integer('level').notNullable(); // rank of the education asked for
    t.text('closes_on').notNullable();
    t.bigInteger('verified_at').notNullable();
    t.integer('wage_min');
    t.integer('wage_max');
    t.text('title').notNullable();
    t.text('title_roots').notNullable(); // a space before and behind each
    t.text('other_roots').notNullable();
    t.index(['kind', 'office_code', 'vacancy_id']);
    t.index(['kind', 'regency_code', 'vacancy_id']);
    t.index(['kind', 'district_code', 'vacancy_id']);
    t.index(['kind', 'vacancy_id']);
  });
  await createFullText(knex);
  // A word of a published vacancy under each of its keys: itself, and itself without one letter.
  await knex.schema.createTable('vacancy_words', (t) => {
    t.text('key').notNullable();
    t.text('word').notNullable();
    t.primary(['key', 'word']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('vacancy_words');
  if (!isPostgres(knex)) await knex.schema.dropTable('vacancy_fts');
  await knex.schema.dropTable('vacancy_search');
}
