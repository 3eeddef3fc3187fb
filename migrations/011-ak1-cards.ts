import type { Knex } from 'knex';

/*
 * What an officer adds at the counter: the AK1 card, what the AK/II sheet asks besides the
 * registration, notes of guidance (bimbingan jabatan), and the tokens of printed slips. All of it goes with the seeker.
 */

type Columns = (table: Knex.CreateTableBuilder) => void;

const tables: Readonly<Record<string, Columns>> = {
  ak1_cards: (t) => {
    t.increments('id');
    t.integer('seeker_id').notNullable().references('seekers.id').onDelete('CASCADE');
    t.text('office_code').notNullable().references('offices.code');
    t.text('number').notNullable(); // as the officer wrote it
    t.text('number_key').notNullable(); // its letters and digits alone
    t.text('issued_on').notNullable();
    t.text('ends_on').notNullable(); // the last day on which it is valid
    t.integer('officer_id').notNullable().references('officers.id');
    t.text('ended_on'); // null: the current card
    t.text('ended_because'); // renewed, replaced, working, expired, mistake
    t.text('remind_on'); // the day of the next reminder to report; null: none
    t.bigInteger('created_at').notNullable();
    t.index(['seeker_id', 'id']);
    t.index(['number_key']);
    t.index(['office_code', 'issued_on']);
  },
  // The half-yearly reports: AK1 BELUM and AK1 SUDAH, by message or at the counter.
  ak1_reports: (t) => {
    t.increments('id');
    t.integer('card_id').notNullable().references('ak1_cards.id').onDelete('CASCADE');
    t.text('said').notNullable(); // seeking, working
    t.text('reported_on').notNullable();
    t.integer('contact_id').references('contacts.id'); // who sent the message
    t.integer('officer_id').references('officers.id'); // or who heard it at the counter
    t.bigInteger('at').notNullable();
    t.index(['card_id', 'id']);
  },
  seeker_profiles: (t) => {
    t.integer('seeker_id').primary().references('seekers.id').onDelete('CASCADE');
    t.text('profile_sealed').notNullable(); // JSON
    t.integer('officer_id').notNullable().references('officers.id');
    t.bigInteger('updated_at').notNullable();
  },
  seeker_notes: (t) => {
    t.increments('id');
    t.integer('seeker_id').notNullable().references('seekers.id').onDelete('CASCADE');
    t.integer('officer_id').notNullable().references('officers.id');
    t.text('held_on').notNullable();
    t.text('key').notNullable().unique(); // random: the text is sealed to it
    t.text('text_sealed').notNullable();
    t.bigInteger('created_at').notNullable();
    t.index(['seeker_id', 'id']);
  },
  seeker_slips: (t) => {
    t.increments('id');
    t.integer('seeker_id').notNullable().references('seekers.id').onDelete('CASCADE');
    t.text('token_index').notNullable().unique(); // the token itself is on the paper alone
    t.integer('officer_id').notNullable().references('officers.id');
    t.bigInteger('created_at').notNullable();
    t.bigInteger('expires_at').notNullable();
    t.index(['seeker_id', 'id']);
  },
};

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

/** Folded words of names, compared byte by byte: a range of the index answers a prefix. */
async function createWords(knex: Knex): Promise<void> {
  const collation = isPostgres(knex) ? 'collate "C"' : '';
  await knex.raw(
    `create table person_words (
       word text ${collation} not null,
       person_id integer not null references persons (id) on delete cascade,
       primary key (word, person_id)
     )`,
  );
  await knex.raw('create index person_words_person on person_words (person_id, word)');
  await knex.schema.alterTable('persons', (t) => {
    t.text('name_folded'); // null: its words are still to be written
  });
  await knex.raw('create index persons_unfolded on persons (id) where name_folded is null');
}

const partialIndexes = [
  'create unique index ak1_cards_current on ak1_cards (seeker_id) where ended_on is null',
  `create unique index ak1_cards_number on ak1_cards (office_code, number_key)
     where ended_on is null`,
  `create index ak1_cards_due on ak1_cards (remind_on)
     where ended_on is null and remind_on is not null`,
  'create index ak1_cards_end on ak1_cards (ends_on) where ended_on is null',
  'create index seekers_registered on seekers (office_code, registered_at)',
  'create index seekers_newest on seekers (office_code, id)',
];

export async function up(knex: Knex): Promise<void> {
  for (const [name, columns] of Object.entries(tables))
    await knex.schema.createTable(name, columns);
  for (const statement of partialIndexes) await knex.raw(statement);
  await createWords(knex);
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('drop index seekers_newest');
  await knex.raw('drop index seekers_registered');
  await knex.raw('drop index persons_unfolded');
  await knex.schema.alterTable('persons', (t) => {
    t.dropColumn('name_folded');
  });
  await knex.schema.dropTable('person_words');
  for (const name of Object.keys(tables).toReversed()) await knex.schema.dropTable(name);
}
