import type { Knex } from 'knex';

/** Officers' lists are walked from the newest: of an office, and of a status everywhere. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('create index vacancies_newest on vacancies (office_code, id)');
  await knex.raw('create index vacancies_by_status on vacancies (status, id)');
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index vacancies_by_status');
  await knex.raw('drop index vacancies_newest');
}
