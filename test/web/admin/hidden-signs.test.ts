import { expect } from 'chai';
import { headerReader } from '../../../src/services/table-header.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { reached } from '../../helpers/reached.ts';
import { signIn } from '../../helpers/sign-in.ts';
import { openOffice } from '../open-office.ts';
import { openDeskOffice, siti } from './desk-office.ts';
import { vacancyForm } from './vacancy-form.ts';

/** Signs that turn a text round, hide it, move a cursor or colour a terminal. */
const signs: Readonly<Record<string, string>> = {
  'right to left': '\u202E',
  'an isolate': '\u2067',
  'nothing of any width': '\u200B',
  'a soft hyphen': '\u00AD',
  'a tag': '\u{E0041}',
  'an escape': '\u001B[2J',
  'an escape of one byte': '\u009B31m',
  'a bell': '\u0007',
  'a mark of order': '\uFEFF',
};

const hidden = /\p{Default_Ignorable_Code_Point}|\p{Cf}|(?![\n\r\t])\p{Cc}/u;

onEachDatabase('signs that nobody sees', (open) => {
  it('are in no vacancy that an employer has written', async () => {
    const office = await openOffice({ store: await open() });
    const officer = await signIn(office);
    for (const sign of Object.values(signs)) {
      const texts = { title: `Pen${sign}jahit`, description: `Gaji${sign} 3 jt` };
      const answer = await officer.post('/admin/lowongan/tambah', { ...vacancyForm, ...texts });
      expect(answer.headers.get('location')).to.match(/^\/admin\/lowongan\/L\d+$/);
    }
    const rows: object[] = await office.store.sql('vacancies').select('title', 'description');
    expect(rows).to.have.lengthOf(Object.keys(signs).length);
    expect(
      rows.filter((row) => Object.values(row).some((text) => hidden.test(text))),
    ).to.deep.equal([]);
    expect(await officer.page('/admin/lowongan')).not.to.match(hidden);
    await office.close();
  });

  it('are in no question and no name that an officer reads', async () => {
    const desk = await openDeskOffice(await open());
    const officer = await desk.officer('dewi');
    const sign = Object.values(signs).join('');
    await desk.people.say(siti, `TANYA jam${sign} buka kantor`);
    const unseen = Object.values(signs)
      .filter((one) => one.length < 3) // of an escape something is left to see, which no name holds
      .join('');
    await desk.people.say(
      '+6281234567899',
      `DAFTAR#3508105201990001#SITI${unseen} AMINAH#SMK#JAHIT`,
    );
    await desk.people.say('+6281234567899', 'YA');
    const names: string[] = await desk.web.store.sql('persons').pluck('name');
    expect(names).to.deep.equal(['SITI AMINAH']);
    expect(await officer.page('/admin/antrean')).not.to.match(hidden);
    expect(await officer.page('/admin/perkara/K1001')).not.to.match(hidden);
    await desk.close();
  });
});

describe('signs that nobody sees, in a table of somebody else', () => {
  const read = headerReader({ title: 'judul' }, ['title']);

  for (const [label, sign] of Object.entries(signs)) {
    it(`are not told of its headers: ${label}`, () => {
      const { unknown } = read(['judul', `Cata${sign}tan`, `${sign}\r\n${'x'.repeat(5_000)}`]);
      expect(unknown.join(' ')).not.to.match(hidden);
      expect(unknown.join(' ').length).to.be.lessThan(200);
    });
  }

  after(() => reached('no-hidden-signs', { signs: Object.keys(signs).length, shown: 0 }));
});
