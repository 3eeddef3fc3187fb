import { nikPlace } from '../../src/store/persons.ts';
import { chanceOf, type Chance } from '../../src/services/chance.ts';
import { fillDemo } from '../../src/services/demo.ts';
import { demoSeeker } from '../../src/services/demo-seekers.ts';
import { toSeekerEntry } from '../../src/services/seeker-tokens.ts';
import { kecamatanIn, regenciesIn } from '../../src/language/areas.ts';
import { keepIndexed } from '../../src/store/seeker-index.ts';
import { tokensOf, type TokenSource } from '../../src/store/vacancy-index.ts';
import type { Db, Store } from '../../src/store/store.ts';

/*
 * Offices of many years, made in seconds: vacancies are invented as `sapakerja demo` does, and then
 * copied within the database; seekers are written many at once.
 */

/** So many vacancies are invented; the rest are copies with other numbers. */
const invented = 5_000;

const now = (): Date => new Date();

async function columnsOf({ sql }: Db, table: string): Promise<readonly string[]> {
  return Object.keys(await sql(table).columnInfo());
}

/** Copies the rows of what was invented, ids and numbers raised by `more`. */
async function copyRows(
  db: Db,
  table: string,
  {
    id,
    first,
    more,
    tokens,
  }: {
    readonly id: string;
    readonly first: number;
    readonly more: number;
    readonly tokens: string;
  },
): Promise<void> {
  const columns = await columnsOf(db, table);
  const copied = columns.map((name) => {
    if (name === id || name === 'number') return `${name} + ${more}`;
    return name === 'tokens' ? tokens : name;
  });
  await db.sql.raw(
    `insert into ${table} (${columns.join(', ')})
     select ${copied.join(', ')} from ${table} where ${id} <= ${first}`,
  );
}

/** On PostgreSQL the blocks of ids are tokens: those of the copy. */
const movedTokens = (more: number): string => `array_to_tsvector(
  array(select t from unnest(tsvector_to_array(tokens)) as t where t not like 'y0%')
  || array[${[10, 12, 14, 16, 18].map((shift) => `'y0${shift}x' || ((vacancy_id + ${more}) >> ${shift})`).join(', ')}])`;

interface IndexedRow extends Omit<TokenSource, 'titleRoots' | 'otherRoots'> {
  readonly id: number;
  readonly titleRoots: string;
  readonly otherRoots: string;
}

const list = (roots: string): string[] => roots.split(' ').filter(Boolean);

/** SQLite's index does not give back what it is of: the tokens of what was invented, made again. */
async function keepTokens({ sql }: Db, first: number): Promise<void> {
  await sql.raw('drop table if exists temp.kept');
  await sql.raw('create table temp.kept (id integer primary key, tokens text not null)');
  const rows: IndexedRow[] = await sql('vacancy_search as s')
    .join('vacancies as v', 'v.id', 's.vacancy_id')
    .select({
      id: 's.vacancy_id',
      kind: 's.kind',
      officeCode: 's.office_code',
      districtCode: 's.district_code',
      level: 's.level',
      scope: 'v.scope',
      disabilityFriendly: 'v.disability_friendly',
      titleRoots: 's.title_roots',
      otherRoots: 's.other_roots',
    })
    .where('s.vacancy_id', '<=', first);
  for (const { id, titleRoots, otherRoots, ...row } of rows) {
    const roots = { titleRoots: list(titleRoots), otherRoots: list(otherRoots) };
    const tokens = tokensOf({ ...row, ...roots }).join(' ');
    await sql.raw('insert into temp.kept values (?, ?)', [id, tokens]);
  }
}

async function copyVacancies(
  db: Db,
  { first, more }: { readonly first: number; readonly more: number },
): Promise<void> {
  await copyRows(db, 'vacancies', { id: 'id', first, more, tokens: '' });
  await copyRows(db, 'vacancy_search', {
    id: 'vacancy_id',
    first,
    more,
    tokens: movedTokens(more),
  });
  if (db.dialect === 'postgres') return;
  await db.sql.raw('insert into vacancy_fts (rowid, tokens) select id + ?, tokens from temp.kept', [
    more,
  ]);
}

const highest = async ({ sql }: Db): Promise<number> => {
  const rows: { top: number | null }[] = await sql('vacancies').max({ top: 'id' });
  return rows[0]?.top ?? 0;
};

/** Statistics as PostgreSQL gathers them by itself within a minute. */
async function settle({ sql, dialect }: Db, tables: readonly string[]): Promise<void> {
  if (dialect === 'postgres') for (const table of tables) await sql.raw(`vacuum analyze ${table}`);
}

/** Fills an office up to so many vacancies, in thousands; what is there is copied. */
export async function fillVacancies(store: Store, count: number): Promise<void> {
  let there = await highest(store);
  if (there === 0) {
    there = Math.min(count, invented);
    await fillDemo(store, { vacancies: there, seekers: 0, seed: 1, now: now() });
  }
  const first = Math.min(there, invented);
  if (count > there && store.dialect === 'sqlite') await keepTokens(store, first);
  for (; there < count; there += first) {
    const more = there;
    await store.transaction((db) => copyVacancies(db, { first, more }));
  }
  await settle(store, ['vacancies', 'vacancy_search']);
}

const syllables = 'ba di ka ma na pu ra sa ti wa yo lu ni su to mi ja ri ha do'.split(' ');

/** Invented words of names, some thousands of them; the earlier ones are the more common. */
function nameWords(chance: Chance): readonly string[] {
  const words = new Set(['SITI', 'MUHAMMAD', 'NUR', 'SRI', 'AGUS', 'DEWI', 'AHMAD', 'WAHYUNI']);
  while (words.size < 20_000) {
    const length = chance.whole(2, 4);
    words.add(
      Array.from({ length }, () => chance.pick(syllables))
        .join('')
        .toUpperCase(),
    );
  }
  return [...words];
}

/** Few names are very common, many are rare (Zipf). */
const commonly = (chance: Chance, words: readonly string[]): string =>
  words[Math.floor(words.length ** chance.next()) - 1] ?? '';

const districts = regenciesIn('35').map((office) => [office, kecamatanIn(office)] as const);

function inventSeeker(chance: Chance, words: readonly string[]) {
  const { person, seeker } = demoSeeker(chance, now());
  const [officeCode, places] = chance.pick(districts);
  const name = [1, 2, 3].slice(chance.whole(0, 1)).map(() => commonly(chance, words));
  return {
    person: { ...person, name: [...new Set(name)].join(' ') },
    seeker: { ...seeker, officeCode, areaCode: chance.pick(places) },
  };
}

type Invented = ReturnType<typeof inventSeeker>;

const start = Date.parse('2024-01-01T00:00:00+07:00');

/** Rows of one seeker; ids are given, as of an empty database. */
function rowsOf({ keys }: Db, id: number, { person, seeker }: Invented) {
  const at = start + id * 10_000;
  const nik_index = keys.index('nik', String(id));
  const nik_sealed = keys.seal('3508105201990000', nikPlace(nik_index));
  const { name, gender, birthDate: birth_date } = person;
  const times = { created_at: at, updated_at: at };
  return {
    person: { id, nik_index, nik_sealed, name, gender, birth_date, ...times },
    seeker: {
      id,
      number: 1000 + id,
      person_id: id,
      office_code: seeker.officeCode,
      education: seeker.education,
      skills: JSON.stringify(seeker.skills),
      area_code: seeker.areaCode,
      status: id % 3 === 0 ? 'verified' : 'registered',
      notice_version: 'demo',
      registered_at: at,
      updated_at: at,
    },
    entry: toSeekerEntry({
      ...seeker,
      id,
      name,
      status: id % 3 === 0 ? 'verified' : 'registered',
      registeredAt: at,
      cardEndsOn: null,
    }),
  };
}

const rowsAStatement = 500;

async function addSeekers(db: Db, first: number, invent: () => Invented): Promise<void> {
  const rows = Array.from({ length: rowsAStatement }, (_, at) => rowsOf(db, first + at, invent()));
  await db.sql('persons').insert(rows.map(({ person }) => person));
  await db.sql('seekers').insert(rows.map(({ seeker }) => seeker));
  const entries = rows.map(({ entry }) => entry);
  const words = [...new Set(entries.flatMap((entry) => entry.words))].toSorted();
  for (let at = 0; at < words.length; at += rowsAStatement) {
    await keepIndexed(db, at === 0 ? entries : [], words.slice(at, at + rowsAStatement));
  }
}

/** Fills a province from so many seekers to so many more, in five hundreds. */
export async function fillSeekers(store: Store, from: number, to: number): Promise<void> {
  const chance = chanceOf(from + 1);
  const words = nameWords(chanceOf(1));
  for (let at = from; at < to; at += rowsAStatement) {
    await store.transaction((db) => addSeekers(db, at + 1, () => inventSeeker(chance, words)));
  }
  await settle(store, ['persons', 'seekers', 'seeker_search']);
}
