import type { Knex } from 'knex';

/*
 * Filters of a search (office, kecamatan, schooling, scope) become words of the full-text index, so
 * that no search reads rows that do not fit. PostgreSQL has no order in its index of words: there
 * each row has the numbers of its blocks of ids as words too (see src/store/token-index.ts), and
 * `search_windows` names the blocks from the newest on, each four times as wide as the last.
 */

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

const windows = `create function search_windows(top integer)
  returns table (low integer, high integer, blocks text) language plpgsql immutable rows 6 as $$
  declare shift integer; block integer;
  begin
    high := top + 1;
    foreach shift in array array[10, 12, 14, 16, 18] loop
      block := (high - 1) >> shift;
      low := greatest(block - 1, 0) << shift;
      blocks := format('(''y0%sx%s''|''y0%sx%s'')&', shift, block, shift, block - 1);
      return next;
      high := low;
      exit when high <= 0;
    end loop;
    low := 0;
    blocks := '';
    if high > 0 then return next; end if;
  end $$`;

async function upPostgres(knex: Knex): Promise<void> {
  await knex.raw(windows);
  // Words that came since wait in a list that each search reads: a short one (512 kB) is read in a ms.
  await knex.raw('alter index vacancy_search_tokens set (gin_pending_list_limit = 512)');
}

const plainIndexes = [
  ['kind', 'office_code', 'vacancy_id'],
  ['kind', 'regency_code', 'vacancy_id'],
  ['kind', 'district_code', 'vacancy_id'],
  ['kind', 'vacancy_id'],
];

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('vacancy_search', (t) => {
    for (const columns of plainIndexes) t.dropIndex(columns);
    t.integer('indexed').notNullable().defaultTo(0); // 0: with the words of before; the next start writes them anew
  });
  await knex.raw(
    'create index vacancy_search_unindexed on vacancy_search (vacancy_id) where indexed = 0',
  );
  if (isPostgres(knex)) await upPostgres(knex);
}

export async function down(knex: Knex): Promise<void> {
  if (isPostgres(knex)) await knex.raw('drop function search_windows(integer)');
  await knex.raw('drop index vacancy_search_unindexed');
  await knex.schema.alterTable('vacancy_search', (t) => {
    t.dropColumn('indexed');
    for (const columns of plainIndexes) t.index(columns);
  });
}
