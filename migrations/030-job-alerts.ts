import type { Knex } from 'knex';

/** KABARI: who is told of new vacancies, and of which they were told; see services/job-alerts.ts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('job_alerts', (t) => {
    t.increments('id');
    t.integer('contact_id').notNullable().references('contacts.id').unique(); // a new wish replaces the old
    t.text('office_code').notNullable().references('offices.code');
    t.text('key').notNullable(); // random: the wish is sealed to it
    t.text('wish_sealed').notNullable(); // JSON, as the search takes it
    t.integer('sent').notNullable().defaultTo(0);
    t.bigInteger('sent_at'); // the last message
    t.bigInteger('looked_at').notNullable(); // vacancies verified before were looked at
    t.bigInteger('next_at').notNullable(); // nothing before: two a week
    t.bigInteger('ends_at').notNullable();
    t.bigInteger('renewal_asked_at'); // YA begins three months more
    t.bigInteger('created_at').notNullable();
    t.index(['next_at']);
  });
  // Whether anything is new for an alert is asked for each one that is due.
  await knex.raw(
    'create index vacancy_search_verified on vacancy_search (office_code, verified_at)',
  );
  await knex.schema.createTable('job_alert_vacancies', (t) => {
    t.integer('alert_id').notNullable().references('job_alerts.id').onDelete('CASCADE');
    t.integer('vacancy_id').notNullable().references('vacancies.id');
    t.bigInteger('told_at').notNullable();
    t.primary(['alert_id', 'vacancy_id']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index vacancy_search_verified');
  await knex.schema.dropTable('job_alert_vacancies');
  await knex.schema.dropTable('job_alerts');
}
