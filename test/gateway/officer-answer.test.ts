import { expect } from 'chai';
import type { Medium } from '../../src/core/message.ts';
import { measureSms } from '../../src/core/sms.ts';
import { replyToMatter } from '../../src/services/matters.ts';
import { onEachDatabase, type Store } from '../helpers/databases.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { addTestOfficer } from '../helpers/matters.ts';

const siti = '+6281234567801';

interface Spoken {
  readonly medium: Medium;
  readonly text: string;
  readonly close?: boolean;
  /** What the person asks, a question when left out. */
  readonly asks?: readonly string[];
}

/** The last message and its buttons. */
function shownLast({ sent }: TestGateway) {
  const { text: said = '', choices = [] } = sent.at(-1) ?? {};
  return { said, buttons: choices.map((choice) => choice.text) };
}

/** What the person gets when an officer answers with these words. */
async function answered(
  store: Store,
  { medium, text, close = false, asks = ['TANYA masih dibuka?'] }: Spoken,
) {
  const gateway: TestGateway = await openTestGateway(store, { medium });
  for (const words of asks) await gateway.say(siti, words);
  const officer = await addTestOfficer(store, 'dewi');
  const number = asks[0]?.startsWith('ADUAN') ? 'A1001' : 'K1001';
  const deed = { officer, now: gateway.now(), text, close };
  await store.transaction((db) => replyToMatter(db, number, deed));
  await gateway.gateway.drain();
  return shownLast(gateway);
}

const typed = '“Masih dibuka” – sampai\u00a030 Nov… syarat: KTP • ijazah ‘SMP’';
const plain = '"Masih dibuka" - sampai 30 Nov... syarat: KTP - ijazah \'SMP\'';

onEachDatabase("an officer's answer", (open) => {
  it('goes by SMS in its alphabet, whatever was pasted into it', async () => {
    const { said } = await answered(await open(), { medium: 'sms', text: typed });
    expect(said).to.include(plain);
    expect(measureSms(said).encoding).to.equal('GSM-7');
  });

  it('goes to a chat as it was written', async () => {
    const { said } = await answered(await open(), { medium: 'whatsapp', text: typed });
    expect(said).to.include(typed);
  });

  const cases: readonly (Spoken & {
    readonly label: string;
    readonly buttons: readonly string[];
  })[] = [
    {
      label: 'asks whether it is clear',
      medium: 'telegram',
      text: 'Ya.',
      buttons: ['K1001 YA', 'K1001 BELUM'],
    },
    {
      label: 'offers nothing that the officer wrote in capitals',
      medium: 'telegram',
      text: 'JANGAN BAYAR. Balas MENU atau STOP',
      buttons: ['K1001 YA', 'K1001 BELUM'],
    },
    {
      label: 'asks whether a complaint is settled',
      medium: 'whatsapp',
      text: 'Sudah dibayar.',
      asks: ['ADUAN upah saya 2 bulan tidak dibayar CV Maju Jaya di Pasirian', 'YA'],
      buttons: ['A1001 PUAS', 'A1001 BELUM'],
    },
    {
      label: 'that closes offers another question',
      medium: 'telegram',
      text: 'Selesai.',
      close: true,
      buttons: ['TANYA'],
    },
    { label: 'has no buttons by SMS', medium: 'sms', text: 'Ya.', buttons: [] },
  ];
  for (const { label, buttons, ...spoken } of cases) {
    it(label, async () => {
      expect((await answered(await open(), spoken)).buttons).to.deep.equal(buttons);
    });
  }

  it('takes a press of its button at any time, and none of the dialogue before it', async () => {
    const store = await open();
    const gateway = await openTestGateway(store, { medium: 'telegram' });
    await gateway.say(siti, 'TANYA masih dibuka?');
    await gateway.say(siti, 'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT');
    const readBack = gateway.sent.at(-1)?.id ?? '';
    const officer = await addTestOfficer(store, 'dewi');
    const deed = { officer, now: gateway.now(), text: 'Ya.' };
    await store.transaction((db) => replyToMatter(db, 'K1001', deed));
    await gateway.gateway.drain();
    const answer = gateway.sent.at(-1)?.id ?? '';
    expect(await gateway.say(siti, 'YA', { pressedOn: readBack })).to.match(
      /^Tombol itu .* 1\) SITI/,
    );
    expect(await gateway.say(siti, 'K1001 YA', { pressedOn: answer })).to.match(
      /^Pertanyaan K1001 selesai/,
    );
  });
});

onEachDatabase('what a person pastes', (open) => {
  it('is read back in the alphabet of SMS', async () => {
    const { say } = await openTestGateway(await open());
    const said = await say(
      siti,
      'ADUAN “upah” saya 2\u00a0bulan – tidak dibayar CV Maju’s di Pasirian…',
    );
    expect(said).to.include('"upah" saya 2 bulan - tidak dibayar');
    expect(measureSms(said ?? '').encoding).to.equal('GSM-7');
  });
});
