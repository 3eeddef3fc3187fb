import type { Knex } from 'knex';

/*
 * Questions that the machine asks by itself, the survey, the wish to be erased, and what was
 * looked for without result.
 */

type Columns = (table: Knex.CreateTableBuilder) => void;

const elements = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9'];

const tables: Readonly<Record<string, Columns>> = {
  unasked_questions: (t) => {
    t.text('occasion').primary(); // survey:K1311, ak1:7:2027-05-24
    t.integer('contact_id').notNullable().references('contacts.id');
    t.text('flow').notNullable();
    t.text('outbound_id').notNullable(); // public id of the message with the question
    t.bigInteger('asked_at').notNullable();
    t.index('contact_id');
  },
  survey_invitations: (t) => {
    t.increments('id');
    t.text('occasion').notNullable().unique();
    t.integer('contact_id').notNullable().references('contacts.id');
    t.integer('address_id');
    t.text('office_code').notNullable().references('offices.code');
    t.text('service').notNullable(); // consultation, complaint, ak1, own
    t.text('status').notNullable(); // waiting, asked, begun, done, dropped
    t.text('survey_id'); // only while it is being answered: afterwards nobody can join the two
    t.bigInteger('due_at').notNullable();
    t.text('answered_on');
    t.bigInteger('updated_at').notNullable();
    t.index(['status', 'due_at']);
    t.index('contact_id');
  },
  surveys: (t) => {
    t.text('id').primary(); // random: an order would tell whose it is
    t.text('office_code').notNullable().references('offices.code');
    t.text('service').notNullable();
    t.text('medium').notNullable();
    t.text('answered_on').notNullable();
    for (const element of elements) t.integer(element); // 1 to 4; null: not answered
    t.index(['office_code', 'answered_on']);
  },
  erasures: (t) => {
    t.increments('id');
    t.integer('contact_id').notNullable();
    t.integer('address_id').notNullable();
    t.text('scope').notNullable(); // all, D1042, K1311
    t.text('status').notNullable(); // waiting, erased (to be told), done
    t.bigInteger('asked_at').notNullable();
    t.bigInteger('done_at');
    t.index(['status', 'asked_at']);
  },
  search_misses: (t) => {
    t.text('office_code').notNullable();
    t.text('month').notNullable(); // 2026-11
    t.text('kind').notNullable(); // job, apprenticeship
    t.text('words').notNullable();
    t.integer('times').notNullable();
    t.primary(['office_code', 'month', 'kind', 'words']);
  },
};

export async function up(knex: Knex): Promise<void> {
  for (const [name, columns] of Object.entries(tables))
    await knex.schema.createTable(name, columns);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of Object.keys(tables).toReversed()) await knex.schema.dropTable(name);
}
