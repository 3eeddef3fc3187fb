import type { Knex } from 'knex';

/**
 * Several senders per channel (services/senders.ts), which process listens for them
 * (gateway/lease.ts) and how they are (gateway/health.ts).
 */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('accounts', (t) => {
    t.text('label'); // what officers call it; only of those added in the admin page
    t.integer('enabled').notNullable().defaultTo(1);
    t.bigInteger('updated_at').notNullable().defaultTo(0);
  });
  await knex.schema.createTable('leases', (t) => {
    t.text('name').primary(); // channel:twilio, channel:http/tempeh
    t.text('holder').notNullable();
    t.bigInteger('fence').notNullable(); // one more with each holder
    t.bigInteger('until').notNullable(); // by the database's clock; 0: given back
  });
  await knex.schema.createTable('account_health', (t) => {
    t.integer('account_id').primary().references('accounts.id');
    t.text('state'); // up, down, waiting: what the channel says itself
    t.text('code');
    t.bigInteger('since');
    t.text('failing_code'); // why sending fails, until it succeeds
    t.bigInteger('failing_since');
    t.integer('signal');
    t.integer('battery');
    t.bigInteger('last_in_at');
    t.bigInteger('last_out_at');
    t.bigInteger('updated_at').notNullable();
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('account_health');
  await knex.schema.dropTable('leases');
  for (const column of ['label', 'enabled', 'updated_at']) {
    await knex.raw(`alter table accounts drop column ${column}`);
  }
}
