import type { Knex } from 'knex';

/*
 * A whole search of PostgreSQL in one way there and back: `vacancy_choice` asks one query after the
 * other (the kecamatan, titles, other words, everywhere) and stops when it has enough. It gives ids
 * and what each row was written as (`indexed`), so that rows which are known need not be read. Each
 * query looks at the newest ids first, as wide as `spans` says, then as wide as what was found says;
 * the blocks of ids that it names overlap by an eighth at most. `vacancy_ids` stays for the processes
 * of before, which go on while one after the other is replaced.
 */

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

/**
 * Plans do not know the query: one made for each query costs more than it finds. Compiling costs more
 * than running it.
 */
const choice = `create function vacancy_choice(
    queries text[], spans integer[], needs_first integer, wanted integer, today text)
  returns table (ids text, versions text, reached text) language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off as $$
  declare
    top integer; high integer; low integer; shift integer; blocks text; step integer := 0;
    query text; span double precision; found integer; part integer[]; part_versions integer[];
    all_ids integer[] := '{}'; all_versions integer[] := '{}'; widths integer[] := '{}';
  begin
    select coalesce(max(t.vacancy_id), 0) + 1 into top from vacancy_search as t;
    foreach query in array queries loop
      step := step + 1;
      high := top;
      span := spans[step];
      found := 0;
      while high > 0 and found < wanted loop
        low := 0;
        blocks := '';
        if span < high and span < 2097152 then
          shift := case when span <= 8192 then 10 when span <= 32768 then 12
            when span <= 131072 then 14 when span <= 524288 then 16 else 18 end;
          low := greatest(((high - span::integer) >> shift), 0) << shift;
        end if;
        if low > 0 then
          select '(' || string_agg('''y0' || shift || 'x' || b || '''', '|') || ')&' into blocks
            from generate_series(low >> shift, (high - 1) >> shift) as b;
        end if;
        select array_agg(f.id), array_agg(f.indexed) into part, part_versions
          from (select s.vacancy_id as id, s.indexed from vacancy_search as s
            where s.tokens @@ (blocks || query)::tsquery
              and s.vacancy_id + 0 >= low and s.vacancy_id + 0 < high and s.closes_on >= today
            order by s.vacancy_id + 0 desc limit wanted - found) as f;
        all_ids := all_ids || part;
        all_versions := all_versions || part_versions;
        found := found + coalesce(cardinality(part), 0);
        high := low;
        span := greatest(2048, (top - low) * 1.2 * (wanted - found) / greatest(found, 0.3));
      end loop;
      widths := widths || case when found < wanted then top else top - all_ids[cardinality(all_ids)] end;
      exit when found >= wanted or (needs_first = 1 and step = 1 and found = 0);
    end loop;
    ids := array_to_string(all_ids, ',');
    versions := array_to_string(all_versions, ',');
    reached := array_to_string(widths, ',');
    return next;
  end $$`;

export async function up(knex: Knex): Promise<void> {
  if (isPostgres(knex)) await knex.raw(choice);
}

export async function down(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  await knex.raw('drop function vacancy_choice(text[], integer[], integer, integer, text)');
}
