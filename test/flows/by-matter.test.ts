import { expect } from 'chai';
import { advance } from '../../src/flows/engine.ts';
import { interpret } from '../../src/flows/interpret.ts';
import type { Conversation, FlowEvent, TalkedMatter, TurnContext } from '../../src/flows/types.ts';
import { facts, ownBook } from './talk.ts';

const book = ownBook();
const asksAt = Date.parse('2026-11-23T01:00:00Z');
const context: TurnContext = {
  now: new Date(asksAt),
  medium: 'sms',
  facts,
  office: '35.08',
};

/** The conversation at the first question of a flow. */
function asked(flow: string | undefined): Conversation | null {
  if (flow === undefined) return null;
  return advance(book, null, { kind: 'start', flow, text: '' }, context).conversation;
}

const minute = 60_000;

const answered = (at: number, number = 'K1311'): TalkedMatter => ({
  number,
  kind: number.startsWith('A') ? 'A' : 'K',
  status: 'answered',
  activeAt: asksAt + at,
  answeredAt: asksAt + at,
  urgent: false,
  untold: false,
});
const before = answered(-minute);
const after = answered(minute);
const open: TalkedMatter = { ...before, status: 'open', answeredAt: null };
const claimed: TalkedMatter = { ...open, status: 'claimed' };
const talking: TalkedMatter = { ...after, status: 'claimed' };
const danger: TalkedMatter = { ...open, kind: 'A', number: 'A1002', urgent: true, untold: true };

const verdict = (putusan: string, tambahan = '', nomor = 'K1311'): FlowEvent => ({
  kind: 'start',
  flow: 'jawaban',
  text: '',
  values: { nomor, putusan, tambahan },
});
const addition = (tambahan: string, nomor = 'K1311'): FlowEvent => ({
  kind: 'start',
  flow: 'tambahan',
  text: '',
  values: { nomor, tambahan },
});
const passed = (text: string): FlowEvent => ({ kind: 'pass', matter: 'K1311', text });
/** A question beside a dialogue, and what it is about. */
const aside = (pertanyaan: string, tentang: string): FlowEvent => ({
  kind: 'start',
  flow: 'sela',
  text: '',
  values: { pertanyaan, tentang },
});
const words = (text: string): FlowEvent => ({ kind: 'text', text });
const start = (flow: string, text = ''): FlowEvent => ({ kind: 'start', flow, text });

interface Case {
  readonly label: string;
  readonly text: string;
  readonly matters: readonly TalkedMatter[];
  /** The flow whose first question was asked at the moment that the matters are dated from. */
  readonly during?: string;
  readonly hours?: number;
  readonly expected: FlowEvent;
}

const cases: readonly Case[] = [
  { label: 'YA to an answer', text: 'ya', matters: [before], expected: verdict('YA') },
  {
    label: 'a sentence that says yes',
    text: 'iya sudah jelas pak',
    matters: [before],
    expected: verdict('YA'),
  },
  { label: 'BELUM to an answer', text: 'BELUM', matters: [before], expected: verdict('BELUM') },
  {
    label: 'BELUM with what is unclear',
    text: 'belum paham biayanya',
    matters: [before],
    expected: verdict('BELUM', 'belum paham biayanya'),
  },
  {
    label: 'YA to the answer that came after the question of a dialogue',
    text: 'YA',
    matters: [after],
    during: 'daftar',
    expected: verdict('YA'),
  },
  {
    label: 'YA to the older answer, where the question takes no YA',
    text: 'YA',
    matters: [before],
    during: 'daftar',
    expected: verdict('YA'),
  },
  {
    label: 'YA at the question for a question: to the older answer',
    text: 'YA',
    matters: [before],
    during: 'tanya',
    expected: verdict('YA'),
  },
  {
    label: 'YA to the latest of two answers',
    text: 'YA',
    matters: [before, answered(-5 * minute, 'K1312')],
    expected: verdict('YA'),
  },
  {
    label: 'YA to the answer that is named',
    text: 'K1312 ya',
    matters: [before, answered(-5 * minute, 'K1312')],
    expected: verdict('YA', '', 'K1312'),
  },
  {
    label: 'an answer to the pending question',
    text: '3508105201990001',
    matters: [after],
    during: 'daftar',
    expected: words('3508105201990001'),
  },
  {
    label: 'a wrong answer to the pending question',
    text: '350810520199001',
    matters: [after],
    during: 'daftar',
    expected: words('350810520199001'),
  },
  {
    label: 'a sentence after the officer has written, in a dialogue',
    text: 'kantornya sebelah mana pak?',
    matters: [after],
    during: 'daftar',
    expected: addition('kantornya sebelah mana pak?'),
  },
  {
    label: 'a sentence in a dialogue that is newer than the answer',
    text: 'kantornya sebelah mana pak?',
    matters: [before],
    during: 'daftar',
    expected: aside('kantornya sebelah mana pak?', 'kartu kuning'),
  },
  {
    label: 'free text while a question waits',
    text: 'fotonya warna apa?',
    matters: [open],
    expected: addition('fotonya warna apa?'),
  },
  {
    label: 'free text at the menu while a question waits',
    text: 'fotonya warna apa?',
    matters: [open],
    during: 'menu',
    expected: addition('fotonya warna apa?'),
  },
  {
    label: 'a number of the menu while a question waits',
    text: '2',
    matters: [open],
    during: 'menu',
    expected: words('2'),
  },
  {
    label: 'a number after the officer has written since the menu',
    text: '2',
    matters: [talking],
    during: 'menu',
    expected: passed('2'),
  },
  {
    label: 'free text while an officer holds the matter',
    text: 'fotonya warna apa?',
    matters: [claimed],
    expected: passed('fotonya warna apa?'),
  },
  {
    label: 'thanks while an officer holds the matter',
    text: 'terima kasih pak',
    matters: [claimed],
    expected: passed('terima kasih pak'),
  },
  {
    label: 'YA to a question of the officer who holds the matter',
    text: 'ya',
    matters: [claimed],
    expected: passed('ya'),
  },
  {
    label: 'an everyday word in a sentence to the officer',
    text: 'kerja di pabrik pak, bukan toko',
    matters: [claimed],
    expected: passed('kerja di pabrik pak, bukan toko'),
  },
  {
    label: 'a keyword while an officer holds the matter',
    text: 'LOWONGAN jahit',
    matters: [claimed],
    expected: start('lowongan', 'jahit'),
  },
  {
    label: 'a second question while one is open',
    text: 'TANYA berapa biayanya',
    matters: [open],
    expected: start('tanya', 'berapa biayanya'),
  },
  {
    label: 'one word that is almost a keyword',
    text: 'lowonagn',
    matters: [open],
    expected: { kind: 'suggest', word: 'LOWONGAN', text: '' },
  },
  {
    label: 'a text for one of two, by its number',
    text: 'k 1312: fotonya warna apa?',
    matters: [before, answered(-5 * minute, 'K1312')],
    expected: addition('fotonya warna apa?', 'K1312'),
  },
  {
    label: 'a text by number in a dialogue',
    text: 'K1311 fotonya warna apa?',
    matters: [open],
    during: 'tanya',
    expected: addition('fotonya warna apa?'),
  },
  {
    label: 'a text for a number that is not open with this person',
    text: 'K1999 fotonya warna apa?',
    matters: [],
    expected: addition('fotonya warna apa?', 'K1999'),
  },
  {
    label: 'a text for the latest of several',
    text: 'fotonya warna apa?',
    matters: [{ ...open, number: 'K1312', activeAt: asksAt }, open],
    expected: addition('fotonya warna apa?', 'K1312'),
  },
  {
    label: 'a text of a person in danger',
    text: 'saya di rumah majikan',
    matters: [danger],
    expected: addition('saya di rumah majikan', 'A1002'),
  },
  {
    label: 'a text by the number that was told to family of somebody abroad',
    text: 'A1002 dia sudah menelepon',
    matters: [{ ...danger, untold: false }],
    expected: addition('dia sudah menelepon', 'A1002'),
  },
  {
    label: 'YA in danger as words to the officer',
    text: 'ya',
    matters: [{ ...danger, status: 'answered', answeredAt: asksAt }],
    expected: addition('ya', 'A1002'),
  },
  {
    label: 'a dialogue that has expired is no question',
    text: 'fotonya warna apa?',
    matters: [open],
    during: 'daftar',
    hours: 25,
    expected: addition('fotonya warna apa?'),
  },
];

describe('interpret, with what is open with the person', () => {
  for (const { label, text, matters, during, hours = 0, expected } of cases) {
    it(`reads ${label}`, () => {
      const now = new Date(asksAt + 2 * minute + hours * 3_600_000);
      const { event } = interpret(book, asked(during), text, { ...context, now, matters });
      expect(event).to.deep.include(expected);
    });
  }

  it('says nothing and changes nothing when words go to an officer', () => {
    const conversation = asked('daftar');
    const move = advance(book, conversation, { kind: 'pass', matter: 'K1311', text: 'x' }, context);
    const input = { nomor: 'K1311', tambahan: 'x' };
    expect(move).to.deep.equal({
      conversation,
      effects: [{ kind: 'do', action: 'matters.add', input, silent: true }],
    });
  });
});
