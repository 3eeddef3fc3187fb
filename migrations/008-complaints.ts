import type { Knex } from 'knex';

/*
 * Complaints and danger: phones that nothing unasked goes to, who may see a matter besides the
 * office, who is on duty, and the alarms that nobody has answered yet.
 */

type Columns = (table: Knex.CreateTableBuilder) => void;

const tables: Readonly<Record<string, Columns>> = {
  duty: (t) => {
    t.increments('id');
    t.text('office_code').notNullable().references('offices.code');
    t.integer('position').notNullable(); // who is called first
    t.integer('officer_id').references('officers.id');
    t.text('name').notNullable();
    t.text('medium').notNullable();
    t.text('user_id').notNullable(); // +62... or the id at the provider
    t.text('days').notNullable(); // '12345': Monday to Friday, ISO weekdays
    t.text('starts').notNullable(); // '08:00'
    t.text('ends').notNullable(); // '24:00'; before starts: over midnight
    t.integer('supervisor').notNullable().defaultTo(0); // called at any hour when nobody answers
    t.index(['office_code', 'position']);
    t.index('user_id');
  },
  alarms: (t) => {
    t.integer('matter_id').primary().references('matters.id');
    t.text('kind').notNullable(); // violence, detention, ...
    t.integer('step').notNullable().defaultTo(0); // calls so far
    t.integer('reached').notNullable().defaultTo(0); // 1: a message to somebody is in the outbox
    t.bigInteger('raised_at').notNullable();
    t.bigInteger('due_at').notNullable(); // when the next is called
    t.bigInteger('acknowledged_at');
    t.integer('acknowledged_by');
    t.index(['acknowledged_at', 'due_at']);
  },
  alarm_calls: (t) => {
    t.increments('id');
    t.integer('matter_id').notNullable().references('matters.id');
    t.text('user_id').notNullable();
    t.integer('officer_id');
    t.bigInteger('outbound_id').notNullable();
    t.bigInteger('at').notNullable();
    t.index('matter_id');
    t.index(['user_id', 'at']);
  },
};

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('contacts', (t) => {
    t.bigInteger('guarded_at'); // somebody else may read this phone: no pushes, ever
  });
  await knex.schema.alterTable('matters', (t) => {
    t.text('audience').notNullable().defaultTo('office'); // office, supervisors, province
  });
  for (const [name, columns] of Object.entries(tables)) {
    await knex.schema.createTable(name, columns);
  }
}

export async function down(knex: Knex): Promise<void> {
  for (const name of Object.keys(tables).toReversed()) await knex.schema.dropTable(name);
  await knex.schema.alterTable('matters', (t) => {
    t.dropColumn('audience');
  });
  await knex.schema.alterTable('contacts', (t) => {
    t.dropColumn('guarded_at');
  });
}
