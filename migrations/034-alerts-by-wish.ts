import type { Knex } from 'knex';

/*
 * KABARI for many: equal wishes are one row, found by keyed hashes of their words, so that a new
 * vacancy finds who wants it instead of everybody looking for it; see services/alert-wishes.ts.
 * What an alert has told of lies in its own row: a message writes one row, not four.
 */

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

type Columns = (table: Knex.CreateTableBuilder) => void;

const tables: Readonly<Record<string, Columns>> = {
  job_alert_wishes: (t) => {
    t.increments('id');
    t.text('sign').notNullable().unique(); // keyed hash of office and wish: equal wishes share a row
    t.text('office_code').notNullable().references('offices.code');
    t.integer('level'); // rank of the schooling named, null: none; a vacancy above it is no match
    t.text('wish_sealed').notNullable(); // JSON, as it was understood; sealed to the sign
    t.bigInteger('used_at').notNullable(); // when somebody last wished it
  },
  // A wish under each of its roots.
  job_alert_words: (t) => {
    t.bigInteger('token').notNullable(); // keyed hash of area, kind and root
    t.integer('wish_id').notNullable().references('job_alert_wishes.id').onDelete('CASCADE');
    t.primary(['token', 'wish_id']);
    t.index(['wish_id']);
  },
  // Published, and wishes not yet looked through for it.
  job_alert_news: (t) => {
    t.integer('vacancy_id').primary().references('vacancies.id').onDelete('CASCADE');
  },
  // Who takes part in the comparison of an office, while it is on; kept beyond the alert itself.
  job_alert_groups: (t) => {
    t.integer('contact_id').primary().references('contacts.id').onDelete('CASCADE');
    t.text('office_code').notNullable().references('offices.code');
    t.integer('later').notNullable(); // 1: everything a week later
    t.bigInteger('joined_at').notNullable();
    t.index(['office_code', 'joined_at']);
  },
};

/** The ids of the vacancies told of, oldest first, as JSON. */
function toldOf(knex: Knex): string {
  const list = isPostgres(knex)
    ? `json_agg(vacancy_id order by told_at, vacancy_id)::text`
    : `json_group_array(vacancy_id)`;
  return `select ${list} from job_alert_vacancies v where v.alert_id = job_alerts.id`;
}

async function moveTold(knex: Knex): Promise<void> {
  await knex.raw(`update job_alerts set told = (${toldOf(knex)})
    where id in (select alert_id from job_alert_vacancies)`);
  await knex.schema.dropTable('job_alert_vacancies');
}

export async function up(knex: Knex): Promise<void> {
  for (const [name, columns] of Object.entries(tables)) {
    await knex.schema.createTable(name, columns);
  }
  await knex.raw(
    'alter table job_alerts add column wish_id integer references job_alert_wishes (id)',
  );
  await knex.raw(`alter table job_alerts add column told text not null default '[]'`);
  await knex.raw('alter table job_alerts add column later integer not null default 0');
  await moveTold(knex);
  await knex.raw('drop index vacancy_search_verified');
  await knex.raw('drop index job_alerts_next_at_index');
  await knex.raw('alter table job_alerts drop column looked_at');
  await knex.raw('create index job_alerts_due on job_alerts (office_code, next_at)');
  await knex.raw('create index job_alerts_wish on job_alerts (wish_id, id)');
}

const before: Columns = (t) => {
  t.integer('alert_id').notNullable().references('job_alerts.id').onDelete('CASCADE');
  t.integer('vacancy_id').notNullable().references('vacancies.id');
  t.bigInteger('told_at').notNullable();
  t.primary(['alert_id', 'vacancy_id']);
};

async function moveToldBack(knex: Knex): Promise<void> {
  await knex.schema.createTable('job_alert_vacancies', before);
  const each = isPostgres(knex)
    ? 'job_alerts a cross join lateral json_array_elements_text(a.told::json) e(value)'
    : 'job_alerts a, json_each(a.told) e';
  await knex.raw(`insert into job_alert_vacancies (alert_id, vacancy_id, told_at)
    select a.id, cast(e.value as integer), coalesce(a.sent_at, a.created_at) from ${each}`);
}

export async function down(knex: Knex): Promise<void> {
  await moveToldBack(knex);
  await knex.raw('drop index job_alerts_wish');
  await knex.raw('drop index job_alerts_due');
  await knex.raw('alter table job_alerts add column looked_at bigint not null default 0');
  await knex.raw('create index job_alerts_next_at_index on job_alerts (next_at)');
  await knex.raw(
    'create index vacancy_search_verified on vacancy_search (office_code, verified_at)',
  );
  for (const column of ['later', 'told', 'wish_id']) {
    await knex.raw(`alter table job_alerts drop column ${column}`);
  }
  for (const name of Object.keys(tables).toReversed()) await knex.schema.dropTable(name);
}
