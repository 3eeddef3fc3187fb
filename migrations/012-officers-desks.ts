import type { Knex } from 'knex';

/**
 * What lies on an officer's desk: which conversations are open right now, and what was typed and
 * not yet sent. Pages ask each second what changed, so matters are found by their last change.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('presence', (t) => {
    t.integer('officer_id').notNullable().references('officers.id');
    t.integer('matter_id').notNullable().references('matters.id');
    t.bigInteger('seen_at').notNullable();
    t.primary(['officer_id', 'matter_id']);
    t.index('seen_at');
  });
  await knex.schema.createTable('drafts', (t) => {
    t.integer('officer_id').notNullable().references('officers.id');
    t.integer('matter_id').notNullable().references('matters.id');
    t.text('kind').notNullable(); // reply, note
    t.text('body_sealed').notNullable();
    t.bigInteger('at').notNullable();
    t.primary(['officer_id', 'matter_id', 'kind']);
    t.index('at');
  });
  await knex.schema.alterTable('matters', (t) => {
    t.index('updated_at');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('matters', (t) => {
    t.dropIndex('updated_at');
  });
  await knex.schema.dropTable('drafts');
  await knex.schema.dropTable('presence');
}
