import { expect } from 'chai';
import { seedOffices } from '../../src/services/offices.ts';
import { searchNames } from '../../src/services/person-names.ts';
import { indexAllSeekers, indexNewSeekers } from '../../src/services/seeker-index.ts';
import { seekersById } from '../../src/store/registered-seekers.ts';
import type { Store } from '../../src/store/store.ts';
import { register } from '../helpers/counter.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const names = [
  'SITI AMINAH',
  'Djoko Soesilo',
  'Moh. Fathurrohman',
  'MUHTAR EFENDI',
  "Nur 'Aini",
  'Bambang',
  'SITI FATIMAH AZ-ZAHRA',
  'Ahmad Syaiful Anwar',
];

onEachDatabase('searchNames', (open) => {
  let store: Store;

  before(async () => {
    store = await open();
    await seedOffices(store);
    for (const nama of names) await register(store, { nama });
    await register(store, { nama: 'SITI AMINAH JEMBER', office: '35.09' });
    await indexAllSeekers(store);
  });

  async function found(text: string, office: string | undefined = '35.08') {
    const ids = await searchNames(store, text, { office });
    if (ids === undefined) return undefined;
    return (await seekersById(store, ids)).map(({ name }) => name).toSorted();
  }

  const cases = [
    { label: 'a whole name', text: 'siti aminah', expected: ['SITI AMINAH'] },
    { label: 'words in any order', text: 'AMINAH siti', expected: ['SITI AMINAH'] },
    { label: 'the second word', text: 'susilo', expected: ['Djoko Soesilo'] },
    { label: 'the new spelling of an old name', text: 'joko', expected: ['Djoko Soesilo'] },
    { label: 'beginnings', text: 'sit fat', expected: ['SITI FATIMAH AZ-ZAHRA'] },
    { label: 'a shortened name', text: 'muhammad', expected: ['Moh. Fathurrohman'] },
    {
      label: 'a beginning that is also a shortened name',
      text: 'muh',
      expected: ['MUHTAR EFENDI', 'Moh. Fathurrohman'],
    },
    { label: 'a name with an apostrophe', text: 'aini', expected: ["Nur 'Aini"] },
    { label: 'a title before it', text: 'Bpk. Bambang', expected: ['Bambang'] },
    { label: 'a letter too many', text: 'bammbanng', expected: ['Bambang'] },
    { label: 'two letters swapped', text: 'siti amniah', expected: ['SITI AMINAH'] },
    { label: 'another letter', text: 'efondi', expected: ['MUHTAR EFENDI'] },
    { label: 'nobody', text: 'sukarno', expected: [] },
    {
      label: 'a wildcard',
      text: '%a%',
      expected: ['Ahmad Syaiful Anwar', "Nur 'Aini", 'SITI AMINAH', 'SITI FATIMAH AZ-ZAHRA'],
    },
    { label: 'digits', text: '12345', expected: undefined },
    { label: 'a statement', text: "'; drop table persons; --", expected: [] },
  ];
  for (const { label, text, expected } of cases) {
    it(`finds by ${label}`, async () => {
      expect(await found(text)).to.deep.equal(expected?.toSorted());
    });
  }

  it('finds in one office or in all', async () => {
    expect(await found('aminah', '35.09')).to.deep.equal(['SITI AMINAH JEMBER']);
    const all = await seekersById(store, (await searchNames(store, 'aminah', {})) ?? []);
    expect(all).to.have.length(2);
  });

  it('finds who registered since, once it was looked at', async () => {
    await register(store, { nama: 'ZULAIKHA' });
    expect(await found('zulaikha')).to.deep.equal([]);
    await indexNewSeekers(store);
    expect(await found('zulaikha')).to.deep.equal(['ZULAIKHA']);
  });

  const narrowed = [
    { label: 'a schooling', filter: { education: 'SMK' }, there: true },
    { label: 'another schooling', filter: { education: 'S1' }, there: false },
    { label: 'the kecamatan', filter: { area: '35.08.10' }, there: true },
    { label: 'another kecamatan', filter: { area: '35.08.04' }, there: false },
    { label: 'a skill', filter: { skills: 'menjahit' }, there: true },
    { label: 'another skill', filter: { skills: 'las' }, there: false },
    { label: 'both', filter: { education: 'SMK', area: '35.08.10', skills: 'jahit' }, there: true },
  ];
  for (const { label, filter, there } of narrowed) {
    it(`narrows to ${label}`, async () => {
      const ids = await searchNames(store, 'bambang', { office: '35.08', ...filter });
      expect(ids).to.have.length(there ? 1 : 0);
    });
  }

  it('puts the very words before beginnings, each the newest first', async () => {
    const ids = (await searchNames(store, 'siti', { office: '35.08' })) ?? [];
    await register(store, { nama: 'SITINAH' });
    await indexNewSeekers(store);
    const [last, ...first] = (
      (await searchNames(store, 'siti', { office: '35.08' })) ?? []
    ).toReversed();
    expect(first.toReversed()).to.deep.equal(ids.toSorted((a, b) => b - a));
    expect(last).to.be.above(Math.max(...ids));
  });
});
