import { expect } from 'chai';
import { readVerdict } from '../../src/language/verdict.ts';

const clear = [
  'YA',
  'ya',
  'Ya.',
  'iya pak',
  'yaa',
  'iya sudah jelas pak',
  'sudah jelas',
  'sdh jelas bu, terima kasih',
  'udah paham kak makasih banyak',
  'jelas',
  'Jelas sekali, terima kasih pak',
  'wis ngerti pak suwun',
  'nggih sampun jelas',
  'PUAS',
  'saya puas',
  'ok',
  'oke pak sudah paham semuanya',
  'siap bu',
  'sudah',
  'sudah jelas pak, semoga sehat selalu',
  'cukup jelas, trims atas penjelasannya',
  'alhamdulillah sudah selesai pak',
];

const unclear = [
  'BELUM',
  'blm',
  'belum pak',
  'belum paham',
  'belum begitu paham pak',
  'kurang jelas',
  'masih kurang jelas bu',
  'belum, masih bingung',
  'tidak paham',
  'gak ngerti pak',
  'durung ngerti',
  'tidak puas',
  'bingung',
  'tidak',
  'blm jelas',
];

/** Unclear, and the officer has to read the rest. */
const unclearAndMore = [
  'belum paham soal biayanya',
  'BELUM, biayanya berapa?',
  'kurang jelas pak, kantornya sebelah mana',
  'maaf pak saya belum jelas syaratnya yang terakhir',
  'bingung pak sama syaratnya',
];

const neither = [
  'terima kasih pak',
  'jelas?',
  'sudah jelas tapi biayanya berapa',
  'ya tapi kantornya tutup',
  'ya saya punya ijazah',
  'belum bisa datang hari ini',
  'sudah dikirim kemarin',
  'tidak ada ijazah',
  'sudah paham, kapan saya bisa datang',
  'berapa biayanya',
  'KTP saya hilang',
  'jelas-jelas saya ditipu',
  'selesai jam berapa pak',
  '',
  '...',
  '12345',
];

describe('readVerdict', () => {
  for (const text of clear) {
    it(`reads "${text}" as a yes`, () => {
      expect(readVerdict(text)?.isClear).to.equal(true);
    });
  }
  for (const text of unclear) {
    it(`reads "${text}" as not yet`, () => {
      expect(readVerdict(text)).to.deep.equal({ isClear: false, saysMore: false });
    });
  }
  for (const text of unclearAndMore) {
    it(`reads "${text}" as not yet, with more to read`, () => {
      expect(readVerdict(text)).to.deep.equal({ isClear: false, saysMore: true });
    });
  }
  for (const text of neither) {
    it(`takes "${text}" for words to the officer`, () => {
      expect(readVerdict(text)).to.equal(undefined);
    });
  }
});
