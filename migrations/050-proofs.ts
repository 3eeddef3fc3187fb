import type { Knex } from 'knex';

/*
 * Proof of what people were told and have agreed to (UU PDP articles 21 and 24): by which medium a YA
 * came and how it was said, and the very words of the notice that a registration was made under.
 * Whether somebody has a disability stands in the sheet of the counter alone; `disability_sealed`
 * was never written.
 */

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('consents', (t) => {
    t.text('medium'); // sms, whatsapp, telegram; null: given before this was kept
    t.text('key'); // random: what was said is sealed to it
    t.text('said_sealed'); // the answer in the person's own words
  });
  await knex.schema.createTable('notices', (t) => {
    t.text('hash').primary(); // of the words
    t.text('version').notNullable();
    t.text('text').notNullable();
    t.bigInteger('first_at').notNullable();
  });
  await knex.schema.alterTable('seekers', (t) => {
    t.text('notice_hash'); // null: registered before the words were kept
  });
  // knex would copy the table on SQLite, and what refers to it would be deleted with the old one
  await knex.raw('alter table seekers drop column disability_sealed');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('alter table seekers add column disability_sealed text');
  await knex.raw('alter table seekers drop column notice_hash');
  await knex.schema.dropTable('notices');
  for (const column of ['medium', 'key', 'said_sealed'])
    await knex.raw('alter table consents drop column ??', [column]);
}
