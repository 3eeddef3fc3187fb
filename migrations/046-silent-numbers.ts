import type { Knex } from 'knex';

/*
 * A number that was silent for long may be somebody else's: operators give them out again. What the
 * earlier holder had is parted from it, and goes back only by proof.
 */

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('contacts', (t) => {
    t.bigInteger('heard_at'); // when something was last written from here, to the week
    t.integer('earlier_id'); // contact that keeps what an earlier holder may have had
  });
  await knex.raw(`update contacts set heard_at = coalesce(
    (select max(m.received_at) from inbound_messages as m where m.contact_id = contacts.id),
    (select s.updated_at from conversations as s where s.contact_id = contacts.id),
    created_at)`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('contacts', (t) => {
    t.dropColumn('heard_at');
    t.dropColumn('earlier_id');
  });
}
