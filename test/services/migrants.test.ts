import { expect } from 'chai';
import type { Values } from '../../src/core/json.ts';
import type { ServiceContext } from '../../src/services/action.ts';
import { open as openFamily, tell as tellFamily } from '../../src/services/migrant-family.ts';
import { choose, missing, next } from '../../src/services/migrant-papers.ts';
import { judge, topic } from '../../src/services/migrants.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { saveOfficeSettings } from '../../src/store/offices.ts';
import type { Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { openTestGateway } from '../helpers/gateway.ts';
import { today } from '../helpers/vacancies.ts';

const contact = { id: 1, userId: '+6281234567801', medium: 'sms' } as const;
const contextOf = (db: Store): ServiceContext => ({ db, now: today, office: '35.08', contact });

onEachDatabase('migrants.topic', (open) => {
  const cases = [
    { text: '1', name: 'steps', kata: '' },
    { text: 'LANGKAH', name: 'steps', kata: '' },
    { text: 'carane piye', name: 'steps', kata: 'carane piye' },
    { text: 'dokumen apa saja pak', name: 'papers', kata: 'dokumen apa saja pak' },
    { text: 'syarat izin suami', name: 'papers', kata: 'syarat izin suami' },
    { text: 'tes kesehatan di mana', name: 'papers', kata: 'tes kesehatan di mana' },
    { text: 'berapa biaya ke taiwan', name: 'costs', kata: 'berapa biaya ke taiwan' },
    { text: 'cek PT Contoh Uji', name: 'agency', kata: 'PT Contoh Uji' },
    { text: 'PT Contoh Uji', name: 'agency', kata: 'PT Contoh Uji' },
    { text: '4', name: 'agency', kata: '' },
    { text: 'apa itu p3mi', name: 'agency', kata: '' },
    { text: 'TES', name: 'test', kata: '' },
    { text: 'ID', name: 'card', kata: 'ID' },
    { text: 'rekom paspor', name: 'card', kata: 'rekom paspor' },
    { text: 'keluarga', name: 'family', kata: '' },
    { text: 'suami saya ditahan paspornya', name: 'family', kata: 'suami saya ditahan paspornya' },
    { text: 'adik tidak ada kabar', name: 'family', kata: 'adik tidak ada kabar' },
    { text: 'halo', name: 'none', kata: undefined },
    { text: '8', name: 'none', kata: undefined },
    { text: 'umur 25', name: 'none', kata: undefined },
  ];
  for (const { text, name, kata } of cases) {
    it(`takes ${JSON.stringify(text)} for ${name}`, async () => {
      const found = await topic.run({ topik: text }, contextOf(await open()));
      expect(found.name).to.equal(name);
      expect(found.values['kata']).to.equal(kata);
    });
  }
});

/** Answers of the test by letter: y, t, anything else for not known. */
const of = (answers: string): Values =>
  Object.fromEntries(
    Array.from(answers, (letter, at) => [
      `t${at + 1}`,
      ({ y: 'YA', t: 'TIDAK' } as Record<string, string>)[letter] ?? 'TIDAK TAHU',
    ]),
  );

describe('migrants.judge', () => {
  const cases = [
    { label: 'one sign, all others denied', answers: 'tttttyty', name: 'danger' },
    { label: 'a sign at the first question', answers: 'y', name: 'danger' },
    { label: 'a sign behind what is not known', answers: '??ttttty', name: 'danger' },
    { label: 'the last one a sign', answers: 'ttttttty', name: 'danger' },
    { label: 'one not known', answers: 'ttt?tttt', name: 'careful' },
    { label: 'none', answers: 'tttttttt', name: 'clear' },
    { label: 'nothing answered at all', answers: '', name: 'careful' },
  ];
  for (const { label, answers, name } of cases) {
    it(`says ${name} of ${label}, and keeps no answer`, async () => {
      const verdict = await judge.run(of(answers), {} as ServiceContext);
      expect(verdict.name).to.equal(name);
      for (let at = 1; at <= 8; at += 1) expect(verdict.values[`t${at}`]).to.equal(null);
    });
  }

  it('names each sign', async () => {
    const named = await Promise.all(
      ['1', '2', '3', '4', '5', '6', '7', '8'].map(async (at) =>
        judge.run({ [`t${at}`]: 'YA' }, {} as ServiceContext),
      ),
    );
    expect(new Set(named.map(({ values }) => values['tanda']))).to.have.property('size', 8);
  });
});

onEachDatabase('papers of migrants', (open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    await seedOffices(store);
    const facts = { daftar_id: 'KTP\nKK\nakta lahir' };
    await saveOfficeSettings(store, '35.08', { facts });
  });

  const lists = [
    { jenis: 'ID', name: 'daftar_id' },
    { jenis: '1', name: 'daftar_id' },
    { jenis: 'kartu id cpmi', name: 'daftar_id' },
    { jenis: 'rekom paspor', name: 'daftar_paspor' },
    { jenis: 'PASPOR', name: 'daftar_paspor' },
    { jenis: '2', name: 'daftar_paspor' },
    { jenis: 'daftar_paspor', name: 'daftar_paspor' },
    { jenis: '6', name: undefined },
  ];
  for (const { jenis, name } of lists) {
    it(`takes ${jenis} for ${name ?? 'nothing'}`, async () => {
      const chosen = await choose.run({ jenis }, contextOf(store));
      expect(chosen.values['jenis']).to.equal(name);
    });
  }

  it('lists what the office says, with numbers', async () => {
    const { values } = await choose.run({ jenis: 'ID' }, contextOf(store));
    expect(values['berkas']).to.equal('1) KTP 2) KK 3) akta lahir');
  });

  const ticks = [
    { label: 'all', punya: [1, 2, 3], name: 'complete', kurang: undefined },
    { label: 'one', punya: [2], name: 'missing', kurang: '1) KTP, 3) akta lahir' },
    { label: 'none', punya: 'TIDAK', name: 'missing', kurang: '1) KTP, 2) KK, 3) akta lahir' },
    { label: 'a number that is not there', punya: [1, 4], name: 'unlisted', kurang: undefined },
  ];
  for (const { label, punya, name, kurang } of ticks) {
    it(`says ${name} when somebody has ${label}`, async () => {
      const told = await missing.run({ jenis: 'daftar_id', punya }, contextOf(store));
      expect(told.name).to.equal(name);
      expect(told.values['kurang']).to.equal(kurang);
    });
  }

  it('asks paper by paper and then says what is missing', async () => {
    let values: Values = { jenis: 'daftar_id' };
    const asked: unknown[] = [];
    for (const ada of [true, false, true]) {
      const paper = await next.run(values, contextOf(store));
      asked.push(paper.values['dokumen']);
      values = { jenis: 'daftar_id', ...paper.values, ada };
    }
    expect(asked).to.deep.equal(['KTP', 'KK', 'akta lahir']);
    expect(await next.run(values, contextOf(store))).to.deep.include({ name: 'missing' });
    expect((await next.run(values, contextOf(store))).values['kurang']).to.equal('2) KK');
  });
});

const mattersOf = async (store: Store) =>
  store.sql('matters').select('kind', 'urgent', 'category', 'status').orderBy('id');

onEachDatabase('trouble of family abroad', (open) => {
  it('is an urgent complaint before the first question is answered', async () => {
    const store = await open();
    const { say } = await openTestGateway(store);
    const reply = await say('+6281234567801', 'CPMI KELUARGA');
    expect(reply).to.match(/^Mendesak\? Telepon 0800 1000/);
    expect(await store.sql('alarms').pluck('kind')).to.deep.equal(['family']);
    expect(await mattersOf(store)).to.deep.equal([
      { kind: 'A', urgent: 1, category: 'abroad', status: 'open' },
    ]);
  });

  it('keeps each answer in the thread, and nothing of LEWATI', async () => {
    const store = await open();
    const { say } = await openTestGateway(store);
    await say('+6281234567801', 'CPMI KELUARGA');
    await say('+6281234567801', 'Siti');
    await say('+6281234567801', 'LEWATI');
    await say('+6281234567801', 'gaji belum dibayar');
    expect(await say('+6281234567801', 'LEWATI')).to.match(/Aduan A1001/);
    expect(await store.sql('matter_messages').where({ direction: 'in' })).to.have.length(3);
  });

  it('tells no number to a phone abroad', async () => {
    const store = await open();
    await seedOffices(store);
    const { say } = await openTestGateway(store);
    const replies = [
      await say('+60123456789', 'CPMI KELUARGA'),
      await say('+60123456789', 'di Johor'),
    ];
    expect(replies.join(' ')).not.to.match(/A1\d{3}/);
    expect(await mattersOf(store)).to.have.length(1);
    expect(await store.sql('contacts').whereNotNull('guarded_at')).to.have.length(1);
  });

  it('takes words of danger for the story that it asks for, an open one is not opened twice', async () => {
    const store = await open();
    const { say } = await openTestGateway(store);
    await say('+6281234567801', 'CPMI KELUARGA');
    await say('+6281234567801', 'Siti');
    await say('+6281234567801', 'Malaysia');
    expect(await say('+6281234567801', 'dipukul majikan')).to.match(/^Kapan terakhir ada kabar/);
    expect(await say('+6281234567801', 'BATAL')).to.match(/batalkan/);
    await say('+6281234567801', 'CPMI KELUARGA');
    expect(await mattersOf(store)).to.have.length(1);
    expect(await store.sql('alarms')).to.have.length(1);
  });

  it('hears of danger again when the question is a day old', async () => {
    const store = await open();
    const { say, pass } = await openTestGateway(store);
    await say('+6281234567801', 'CPMI KELUARGA');
    pass(25 * 3_600_000);
    expect(await say('+6281234567801', 'saya dipukul suami')).to.match(/telepon 110/);
  });

  it('adds nothing to the complaint of another', async () => {
    const store = await open();
    const { say } = await openTestGateway(store);
    await say('+6281234567801', 'CPMI KELUARGA');
    const other = { ...contextOf(store), contact: { ...contact, id: 99 } };
    await tellFamily.run({ perkara: 1, perihal: 'Nama', jawaban: 'X' }, other);
    expect(await store.sql('matter_messages').where({ direction: 'in' })).to.have.length(1);
    expect(openFamily.outcomes).to.have.keys('opened', 'abroad');
  });
});
