import type { Knex } from 'knex';

/*
 * A GIN index goes through one full-text query by its rarest words, in the order of the table, and
 * asks of each row that has them whether it has the rest: most of the work is for rows of other
 * offices, or far below the newest. Of several conditions it goes through the lists of all at once,
 * and from each leaps to where the others are. So each group of tokens is a condition of its own:
 * three times faster (measured at 100,000 vacancies: a common word in one office 1.0 ms, then 0.33).
 * A query has
 * five groups at most, its last ones joined. In place of a missing group stands the first once more:
 * the index reads each list once. The first should be rare, for its rows are gone through.
 */

const isPostgres = (knex: Knex): boolean => knex.client.config.client === 'pg';

/** The groups of a query, as conditions on the column `tokens`. */
const conditions = ['blocks', 'groups[1]', 'groups[2]', 'groups[3]', 'groups[4]', 'groups[5]']
  .map((group) => `s.tokens @@ ${group}::tsquery`)
  .join('\n              and ');

const split = `
  create function search_groups(query text) returns text[] language sql immutable as $$
    select array[p[1], coalesce(p[2], p[1]), coalesce(p[3], p[1]), coalesce(p[4], p[1]),
      coalesce(nullif(array_to_string(p[5:], ' & '), ''), p[1])]
    from string_to_array(query, ' & ') as p $$`;

/**
 * One query after the other, of several stages: the next stage is only asked when those before have
 * found nothing, so that "elsewhere, then" needs no way of its own. Besides what `vacancy_choice` gave,
 * how many each query has found, or -1 when it was not asked. That one stays for the processes of
 * before, which go on while one after the other is replaced.
 */
const find = `create function vacancy_find(
    queries text[], spans integer[], stages integer[], needs_first integer, wanted integer, today text)
  returns table (ids text, versions text, reached text, counts text) language plpgsql stable
  set plan_cache_mode = force_generic_plan set jit = off as $$
  declare
    top integer; high integer; low integer; shift integer; blocks text; step integer := 0;
    query text; groups text[]; span double precision; found integer; stage integer := 0;
    part integer[]; part_versions integer[]; all_ids integer[] := '{}';
    all_versions integer[] := '{}'; widths integer[] := '{}'; numbers integer[] := '{}';
  begin
    select coalesce(max(t.vacancy_id), 0) + 1 into top from vacancy_search as t;
    foreach query in array queries loop
      step := step + 1;
      exit when cardinality(all_ids) > 0 and stages[step] > stage;
      if needs_first = 1 and step > 1 and numbers[1] = 0 and stages[step] = stages[1] then
        widths := widths || spans[step];
        numbers := numbers || -1;
        continue;
      end if;
      stage := stages[step];
      groups := search_groups(query);
      high := top;
      span := spans[step];
      found := 0;
      while high > 0 and found < wanted loop
        low := 0;
        blocks := groups[1];
        if span < high and span < 2097152 then
          shift := case when span <= 16384 then 10 when span <= 65536 then 12
            when span <= 262144 then 14 when span <= 1048576 then 16 else 18 end;
          low := greatest(((high - span::integer) >> shift), 0) << shift;
        end if;
        if low > 0 then
          select string_agg('''y0' || shift || 'x' || b || '''', '|') into blocks
            from generate_series(low >> shift, (high - 1) >> shift) as b;
        end if;
        select array_agg(f.id), array_agg(f.indexed) into part, part_versions
          from (select s.vacancy_id as id, s.indexed from vacancy_search as s
            where ${conditions}
              and s.vacancy_id + 0 >= low and s.vacancy_id + 0 < high and s.closes_on >= today
            order by s.vacancy_id + 0 desc limit wanted - found) as f;
        all_ids := all_ids || part;
        all_versions := all_versions || part_versions;
        found := found + coalesce(cardinality(part), 0);
        high := low;
        span := greatest(2048, (top - low) * 1.2 * (wanted - found) / greatest(found, 0.3));
      end loop;
      numbers := numbers || found;
      widths := widths || case when found < wanted then top else top - all_ids[cardinality(all_ids)] end;
      exit when found >= wanted;
    end loop;
    ids := array_to_string(all_ids, ',');
    versions := array_to_string(all_versions, ',');
    reached := array_to_string(widths, ',');
    counts := array_to_string(numbers, ',');
    return next;
  end $$`;

export async function up(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  await knex.raw(split);
  await knex.raw(find);
}

export async function down(knex: Knex): Promise<void> {
  if (!isPostgres(knex)) return;
  await knex.raw(
    'drop function vacancy_find(text[], integer[], integer[], integer, integer, text)',
  );
  await knex.raw('drop function search_groups(text)');
}
