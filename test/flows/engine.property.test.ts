import { expect } from 'chai';
import fc from 'fast-check';
import { measureSms } from '../../src/core/sms.ts';
import { expects } from '../../src/flows/book.ts';
import { limits } from '../../src/flows/flow.ts';
import type { Conversation } from '../../src/flows/types.ts';
import { anyOffice } from './office.ts';
import { ownBook, say, type Said } from './talk.ts';

const book = ownBook();
const begins = Date.parse('2026-11-23T01:00:00Z');

const keywords = Object.values(book.flows).flatMap(({ keywords: strong, weak, alone }) => [
  ...strong,
  ...weak,
  ...alone,
]);
const steering = 'MENU BANTUAN BATAL KEMBALI LAGI SEMUA PETUGAS YA TIDAK BELUM INFO LANJUT'.split(
  ' ',
);
const answers = [
  '3508105201990001',
  '3508225201990001',
  '3509011506010007',
  '350810520199001',
  'Siti Aminah',
  'SITI NURHALIZAH PUTRI AYU KUSUMANINGRUM WIDYASTUTI BINTI SLAMET',
  'SMK',
  'jahit, las listrik kapal besar sekali, sopir truk gandeng, masak, komputer akuntansi',
  'Jatisari',
  'Selok Awar - Awar',
  'Pasirian',
  '1',
  '2',
  '3 SMA',
  '5 sukorejo, 1 Budi',
  'salah',
  'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT',
  'LOWONGN jahit',
  '',
  '   ',
  'x'.repeat(1_600),
  '{nama} {nik} {kantor}',
  '👍',
  '\u0000\uD800 <b>',
  '__proto__',
  'constructor',
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...keywords) },
  { weight: 3, arbitrary: fc.constantFrom(...steering) },
  { weight: 5, arbitrary: fc.constantFrom(...answers) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...keywords), fc.constantFrom(...answers))
      .map((parts) => parts.join(' ')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 200 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
/** A text and the hours that pass before it. */
const message = fc.tuple(text, fc.constantFrom(0, 0, 0, 0, 0, 1, 25));

/** A talk that goes as `messages` say, with outcomes as they come; calls `check` after each. */
function talk(
  messages: readonly (readonly [string, number])[],
  outcomes: readonly number[],
  check: (said: Said) => void,
): (text: string) => Said {
  let [taken, now] = [0, begins];
  let conversation: Conversation | null = null;
  const office = anyOffice((count) => (outcomes[(taken += 1) % outcomes.length] ?? 0) % count);
  const next = (words: string, hours: number): Said => {
    now += hours * 3_600_000 + 5_000;
    const said = say({ book, office }, conversation, words, new Date(now));
    ({ conversation } = said);
    return said;
  };
  for (const [words, hours] of messages) check(next(words, hours));
  return (words) => next(words, 0);
}

const outcomes = fc.array(fc.nat(9), { minLength: 1, maxLength: 20 });

describe('advance, whatever people write', () => {
  it('never throws, says at most one thing of at most two SMS, and keeps a bounded state', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 40 }), outcomes, (messages, chosen) => {
        talk(messages, chosen, ({ replies, conversation }) => {
          expect(replies).to.have.length.at.most(1);
          const size = measureSms(replies[0] ?? '');
          expect(size).to.include({ encoding: 'GSM-7' });
          expect(size.segments).to.be.at.most(2);
          expect(conversation?.stack ?? []).to.have.length.at.most(limits.stack);
          expect(conversation?.misses ?? 0).to.be.at.most(2);
          expect(JSON.stringify(conversation)).to.have.length.at.most(30_000);
          expects(book, conversation);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('always gives a way on: words that steer are answered wherever one is', () => {
    const steer = fc.constantFrom('MENU', 'BATAL', 'KEMBALI', 'BANTUAN', 'LAGI', 'PETUGAS', 'STOP');
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 12 }),
        outcomes,
        steer,
        (messages, chosen, word) => {
          const then = talk(messages, chosen, () => undefined);
          expect(then(word).replies).to.have.length(1);
        },
      ),
      { numRuns: 200 },
    );
  });
});
