import type { Knex } from 'knex';

/*
 * Job seekers as officers look for them: words of the name, skills, place, schooling, stage and days
 * are tokens of one row each (see src/store/seeker-index.ts). `person_words` had a row for each word
 * of each name, and nothing but the name: Siti of one kecamatan was looked for among all of them.
 */

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

/** What SQLite's index is of is kept beside it, so that a name can be taken out of it letter by letter. */
const sqliteIndex = [
  `create virtual table seeker_fts using fts5(tokens, content='seeker_search',
     content_rowid='seeker_id', detail=none, tokenize='unicode61')`,
  `insert into seeker_fts (seeker_fts, rank) values ('secure-delete', 1)`,
  `create trigger seeker_search_added after insert on seeker_search begin
     insert into seeker_fts (rowid, tokens) values (new.seeker_id, new.tokens);
   end`,
  `create trigger seeker_search_gone after delete on seeker_search begin
     insert into seeker_fts (seeker_fts, rowid, tokens) values ('delete', old.seeker_id, old.tokens);
   end`,
];

const postgresIndex = `create index seeker_search_tokens on seeker_search using gin (tokens)
  with (gin_pending_list_limit = 512)`;

/** Words of names are compared byte by byte: a range of the index answers a beginning. */
const words = (collation: string): string =>
  `create table seeker_words (word text ${collation} not null primary key)`;

export async function up(knex: Knex): Promise<void> {
  const tokens = isPostgres(knex) ? 'tsvector' : 'text';
  await knex.raw(
    `create table seeker_search (
       seeker_id integer not null primary key references seekers (id) on delete cascade,
       tokens ${tokens} not null,
       registered_at bigint not null,
       card_ends_on text
     )`,
  );
  for (const statement of isPostgres(knex) ? [postgresIndex] : sqliteIndex)
    await knex.raw(statement);
  await knex.raw(words(isPostgres(knex) ? 'collate "C"' : ''));
  await knex.schema.alterTable('seekers', (t) => {
    t.integer('indexed').notNullable().defaultTo(0); // 0: the search does not know what it says now
  });
  await knex.raw('create index seekers_unindexed on seekers (id) where indexed = 0');
  await knex.schema.dropTable('person_words');
  await knex.raw('drop index persons_unfolded');
  await knex.schema.alterTable('persons', (t) => {
    t.dropColumn('name_folded');
  });
}

export async function down(knex: Knex): Promise<void> {
  const collation = isPostgres(knex) ? 'collate "C"' : '';
  await knex.schema.alterTable('persons', (t) => {
    t.text('name_folded');
  });
  await knex.raw('create index persons_unfolded on persons (id) where name_folded is null');
  await knex.raw(
    `create table person_words (
       word text ${collation} not null,
       person_id integer not null references persons (id) on delete cascade,
       primary key (word, person_id)
     )`,
  );
  await knex.raw('create index person_words_person on person_words (person_id, word)');
  await knex.raw('drop index seekers_unindexed');
  await knex.schema.alterTable('seekers', (t) => {
    t.dropColumn('indexed');
  });
  await knex.schema.dropTable('seeker_words');
  if (!isPostgres(knex)) await knex.schema.dropTable('seeker_fts');
  await knex.schema.dropTable('seeker_search');
}
