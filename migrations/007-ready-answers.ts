import type { Knex } from 'knex';

/*
 * Texts that an office keeps ready, over those of templates/answers and templates/officers: what it
 * has changed of a file (same key), what it has added, and drafts that wait for a supervisor. None
 * of them holds personal data: they are said to everybody.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('ready_answers', (t) => {
    t.increments('id');
    t.text('office_code').notNullable().references('offices.code');
    t.text('key').notNullable(); // ak1-syarat as in the file, or one of the office's own
    t.text('questions').notNullable(); // JSON: how people ask it
    t.text('needs').notNullable().defaultTo('[]'); // JSON: words that must be among those of a question
    t.text('answer').notNullable();
    t.text('source').notNullable();
    t.text('checked_on').notNullable();
    t.integer('confirmed').notNullable().defaultTo(0);
    t.text('status').notNullable(); // draft, published, disabled
    t.integer('officer_id').references('officers.id');
    t.bigInteger('updated_at').notNullable();
    t.unique(['office_code', 'key']);
  });
  await knex.schema.createTable('canned_replies', (t) => {
    t.increments('id');
    t.text('office_code').notNullable().references('offices.code');
    t.text('key').notNullable();
    t.text('title').notNullable();
    t.text('body').notNullable();
    t.text('status').notNullable(); // published, disabled
    t.integer('officer_id').references('officers.id');
    t.bigInteger('updated_at').notNullable();
    t.unique(['office_code', 'key']);
  });
  // Which ready answer stood in the first reply to a question: a YA is then said to it.
  await knex.schema.createTable('matter_offers', (t) => {
    t.integer('matter_id').primary().references('matters.id');
    t.text('answer_key').notNullable();
    t.bigInteger('offered_at').notNullable();
    t.bigInteger('accepted_at');
    t.index('answer_key');
  });
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['matter_offers', 'canned_replies', 'ready_answers'])
    await knex.schema.dropTable(name);
}
