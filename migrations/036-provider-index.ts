import type { Knex } from 'knex';

/** A reply has no id of the provider before it is sent: the index of them need not know it before. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('drop index outbound_messages_account_id_provider_id_index');
  await knex.raw(`create index outbound_provider on outbound_messages (account_id, provider_id)
    where provider_id is not null`);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index outbound_provider');
  await knex.schema.alterTable(
    'outbound_messages',
    (t) => void t.index(['account_id', 'provider_id']),
  );
}
