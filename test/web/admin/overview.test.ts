import { expect } from 'chai';
import { quantile } from '../../../src/reports/overview.ts';
import { barsOf, columnsOf } from '../../../src/web/admin/charts.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { signIn } from '../../helpers/sign-in.ts';
import { now, openOffice, type Office } from '../open-office.ts';

const day = 86_400_000;

const quantiles: readonly (readonly [
  label: string,
  values: number[],
  share: number,
  is: unknown,
])[] = [
  ['nothing', [], 0.5, null],
  ['one value', [7], 0.9, 7],
  ['the middle of three', [1, 5, 9], 0.5, 5],
  ['the lower middle of four', [1, 2, 3, 4], 0.5, 2],
  ['nine of ten', [1, 2, 3, 4, 5, 6, 7, 8, 9, 100], 0.9, 9],
];

describe('quantile', () => {
  for (const [label, values, share, is] of quantiles) {
    it(label, () => {
      expect(quantile(values, share)).to.equal(is);
    });
  }
});

describe('charts', () => {
  it('are as high as the highest value, and show one beside a thousand', () => {
    const heights = columnsOf([0, 1, 1000].map((value) => ({ label: '', value }))).map(
      ({ height, y }) => [height, y],
    );
    expect(heights).to.deep.equal([
      [0, 100],
      [2, 98],
      [100, 0],
    ]);
  });

  it('stay within their width', () => {
    const values = [
      { label: 'a', value: 3 },
      { label: 'b', value: 9 },
    ];
    expect(barsOf(values).map(({ width }) => width)).to.deep.equal([33.3, 100]);
    expect(barsOf(values, 4).map(({ width }) => width)).to.deep.equal([75, 100]);
    expect(barsOf([{ label: 'a', value: 0 }]).map(({ width }) => width)).to.deep.equal([0]);
  });
});

onEachDatabase('the overview', (open) => {
  let office: Office;

  beforeEach(async () => {
    office = await openOffice({ store: await open() });
    const { sql } = office.store;
    const [contact] = await sql('contacts')
      .insert({ public_id: 'c_asker', created_at: 1 })
      .returning('id');
    const matter = (number: number, more: object) => ({
      kind: 'K',
      number,
      office_code: '35.08',
      contact_id: contact.id,
      status: 'open',
      opened_at: now.getTime(),
      updated_at: now.getTime(),
      urgent: 0,
      reply_by: now.getTime() + day,
      answered_at: null,
      handled_minutes: null,
      ...more,
    });
    const answered = { status: 'answered', answered_at: now.getTime() };
    await sql('matters').insert([
      matter(1001, {}),
      matter(1002, { reply_by: now.getTime() - 1, urgent: 1 }),
      matter(1003, { ...answered, handled_minutes: 30 }),
      matter(1004, { ...answered, handled_minutes: 120, opened_at: now.getTime() - 60 * day }),
      matter(1005, { office_code: '35.09' }),
    ]);
    await office.register();
    const miss = { office_code: '35.08', kind: 'job', day: '2026-11-22' };
    await sql('search_misses').insert([
      { ...miss, words: 'barista' },
      { ...miss, words: 'barista' },
      { ...miss, words: '' },
    ]);
  });
  afterEach(() => office.close());

  it('counts what waits, what is late and how long answers took, of the own office', async () => {
    const html = await (await (await signIn(office)).get('/admin/ringkasan')).text();
    const text = html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    expect(text).to.contain('2 menunggu dijawab 1 bahaya');
    expect(text).to.contain('1 lewat batas');
    expect(text).to.contain('3 pertanyaan hari ini');
    expect(text).to.contain('1 pendaftaran hari ini 1 bulan ini');
    expect(text).to.contain('Sen 23 Nov: 1').and.contain('paling banyak 1 sehari');
    expect(text).to.contain('Separuh dijawab dalam 30 menit');
    expect(text).to.contain('9 dari 10 dalam 2,0 jam');
    expect(text).to.contain('barista 2');
    expect(text).to.contain('3 pencarian tanpa hasil');
    expect(text).to.contain('Belum dapat dihitung');
  });

  it('names nobody and draws without style', async () => {
    const html = await (await (await signIn(office)).get('/admin/ringkasan')).text();
    expect(html).not.to.match(/style=|<script(?! type="module" src="\/admin\/aset)/);
  });
});
