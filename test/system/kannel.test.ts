import { expect } from 'chai';
import { freePort } from '../helpers/postgres.ts';
import { makePlace } from '../helpers/server.ts';
import { wholeTexts, type FakeSmsc, type SmscMessage } from './fake-smsc.ts';
import { makeModemOffice, untilLast, type ModemOffice } from './modem-office.ts';
import { until } from './office.ts';
import { kannelSecret, prepareKannel, type RealKannel } from './real-kannel.ts';

const questionTaken = /No\. (K\d{4})/;
const numberIn = (text: string): string => questionTaken.exec(text)?.[1] ?? text;

const siti = '+6281234567890';

describe('the real Kannel, with docs/kannel.conf', function () {
  this.timeout(60_000);
  let kannel: RealKannel;
  let office: ModemOffice;
  let smsc: FakeSmsc;

  before(async () => {
    const port = await freePort();
    kannel = await prepareKannel(port);
    office = await makeModemOffice(await makePlace('sqlite'), port, kannel.env);
    await office.start();
    await kannel.startBearerbox();
    await kannel.startSmsbox();
    smsc = await kannel.connect();
  });
  after(async () => {
    await smsc?.close();
    await office?.close();
    await kannel?.close();
  });

  const sentTo = (to: string): readonly string[] => wholeTexts(smsc.messages, to);
  const partsTo = (to: string): readonly SmscMessage[] =>
    smsc.messages.filter((message) => message.to === to);

  /** The next text to a person after the first `known`. */
  const nextTo = (to: string, known: number): Promise<string> => until(() => sentTo(to)[known]);

  /** What is answered to a text. */
  async function say(from: string, text: string): Promise<string> {
    const known = sentTo(from).length;
    smsc.send(from, text);
    return nextTo(from, known);
  }

  it('carries a registration', async () => {
    const asked = await say(siti, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
    expect(asked).to.include('SITI AMINAH').and.include('Balas YA');
    expect(partsTo(siti)[0]).to.include({ from: '6281100000000', coding: 'gsm' });
    expect(await say(siti, 'YA')).to.match(/No\. pra-daftar D\d{4}/);
  });

  it('reads the sender as phones write it', async () => {
    smsc.send('081234567891', 'menu');
    expect(await nextTo('+6281234567891', 0)).to.include('DAFTAR');
  });

  it('carries an answer of an officer in three parts, and tells that it was delivered', async () => {
    const number = numberIn(await say(siti, 'TANYA syarat magang ke jepang apa saja?'));
    const [texts, parts] = [sentTo(siti).length, partsTo(siti).length];
    const text = 'Lulusan SMA, umur 19 sampai 26 th, sehat dan belum menikah saat tes. '.repeat(5);
    await office.answer(number, text);
    expect(await nextTo(siti, texts)).to.include(text.trim());
    const headers = partsTo(siti).slice(parts);
    expect(headers.map(({ udh }) => [...udh.subarray(4)])).to.deep.equal([
      [3, 1],
      [3, 2],
      [3, 3],
    ]);
    expect(await untilLast(office, number, 'delivered')).to.equal(true);
  });

  it('carries what is not GSM-7, both ways', async () => {
    const wati = '+6281234567892';
    smsc.sendUcs2(wati, 'TANYA kapan job fair dibuka? ꦱꦸꦒꦼꦁ 😀');
    const number = numberIn(await nextTo(wati, 0));
    expect((await office.matter(number)).messages[0]?.text).to.include('ꦱꦸꦒꦼꦁ 😀');
    const parts = partsTo(wati).length;
    await office.answer(number, 'Tgl 30 Nov ꦱꦸꦒꦼꦁ 😀');
    expect(await nextTo(wati, 1)).to.include('Tgl 30 Nov ꦱꦸꦒꦼꦁ 😀');
    const codings = partsTo(wati).slice(parts);
    expect(new Set(codings.map(({ coding }) => coding))).to.deep.equal(new Set(['ucs2']));
  });

  it('joins the parts of a long text, in whatever order they come', async () => {
    const rina = '+6281234567893';
    const words = ['TANYA saya lulusan SMK ', 'dan pernah bekerja di garmen, ', 'apa syaratnya?'];
    for (const part of [2, 1, 3]) smsc.sendPart(rina, [77, 3, part], words[part - 1] ?? '');
    const number = numberIn(await nextTo(rina, 0));
    const [asked] = (await office.matter(number)).messages;
    expect(asked?.text).to.equal(words.join('').replace('TANYA ', ''));
    expect(sentTo(rina)).to.have.length(1);
  });

  it('offers again what came while SapaKerja was down: all of it, once', async () => {
    await office.kill();
    const people = [1, 2, 3, 4, 5].map((n) => `+62812345000${n}0`);
    for (const person of people) smsc.send(person, 'MENU');
    await until(async () => (await kannel.spooled()) === 0); // smsbox has tried them all
    await office.start();
    await until(() => people.every((person) => sentTo(person).length > 0));
    expect(people.map((person) => sentTo(person).length)).to.deep.equal([1, 1, 1, 1, 1]);
  });

  it('brings back from its spool what was queued when it was killed, both ways', async () => {
    const [joko, budi] = ['+6281234567894', '+6281234567895'];
    const number = numberIn(await say(joko, 'TANYA kapan pelatihan las dibuka?'));
    await smsc.close(); // the operator's line is gone: what we send waits in Kannel
    await office.answer(number, 'Dibuka 1 Desember.');
    // Only what it has said to have taken: before that its file comes, goes and comes again.
    expect(await untilLast(office, number, 'sent')).to.equal(true);
    await until(async () => (await kannel.spooled()) === 1);
    await kannel.killBearerbox();
    expect(await kannel.spooled()).to.equal(1);
    await kannel.killSmsbox();
    await kannel.startBearerbox();
    smsc = await kannel.connect();
    expect(await nextTo(joko, 0)).to.include('Dibuka 1 Desember.');

    smsc.send(budi, 'MENU'); // no smsbox takes it, nor the two reports of what joko was sent
    await until(async () => (await kannel.spooled()) === 3);
    await smsc.close();
    await kannel.killBearerbox();
    await kannel.startBearerbox();
    await kannel.startSmsbox();
    smsc = await kannel.connect();
    expect(await nextTo(budi, 0)).to.include('DAFTAR');
    expect(await untilLast(office, number, 'delivered')).to.equal(true);
  });

  it("left no secret and nobody's words in any log", async () => {
    const logs = (await kannel.logged()) + office.printed();
    for (const word of [kannelSecret, 'SITI AMINAH', siti.slice(1), 'sandi-uji-kirim']) {
      expect(logs).not.to.include(word);
    }
  });
});
