import type { Knex } from 'knex';

/** Texts that were not understood, until an officer says what was wanted; see services/learning.ts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('learning_texts', (t) => {
    t.text('id').primary();
    t.text('office_code').notNullable().references('offices.code');
    t.text('text_sealed').notNullable();
    t.text('status').notNullable(); // new, assigned, example, dismissed
    t.text('service'); // as `understand` names it
    t.integer('assigned_by');
    t.integer('reviewed_by');
    t.bigInteger('created_at').notNullable();
    t.bigInteger('updated_at').notNullable();
    t.index(['status', 'office_code', 'created_at']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('learning_texts');
}
