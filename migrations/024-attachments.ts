import type { Knex } from 'knex';

/** Pictures, papers and voices that people sent; the bytes are files, see store/attachments.ts. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('attachments', (t) => {
    t.bigIncrements('id');
    t.text('public_id').notNullable().unique();
    t.integer('account_id').notNullable().references('accounts.id');
    t.bigInteger('contact_id').references('contacts.id'); // null: to be removed
    t.bigInteger('inbound_id'); // the message it came with
    t.bigInteger('matter_id').references('matters.id'); // null: of no matter so far
    t.bigInteger('entry_id'); // the entry of the matter's thread
    t.text('kind').notNullable(); // photo, document, voice, video: the sender's word
    t.text('ref_sealed'); // where the provider has it
    t.text('name_sealed'); // the sender's word
    t.bigInteger('size'); // bytes; the sender's word until it is kept
    t.text('status').notNullable(); // waiting, kept, refused, too-large, gone, erased
    t.text('type'); // by content
    t.text('file'); // its name under DATA_DIR/files
    t.integer('attempts').notNullable();
    t.bigInteger('next_at').notNullable();
    t.bigInteger('received_at').notNullable();
    t.index(['contact_id', 'received_at']);
    t.index('matter_id');
    t.index('inbound_id');
  });
  await knex.raw(
    "create index attachments_due on attachments (next_at) where status in ('waiting', 'erased')",
  );
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('attachments');
}
