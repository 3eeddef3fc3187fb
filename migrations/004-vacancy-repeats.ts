import type { Knex } from 'knex';

/** An import looks up what it has brought before by employer and last day. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('vacancies', (t) => {
    t.index(['employer', 'closes_on']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('vacancies', (t) => {
    t.dropIndex(['employer', 'closes_on']);
  });
}
