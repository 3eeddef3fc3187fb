import type { Knex } from 'knex';

/** Messages that no turn could take are few among millions: officers' pages ask for them each second. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(
    `create index inbound_dead on inbound_messages (received_at) where status = 'dead'`,
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index inbound_dead');
}
