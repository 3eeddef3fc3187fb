import type { Knex } from 'knex';

/** A supervisor reads what the officers of one office have done, the latest first. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('audit', (t) => {
    t.index(['actor', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('audit', (t) => {
    t.dropIndex(['actor', 'id']);
  });
}
