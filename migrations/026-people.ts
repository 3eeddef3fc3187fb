import type { Knex } from 'knex';

/*
 * One person behind several addresses: the number that a provider vouches for, and contacts that
 * were joined by it. Buttons: which of our messages makes those before it out of date.
 */

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('addresses', (t) => {
    t.text('phone'); // E.164, proven by the provider: never by what somebody typed
    t.index('phone');
  });
  await knex.schema.alterTable('outbound_messages', (t) => {
    t.integer('overtakes').notNullable().defaultTo(0); // 1: buttons of earlier messages are late
  });
  await knex.schema.createTable('joined_contacts', (t) => {
    t.integer('old_id').primary(); // as in the audit trail: contact:12
    t.text('old_public_id').notNullable().unique(); // as the API has named it
    t.integer('contact_id').notNullable().references('contacts.id');
    t.bigInteger('joined_at').notNullable();
    t.index('contact_id');
  });
  await knex.raw(`create index outbound_overtaking on outbound_messages (address_id, id)
    where overtakes = 1`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index outbound_overtaking');
  await knex.schema.dropTable('joined_contacts');
  await knex.schema.alterTable('outbound_messages', (t) => {
    t.dropColumn('overtakes');
  });
  await knex.schema.alterTable('addresses', (t) => {
    t.dropIndex('phone');
    t.dropColumn('phone');
  });
}
