import type { Knex } from 'knex';

/** What a channel keeps between two starts, such as the keys of a linked phone; see store/vault.ts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('channel_vault', (t) => {
    t.text('account').notNullable();
    t.text('category').notNullable();
    t.text('id').notNullable();
    t.text('value_sealed').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.primary(['account', 'category', 'id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('channel_vault');
}
