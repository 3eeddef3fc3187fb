import type { Knex } from 'knex';

/** What keys are changed by, see store/key-use.ts and store/index-key.ts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('index_keys', (t) => {
    t.text('id').primary();
    t.text('key_sealed').notNullable(); // what blind indexes and token hashes are made with
  });
  await knex.schema.createTable('sealing_keys', (t) => {
    t.text('id').primary();
    t.text('proof').notNullable(); // opens with the key of this id alone
    t.bigInteger('retired_at'); // since then nothing is sealed with it
  });
  await knex.schema.createTable('key_holders', (t) => {
    t.text('process').primary();
    t.text('active').notNullable();
    t.text('known').notNullable(); // ids, a space between two
    t.bigInteger('seen_at').notNullable();
  });
  await knex.schema.alterTable('attachments', (t) => {
    t.index('file', 'attachments_file');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('attachments', (t) => {
    t.dropIndex('file', 'attachments_file');
  });
  for (const table of ['key_holders', 'sealing_keys', 'index_keys'])
    await knex.schema.dropTable(table);
}
