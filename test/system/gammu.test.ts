import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { Dialect } from '../helpers/databases.ts';
import { freePort } from '../helpers/postgres.ts';
import { makePlace, type Place } from '../helpers/server.ts';
import { until } from '../helpers/until.ts';
import { makeModemOffice, untilLast, type ModemOffice } from './modem-office.ts';
import { prepareGammu, type RealGammu } from './real-gammu.ts';

const run = promisify(execFile);
const missedCall = fileURLToPath(new URL('../../../docs/gammu-missed-call.sh', import.meta.url));

const questionTaken = /No\. (K\d{4})/;
const numberIn = (text: string): string => questionTaken.exec(text)?.[1] ?? text;
const siti = '+6281234567890';

const kinds: readonly { readonly dialect: Dialect; readonly over: string }[] = [
  { dialect: 'postgres', over: "the office's own PostgreSQL" },
  { dialect: 'sqlite', over: 'a file of SMSD' },
];

for (const { dialect, over } of kinds) {
  describe(`the real gammu-smsd, with docs/gammu-smsdrc, over ${over}`, function () {
    this.timeout(60_000);
    let place: Place;
    let gammu: RealGammu;
    let office: ModemOffice;

    before(async () => {
      place = await makePlace(dialect);
      gammu = await prepareGammu(place);
      await gammu.start();
      office = await makeModemOffice(place, await freePort(), gammu.env);
      await office.start();
    });
    after(async () => {
      await gammu?.close();
      await office?.close();
    });

    /** The next text to a person after the first `known`. */
    const nextTo = (to: string, known: number): Promise<string> =>
      until(async () => (await gammu.sentTo(to))[known]);

    async function say(from: string, ...parts: readonly string[]): Promise<string> {
      const known = (await gammu.sentTo(from)).length;
      await gammu.send(from, ...parts);
      return nextTo(from, known);
    }

    it('carries a registration', async () => {
      const asked = await say(siti, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
      expect(asked).to.include('SITI AMINAH').and.include('Balas YA');
      expect(await say(siti, 'YA')).to.match(/No\. pra-daftar D\d{4}/);
    });

    it('carries a long question, and an answer of an officer in three parts to its delivery', async () => {
      const parts = ['TANYA saya lulusan SMK dan ingin magang ', 'ke jepang, apa syaratnya? 😀'];
      const number = numberIn(await say(siti, ...parts));
      const [asked] = (await office.matter(number)).messages;
      expect(asked?.text).to.equal(parts.join('').replace('TANYA ', ''));
      const known = (await gammu.sentTo(siti)).length;
      const text = 'Lulusan SMA, umur 19 sampai 26 th, sehat dan belum menikah saat tes. '.repeat(
        5,
      );
      await office.answer(number, text);
      expect(await nextTo(siti, known)).to.include(text.trim());
      const rows: { UDH: string }[] = await gammu
        .sql('sentitems')
        .where('DestinationNumber', siti)
        .orderBy(['ID', 'SequencePosition']);
      expect(rows.slice(-3).map(({ UDH }) => UDH.slice(-4))).to.deep.equal([
        '0301',
        '0302',
        '0303',
      ]);
      // The dummy phone gives all its messages one reference: SMSD takes the oldest first.
      for (const _ of await gammu.sentTo(siti)) await gammu.deliver(siti);
      expect(await untilLast(office, number, 'delivered')).to.equal(true);
    });

    it('carries what is not GSM-7', async () => {
      const wati = '+6281234567892';
      const number = numberIn(await say(wati, 'TANYA kapan job fair dibuka? ꦱꦸꦒꦼꦁ'));
      await office.answer(number, 'Tgl 30 Nov ꦱꦸꦒꦼꦁ 😀');
      expect(await nextTo(wati, 1)).to.include('Tgl 30 Nov ꦱꦸꦒꦼꦁ 😀');
      const codings = await gammu.sql('sentitems').where('DestinationNumber', wati).pluck('Coding');
      expect(codings.at(-1)).to.equal('Unicode_No_Compression');
    });

    it('takes what came while SapaKerja was down: all of it, once', async () => {
      await office.stop();
      const people = [1, 2, 3].map((n) => `+62812345000${n}0`);
      for (const person of people) await gammu.send(person, 'MENU');
      await until(async () => (await gammu.untaken()) === people.length);
      await office.start();
      for (const person of people) expect(await nextTo(person, 0)).to.include('DAFTAR');
      for (const person of people) expect(await gammu.sentTo(person)).to.have.length(1);
    });

    it('sends once what was being handed over when SapaKerja was killed', async () => {
      const joko = '+6281234567894';
      await office.stop();
      await office.start({ KILL_AT: 'send.called' });
      await gammu.send(joko, 'MENU');
      await office.ended();
      await office.endLeases();
      await office.start();
      expect(await nextTo(joko, 0)).to.include('DAFTAR');
      await until(async () => (await office.unsent()) === 0);
      expect(await gammu.sentTo(joko)).to.have.length(1);
    });

    it("left nobody's words in any log", async () => {
      const logs = (await gammu.logged()) + office.printed();
      for (const word of ['SITI AMINAH', 'pra-daftar', 'job fair']) {
        expect(logs).not.to.include(word);
      }
    });

    it('answers a missed call with the menu, once an hour', async () => {
      const rina = '+6281234567893';
      const settings = join(place.folder, 'panggilan.conf');
      await writeFile(settings, `${gammu.callSettings}PHONE_ID=modem1\n`);
      const env = { PATH: process.env['PATH'], GAMMU_MISSED_CALL_CONF: settings };
      for (const caller of [rina, rina, 'Unknown', "+62812'; drop table inbox; --"]) {
        await run('sh', [missedCall, caller], { env });
      }
      expect(await nextTo(rina, 0)).to.include('DAFTAR');
      expect(await gammu.sql('inbox').where('SMSCNumber', 'panggilan')).to.have.length(1);
    });
  });
}
