import type { Knex } from 'knex';

/*
 * What is done when a matter is over or a card is out: who is asked for a rating, and what a card's
 * holder says every half year.
 */

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('ak1_reports', (t) => {
    t.text('due_on'); // the day of the card that it belongs to; null: of none
    t.text('key').unique(); // random: the employer is sealed to it
    t.text('employer_sealed');
    t.text('started_on'); // as the person said it: YYYY-MM-DD
  });
  await knex.raw('create index matters_closed on matters (closed_at) where closed_at is not null');
  await knex.raw('create index ak1_cards_made on ak1_cards (created_at)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index ak1_cards_made');
  await knex.raw('drop index matters_closed');
  await knex.schema.alterTable('ak1_reports', (t) => {
    t.dropUnique(['key']);
    t.dropColumns('due_on', 'key', 'employer_sealed', 'started_on');
  });
}
