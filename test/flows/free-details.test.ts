import { expect } from 'chai';
import { readFreeDetails, type FreeDetails } from '../../src/flows/free-details.ts';

const context = { now: new Date('2026-11-23T03:00:00Z'), office: '35.08' };

const table: readonly (readonly [text: string, details: FreeDetails])[] = [
  ['daftar, nama saya Siti lulusan smk', { name: 'Siti', education: 'SMK' }],
  ['nama saya Ahmad Fauzi dari klakah umur 20', { name: 'Ahmad Fauzi', area: '35.08.19' }],
  [
    'jeneng kulo Slamet Riyadi, nik 3508101201990001',
    { name: 'Slamet Riyadi', nik: '3508101201990001' },
  ],
  ['hp saya 0812-3456-7890', { phone: '+6281234567890' }],
  ['kerja ke taiwan gaji 15 jt cewek', { country: 'taiwan', gender: 'P', wage: 15_000_000 }],
  ['status k 1311 tgl 12 maret 2026', { number: 'K1311', date: '2026-03-12' }],
  ['kerja untuk tuna rungu', { disability: true }],
  ['lulusan s1', { education: 'S1' }],
  ['mau tanya saja', {}],
];

describe('details in free text', () => {
  for (const [text, details] of table) {
    it(text, () => {
      expect(readFreeDetails(text, context)).to.deep.equal(details);
    });
  }

  it('tells the trade, with its group of KBJI', () => {
    const { occupations, area, education } = readFreeDetails(
      'lowongan smk jahit pasirian',
      context,
    );
    expect(occupations).to.deep.equal([{ word: 'jahit', name: 'Penjahit', kbji: '7531' }]);
    expect({ area, education }).to.deep.equal({ area: '35.08.04', education: 'SMK' });
  });
});
