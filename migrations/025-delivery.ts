import type { Knex } from 'knex';

type Change = (table: Knex.AlterTableBuilder) => void;

const changes: Readonly<Record<string, Change>> = {
  accounts: (t) => {
    t.bigInteger('held_until'); // nothing leaves before: the provider said so
    t.bigInteger('down_since'); // it answers nobody: only single attempts, until one succeeds
    t.bigInteger('probe_at'); // the next of them
    t.bigInteger('paced_until'); // up to when the rate is used up, for processes that share it
  },
  addresses: (t) => {
    t.bigInteger('paced_until'); // the same for one person, on platforms that ask for it
  },
  outbound_messages: (t) => {
    t.text('purpose').notNullable().defaultTo('talk'); // see core/purpose.ts
    t.bigInteger('expires_at');
    t.text('charged_on'); // the day whose budget holds its segments, YYYY-MM-DD
    t.bigInteger('rupiah'); // what it cost when it was charged
    t.bigInteger('instead_of'); // the message that this one stands in for
  },
};

/** Indexes that both databases keep small by a condition; knex has no builder for them on SQLite. */
const partialIndexes = [
  `create index outbound_expiry on outbound_messages (account_id, expires_at)
     where status in ('queued', 'sending', 'unknown')`,
  `create index outbound_refused on outbound_messages (updated_at)
     where status in ('queued', 'failed', 'expired') and purpose in ('record', 'officer', 'danger')`,
  `create unique index outbound_instead on outbound_messages (instead_of)
     where instead_of is not null`,
];

/** What waited when this came is wanted for three days more, as long as it was promised at most. */
const dates = `update outbound_messages set expires_at = created_at + 259200000,
  purpose = case when class = 1 then 'push' else 'officer' end
  where status in ('queued', 'sending', 'unknown')`;

export async function up(knex: Knex): Promise<void> {
  for (const [name, change] of Object.entries(changes)) await knex.schema.alterTable(name, change);
  await knex.schema.createTable('sms_days', (t) => {
    t.text('office_code').notNullable().references('offices.code');
    t.text('day').notNullable();
    t.integer('segments').notNullable().defaultTo(0);
    t.bigInteger('rupiah').notNullable().defaultTo(0);
    t.primary(['office_code', 'day']);
  });
  await knex.raw(dates);
  for (const statement of partialIndexes) await knex.raw(statement);
}

export async function down(knex: Knex): Promise<void> {
  for (const name of ['outbound_expiry', 'outbound_refused', 'outbound_instead']) {
    await knex.raw(`drop index ${name}`);
  }
  await knex.schema.dropTable('sms_days');
  const dropped = {
    accounts: ['held_until', 'down_since', 'probe_at', 'paced_until'],
    addresses: ['paced_until'],
    outbound_messages: ['purpose', 'expires_at', 'charged_on', 'rupiah', 'instead_of'],
  };
  for (const [name, columns] of Object.entries(dropped)) {
    await knex.schema.alterTable(name, (t) => t.dropColumns(...columns));
  }
}
