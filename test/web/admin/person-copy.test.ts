import { expect } from 'chai';
import { noteGuidance } from '../../../src/services/seeker-guidance.ts';
import { saveProfile } from '../../../src/services/seeker-profile.ts';
import { addClerk } from '../../helpers/counter.ts';
import { onEachDatabase, type Store } from '../../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../../helpers/gateway.ts';
import { reached } from '../../helpers/reached.ts';
import { signIn, type Browser } from '../../helpers/sign-in.ts';
import { fillVacancies } from '../../helpers/vacancies.ts';
import { openOffice, type Office } from '../open-office.ts';

const siti = '+6281234567801';
const ani = '+6281234567803';
const shared = '+6281234567804';
const nik = '3508105201990001';
const path = '/admin/pencari-kerja/D1001';

interface Copy {
  readonly about: string;
  readonly parts: readonly {
    readonly title: string;
    readonly lines: readonly { readonly label: string; readonly value: string }[];
  }[];
}

const linesOf = ({ parts }: Copy, title: string): readonly string[] =>
  (parts.find((part) => part.title === title)?.lines ?? []).map(
    ({ label, value }) => `${label}: ${value}`,
  );

onEachDatabase('the copy of all that is stored of a person', (open) => {
  let store: Store;
  let people: TestGateway;
  let office: Office;
  let boss: Browser;

  async function fillCounter(officerId: number): Promise<void> {
    const deed = { officerId, now: people.now() };
    const form = { address: 'Jl. Semeru 7', disability: 'netra', religion: 'islam' };
    await store.transaction((db) => saveProfile(db, 1001, form, deed));
    const note = { text: 'cocok di garmen', heldOn: '2026-11-23' };
    await store.transaction((db) => noteGuidance(db, 1001, note, deed));
  }

  before(async () => {
    store = await open();
    people = await openTestGateway(store);
    await fillVacancies(store, [{ title: 'Tukang las' }]);
    const say = async (from: string, ...texts: readonly string[]): Promise<void> => {
      for (const text of texts) await people.say(from, text);
    };
    await say(siti, `DAFTAR#${nik}#SITI AMINAH#SMK#JAHIT`, 'YA');
    await say(siti, 'TANYA ijazah saya terbakar bagaimana', 'MENU');
    await say(siti, 'KABARI JAHIT PASIRIAN', 'ya boleh', 'MINAT L1001', 'YA');
    await say(ani, 'DAFTAR#3508105201990003#ANI LESTARI#SMP#MASAK', 'YA');
    await say(ani, 'TOLONG saya disekap majikan dan dipukuli');
    await say(shared, 'DAFTAR#3508105201990004#DEWI SARTIKA#SMP#MASAK', 'YA');
    await say(shared, 'DAFTAR#3508104101700005#SLAMET RIYADI#SD#TANI', 'YA');
    await say(shared, 'TANYA utang saya banyak sekali');
    await fillCounter(await addClerk(store));
    office = await openOffice({ store });
    boss = await signIn(office, { role: 'supervisor' });
  });
  after(() => office.close());

  async function copyOf(number: string): Promise<Copy> {
    const answer = await boss.post(`/admin/pencari-kerja/${number}/salinan`, { jenis: 'json' });
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-disposition')).to.contain(`data-${number}.json`);
    expect(answer.headers.get('cache-control')).to.equal('no-store');
    return (await answer.json()) as Copy;
  }

  it('holds all kinds of data, opened', async () => {
    const copy = await copyOf('D1001');
    const all = JSON.stringify(copy);
    for (const one of [nik, 'SITI AMINAH', 'Jl. Semeru 7', 'netra', 'cocok di garmen', siti])
      expect(all, one).to.contain(one);
    expect(linesOf(copy, 'Pertanyaan dan aduan').join('\n')).to.contain('ijazah saya terbakar');
    expect(linesOf(copy, 'Lamaran (MINAT)').join('\n')).to.contain('Tukang las');
    expect(linesOf(copy, 'Kabar lowongan (KABARI)').join('\n')).to.contain('JAHIT PASIRIAN');
    expect(linesOf(copy, 'Pesan yang masih tersimpan').length).to.be.above(15);
    const [told] = linesOf(copy, 'Pemberitahuan penggunaan data').slice(1);
    expect(told).to.match(/^Isinya: Data Anda \(NIK, nama, .* Dinas Tenaga Kerja Kab\. Lumajang /);
    const consents = linesOf(copy, 'Izin');
    expect(consents).to.have.length(2);
    expect(consents[0]).to.match(
      /^Data untuk perusahaan: Boleh nama SITI AMINAH .* \(versi 2026-11, SMS, diberikan 23-11-2026 08\.\d\d, jawaban: YA\)$/,
    );
    expect(consents[1]).to.contain('jawaban: ya boleh').and.contain('versi 2026-11b');
    reached('own-data-copy', { 'kinds of data': copy.parts.length });
  });

  it('tells nothing of others on the phone, nor of danger', async () => {
    const ofShared = JSON.stringify(await copyOf('D1003'));
    expect(ofShared).to.contain('DEWI SARTIKA');
    for (const one of ['SLAMET', 'utang']) expect(ofShared, one).not.to.contain(one);
    const ofAni = JSON.stringify(await copyOf('D1002'));
    expect(ofAni).to.contain('ANI LESTARI');
    for (const one of ['disekap', 'dipukul']) expect(ofAni, one).not.to.contain(one);
    for (const copy of [ofShared, ofAni]) expect(copy).to.contain('Yang tidak ada di sini');
  });

  it('can be printed', async () => {
    const answer = await boss.post(`${path}/salinan`, { jenis: 'pdf' });
    expect(answer.headers.get('content-type')).to.equal('application/pdf');
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).to.equal('%PDF-');
  });

  it('is noted in the trail each time, without what it says', async () => {
    const lines = await store.sql('audit').where({ action: 'seeker.copy', subject: 'D1001' });
    expect(lines.map(({ detail }) => detail)).to.deep.equal([
      '{"format":"json"}',
      '{"format":"pdf"}',
    ]);
  });

  it('is not made for an officer without the right, nor offered', async () => {
    const dewi = await signIn(office, { role: 'officer' });
    expect(await dewi.page(path)).not.to.contain('Salinan lengkap');
    expect((await dewi.post(`${path}/salinan`, { jenis: 'json' })).status).to.equal(403);
  });

  it('shows on the page what was agreed to, when, how, and in which words', async () => {
    const page = await boss.page(path);
    expect(page).to.contain('Izin dan pemberitahuan').and.contain('Salinan lengkap');
    expect(page).to.contain('Boleh nama SITI AMINAH').and.contain('lewat SMS, versi 2026-11');
    expect(page).to.contain('Jawabannya: <bdi dir="auto">ya boleh</bdi>');
    expect(page).to.contain('Pemberitahuan data versi 2026-11');
    await people.say(siti, 'STOP');
    expect(await boss.page(path)).to.contain('dicabut ');
  });

  it('keeps the words that were said when the office changes them', async () => {
    const settings = JSON.stringify({ facts: { versi_pemberitahuan: '2027-01' } });
    await store.sql('offices').where({ code: '35.08' }).update({ settings });
    await people.say('+6281234567809', 'DAFTAR#3508105201990009#RINA WATI#SMP#MASAK');
    await people.say('+6281234567809', 'YA');
    const kept = await store.sql('notices').orderBy('first_at').pluck('version');
    expect(kept).to.deep.equal(['2026-11', '2027-01']);
    expect(await boss.page(path)).to.contain('Pemberitahuan data versi 2026-11');
    expect(await boss.page('/admin/pencari-kerja/D1005')).to.contain('versi 2027-01');
  });
});
