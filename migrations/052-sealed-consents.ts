import type { Knex } from 'knex';

/*
 * The words of a consent name the person and what is looked for: they are sealed. Those of before are
 * sealed at the next start, because a migration has no keys (store/seal-consents.ts).
 */

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('consents', (t) => {
    t.text('text_sealed'); // null: `text` is still to be sealed
  });
  await knex.raw('create index consents_unsealed on consents (id) where text_sealed is null');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index consents_unsealed');
  await knex.raw('alter table consents drop column text_sealed');
}
