import type { Knex } from 'knex';

/*
 * The search of PostgreSQL as functions, whose plans are made once a connection: planning took as
 * long as looking. The first look is at the newest block of ids; how much it gave says how wide the
 * next must be to have enough, so that two or three looks do instead of up to six.
 */

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

/** Ids of `table` with the tokens of `query` and what `condition` asks of its columns, the newest first. */
const search = ({
  name,
  table,
  id,
  parameters,
  condition,
}: Readonly<Record<'name' | 'table' | 'id' | 'parameters' | 'condition', string>>): string =>
  `create function ${name}(query text, below integer, wanted integer, ${parameters})
  returns setof integer language plpgsql stable as $$
  declare
    top integer; high integer; low integer; block integer; blocks text;
    shift integer := 10; found bigint := 0; given bigint; needed double precision;
  begin
    select coalesce(max(t.${id}), 0) + 1 into top from ${table} as t where t.${id} < below;
    high := top;
    while high > 0 and found < wanted loop
      if shift > 18 then
        low := 0;
        blocks := '';
      else
        block := (high - 1) >> shift;
        low := greatest(block - 1, 0) << shift;
        blocks := format('(''y0%sx%s''|''y0%sx%s'')&', shift, block, shift, block - 1);
      end if;
      return query select s.${id} from ${table} as s
        where s.tokens @@ (blocks || query)::tsquery
          and s.${id} + 0 >= low and s.${id} + 0 < high and ${condition}
        order by s.${id} + 0 desc limit wanted - found;
      get diagnostics given = row_count;
      found := found + given;
      needed := (top - low) * 1.3 * (wanted - found) / greatest(found, 0.3);
      shift := 12;
      while shift <= 18 and (2 << shift) < needed loop
        shift := shift + 2;
      end loop;
      high := low;
    end loop;
  end $$`;

const functions = [
  {
    name: 'vacancy_ids',
    table: 'vacancy_search',
    id: 'vacancy_id',
    parameters: 'today text',
    condition: 's.closes_on >= today',
  },
  {
    name: 'seeker_ids',
    table: 'seeker_search',
    id: 'seeker_id',
    parameters: 'since bigint, before bigint, ends_from text, ends_before text',
    condition: `(since is null or s.registered_at >= since)
      and (before is null or s.registered_at < before)
      and (ends_from is null or s.card_ends_on >= ends_from)
      and (ends_before is null or s.card_ends_on < ends_before)`,
  },
];

export async function up(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  for (const one of functions) await knex.raw(search(one).replaceAll('?', '\\?'));
  await knex.raw('drop function search_windows(integer)');
}

export async function down(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  await knex.raw('drop function vacancy_ids(text, integer, integer, text)');
  await knex.raw('drop function seeker_ids(text, integer, integer, bigint, bigint, text, text)');
  await knex.raw(`create function search_windows(top integer)
    returns table (low integer, high integer, blocks text) language sql immutable as
    $$ select 0, top + 1, '' $$`);
}
