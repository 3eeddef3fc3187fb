import { expect } from 'chai';
import * as fc from 'fast-check';
import { chanceOf, type Chance } from '../../src/services/chance.ts';
import { fillDemo } from '../../src/services/demo.ts';
import { trades } from '../../src/services/demo-words.ts';
import { searchVacancies } from '../../src/services/vacancy-search.ts';
import { readWish } from '../../src/services/wish.ts';
import {
  chooseIds,
  type CandidateQuery,
  type SearchArea,
} from '../../src/store/candidate-choice.ts';
import { migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/store.ts';
import { freshPostgres, testKeys, type Store } from '../helpers/databases.ts';
import { today } from '../helpers/vacancies.ts';

const office = '35.08';
const places =
  'Pasirian,Tempeh,Klakah,Lumajang,Senduro,Selok Awar Awar,Batam,Surabaya,Taiwan'.split(',');
const schools = ['', '', 'SD', 'SMP', 'lulusan SMK', 'S1'];
const around = ['', '', 'pak ada lowongan', 'cari kerja', 'golek gawean'];

/** A word as it is mistyped: a letter left out, doubled, another, or two swapped. */
function mistype(chance: Chance, word: string): string {
  if (word.length < 5) return word;
  const at = chance.whole(1, word.length - 2);
  const [left, letter, right] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
  return chance.pick([
    left + right,
    left + letter + letter + right,
    `${left}x${right}`,
    left + right.charAt(0) + letter + right.slice(1),
  ]);
}

function question(chance: Chance): string {
  const words = chance.pick(trades).title.split(' ');
  const some = chance.next() < 0.5 ? [chance.pick(words)] : words;
  const typed = chance.next() < 0.4 ? some.map((word) => mistype(chance, word)) : some;
  const place = chance.next() < 0.5 ? chance.pick(places) : '';
  const parts = [chance.pick(around), typed.join(' '), place, chance.pick(schools)];
  return parts.filter((part) => part !== '').join(' ');
}

interface Asked {
  readonly text: string;
  readonly kind: 'job' | 'apprenticeship';
  readonly everything: boolean;
}

async function answer(db: Store, { text, kind, everything }: Asked): Promise<unknown> {
  const asked = { words: text, place: null, education: null, kind, everything };
  const result = await searchVacancies(db, { wanted: readWish(asked, office), office, now: today });
  return result.kind === 'found' ? result.vacancies.map(({ number }) => number) : result;
}

/** The same without the index: every row is looked at. */
async function byColumns(
  { sql }: Store,
  query: CandidateQuery & { readonly today: string },
): Promise<readonly number[]> {
  const { area, level, scope, disability, groups } = query;
  const rows: { id: number; roots: string }[] = await sql('vacancy_search as s')
    .join('vacancies as v', 'v.id', 's.vacancy_id')
    .select('v.id', sql.raw('s.title_roots || s.other_roots as roots'))
    .where({ 's.kind': query.kind })
    .where('s.closes_on', '>=', query.today)
    .where({
      ...(area.within === 'office' && { 's.office_code': area.code }),
      ...(area.within === 'district' && { 's.district_code': area.code }),
      ...(scope !== undefined && { 'v.scope': scope }),
      ...(disability && { 'v.disability_friendly': 1 }),
    })
    .where('s.level', '<=', level ?? 9)
    .orderBy('v.id', 'desc');
  const hasAll = (roots: string): boolean =>
    groups.every((group) => group.some((root) => roots.includes(` ${root} `)));
  return rows.filter(({ roots }) => hasAll(roots)).map(({ id }) => id);
}

describe('searchVacancies on both databases', () => {
  let sqlite: Store;
  let postgres: Store;
  let drop: () => Promise<void>;

  before(async function () {
    this.timeout(120_000);
    sqlite = await openStore({ file: ':memory:' }, testKeys);
    await migrate(sqlite);
    const database = await freshPostgres();
    drop = database.drop;
    postgres = await openStore({ url: database.url }, testKeys);
    const request = { vacancies: 3_000, seekers: 0, seed: 11, now: today };
    for (const store of [sqlite, postgres]) await fillDemo(store, request);
  });

  after(async () => {
    await sqlite.close();
    await postgres.close();
    await drop();
  });

  it('finds the same in the same order for 200 questions, mistyped ones among them', async function () {
    this.timeout(120_000);
    const chance = chanceOf(2026);
    let found = 0;
    for (let count = 0; count < 200; count += 1) {
      const kind = chance.next() < 0.15 ? ('apprenticeship' as const) : ('job' as const);
      const asked: Asked = { text: question(chance), kind, everything: chance.next() < 0.15 };
      const [one, other] = [await answer(sqlite, asked), await answer(postgres, asked)];
      expect(one, asked.text).to.deep.equal(other);
      if (Array.isArray(one)) found += 1;
    }
    expect(found).to.be.above(120);
  });

  it('finds the same by any filters, and all that fit by them and nothing else', async function () {
    this.timeout(120_000);
    const shared = { kind: 'job', titleOnly: false, today: '2026-11-23' } as const;
    const find = async (store: Store, query: CandidateQuery): Promise<readonly number[]> => {
      const choice = { queries: [query], needsFirst: false, today: shared.today, limit: 5_000 };
      return (await chooseIds(store, choice)).here.map(({ id }) => id);
    };
    const filters = fc.record({
      groups: fc.subarray([['operator'], ['jahit', 'sopir'], ['kerja', 'upah', 'lembur']]),
      area: fc.constantFrom<SearchArea>(
        { within: 'all' },
        { within: 'office', code: '35.08' },
        { within: 'district', code: '35.08.04' },
      ),
      level: fc.constantFrom(null, 0, 2, 4, 9),
      scope: fc.constantFrom(undefined, 'AKL', 'AKAD', 'AKAN'),
      disability: fc.boolean(),
    });
    const check = fc.asyncProperty(filters, async (filter) => {
      const query = { ...shared, ...filter };
      const [one, other] = [await find(sqlite, query), await find(postgres, query)];
      expect(one).to.deep.equal(other);
      expect(one).to.deep.equal(await byColumns(sqlite, query));
    });
    await fc.assert(check, { numRuns: 60 });
  });

  const byWords = { kind: 'job', level: null, area: { within: 'all' } } as const;
  const groups = [['operator', 'lembur']];
  const inTitles = { ...byWords, groups, titleOnly: true };
  const anywhere = { ...byWords, groups, titleOnly: false };

  it('puts titles first when more are found than the last time', async () => {
    for (const store of [sqlite, postgres]) {
      const choose = async (queries: readonly CandidateQuery[], limit: number) => {
        const choice = { queries, needsFirst: false, today: '2026-11-23', limit };
        return (await chooseIds(store, choice)).here.map(({ id }) => id);
      };
      const titles = await choose([inTitles], 5_000);
      const all = await choose([anywhere], 5_000); // now all are known to be few
      expect(all.length).to.be.above(titles.length);
      const first = [...titles, ...all.filter((id) => !titles.includes(id))];
      for (const limit of [titles.length - 1, titles.length + 1, 5_000]) {
        const chosen = await choose([inTitles, anywhere], limit);
        expect(chosen).to.have.members(first.slice(0, limit));
      }
    }
  });

  it('counts what is elsewhere only when there is nothing here', async () => {
    const nowhere = { ...anywhere, area: { within: 'district', code: '99.99.99' } } as const;
    for (const store of [sqlite, postgres]) {
      const choose = (queries: readonly CandidateQuery[], needsFirst: boolean) =>
        chooseIds(store, {
          queries,
          needsFirst,
          elsewhere: anywhere,
          today: '2026-11-23',
          limit: 7,
        });
      const missed = await choose([nowhere, anywhere], true);
      expect(missed).to.deep.equal({ here: [], elsewhere: 7 });
      const found = await choose([nowhere, anywhere], false);
      expect([found.here.length, found.elsewhere]).to.deep.equal([7, 0]);
    }
  });

  for (const text of ['semua', 'pasirian', 'operator', 'taiwan', 'batam']) {
    it(`finds the same for ${text}`, async () => {
      const asked: Asked = { text, kind: 'job', everything: false };
      expect(await answer(sqlite, asked)).to.deep.equal(await answer(postgres, asked));
    });
  }
});
