import type { Knex } from 'knex';

/** Since when nothing may be sent to an address, because its owner shut us out there. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('addresses', (t) => {
    t.bigInteger('blocked_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('addresses', (t) => {
    t.dropColumn('blocked_at');
  });
}
