import type { Knex } from 'knex';

/*
 * What officers work with: where the answer goes, what was promised, who holds the matter and what
 * the clock has to do next. `handled_minutes` are the working minutes that the latest answer took:
 * stored, so that the median behind a reply-by reads a few rows of an index.
 */

const indexes = [
  // What waits, most urgent first; the closed ones, nearly all, are not in it.
  `create index matters_waiting on matters (office_code, urgent, reply_by)
     where status in ('open', 'claimed')`,
  `create index matters_overdue on matters (reply_by)
     where status in ('open', 'claimed') and escalated_at is null`,
  // The next moment at which the clock acts: a claim lapses, an answer was accepted in silence.
  `create index matters_due on matters (due_at) where due_at is not null`,
];

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('matters', (t) => {
    t.integer('address_id').references('addresses.id'); // where answers go
    t.integer('urgent').notNullable().defaultTo(0); // 1: danger
    t.text('category');
    t.text('privacy').notNullable().defaultTo('open'); // open, anonymous, confidential
    t.text('details_sealed'); // JSON
    t.bigInteger('reply_by').notNullable().defaultTo(0);
    t.bigInteger('due_at');
    t.bigInteger('claimed_at');
    t.bigInteger('active_at'); // the officer's last message
    t.bigInteger('answered_at');
    t.integer('handled_minutes');
    t.bigInteger('closed_at');
    t.text('closed_because'); // confirmed, silence, officer
    t.text('forwarded_to');
    t.text('forwarded_reference');
    t.bigInteger('escalated_at');
    t.index(['status', 'id']);
    t.index(['office_code', 'kind', 'answered_at']);
    t.index(['assignee_id', 'active_at']);
  });
  await knex.schema.alterTable('matter_messages', (t) => {
    t.text('kind').notNullable().defaultTo('message'); // message, note, event
  });
  await knex.schema.createTable('matter_hidden', (t) => {
    t.integer('matter_id').notNullable().references('matters.id');
    t.integer('officer_id').notNullable().references('officers.id');
    t.primary(['matter_id', 'officer_id']);
    t.index('officer_id');
  });
  for (const statement of indexes) await knex.raw(statement);
  const days = 3 * 86_400_000; // nothing was promised for these
  await knex('matters').update({ reply_by: knex.raw('opened_at + ?', [days]) });
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['matters_waiting', 'matters_overdue', 'matters_due'])
    await knex.raw(`drop index ${name}`);
  await knex.schema.dropTable('matter_hidden');
  await knex.schema.alterTable('matter_messages', (t) => {
    t.dropColumn('kind');
  });
  await knex.schema.alterTable('matters', (t) => {
    t.dropIndex(['status', 'id']);
    t.dropIndex(['office_code', 'kind', 'answered_at']);
    t.dropIndex(['assignee_id', 'active_at']);
    t.dropForeign(['address_id']);
    t.dropColumns(
      'address_id',
      'urgent',
      'category',
      'privacy',
      'details_sealed',
      'reply_by',
      'due_at',
      'claimed_at',
      'active_at',
      'answered_at',
      'handled_minutes',
      'closed_at',
      'closed_because',
      'forwarded_to',
      'forwarded_reference',
      'escalated_at',
    );
  });
}
