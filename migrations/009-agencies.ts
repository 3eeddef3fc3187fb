import type { Knex } from 'knex';

/*
 * Lists of agencies licensed to place workers abroad (P3MI), as an office keeps them. A new list
 * takes the place of the former at once; former lists stay, to show what was answered by them.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('agency_lists', (t) => {
    t.increments('id');
    t.text('office_code').notNullable().references('offices.code');
    t.text('list_date').notNullable(); // YYYY-MM-DD, as the list says
    t.integer('officer_id'); // null: the command line
    t.bigInteger('imported_at').notNullable();
    t.bigInteger('replaced_at'); // null: answers are given by it
    t.index(['office_code', 'replaced_at']);
  });
  await knex.schema.createTable('agencies', (t) => {
    t.increments('id');
    t.integer('list_id').notNullable().references('agency_lists.id').onDelete('CASCADE');
    t.text('name').notNullable();
    t.text('name_key').notNullable(); // without legal form, spaces and signs
    t.text('licence');
    t.text('valid_until'); // YYYY-MM-DD
    t.text('address');
    t.text('phone');
    t.index(['list_id', 'name_key']);
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('agencies');
  await knex.schema.dropTable('agency_lists');
}
