import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { readDanger } from '../../src/language/danger.ts';
import { leastCpu } from '../helpers/cpu.ts';

const source = readFileSync(
  new URL('../../../test/language/danger-set.txt', import.meta.url),
  'utf8',
);

const sentences = source.split('\n').flatMap((line) => {
  const label = line[0];
  return label === '+' || label === '-' ? [{ danger: label === '+', text: line.slice(2) }] : [];
});

const of = (danger: boolean): string[] =>
  sentences.filter((each) => each.danger === danger).map(({ text }) => text);

/** Every second one: rules are tuned on the others. */
const measured = (danger: boolean): string[] => of(danger).filter((_, index) => index % 2 === 1);

describe('readDanger', () => {
  it('has a set of at least 400 sentences of danger and 600 without', () => {
    expect(of(true)).to.have.length.of.at.least(400);
    expect(of(false)).to.have.length.of.at.least(600);
    expect(new Set(sentences.map(({ text }) => text))).to.have.length(sentences.length);
  });

  it('finds 99 of 100 sentences of danger', () => {
    const missed = measured(true).filter((text) => !readDanger(text).danger);
    expect(missed.length / measured(true).length, missed.join('\n')).to.be.at.most(0.01);
  });

  it('raises a false alarm for fewer than 1 of 100 others', () => {
    const alarmed = measured(false).filter((text) => readDanger(text).danger);
    expect(alarmed.length / measured(false).length, alarmed.join('\n')).to.be.below(0.01);
  });

  const kinds = [
    { text: 'adik saya disekap majikan di malaysia', kind: 'detention', abroad: true, young: true },
    { text: 'mas kulo digepuki juragan', kind: 'violence', abroad: false, young: false },
    { text: 'pasporku ditahan agen', kind: 'held papers', abroad: false, young: false },
    { text: 'sy dperkosa bos', kind: 'sexual violence', abroad: false, young: true },
    { text: 'anak saya dijual calo', kind: 'trafficking', abroad: false, young: true },
    { text: 'aku diancem arep dipateni', kind: 'violence', abroad: false, young: false },
    { text: 'saya terlantar di taiwan', kind: 'stranded', abroad: true, young: false },
    { text: 'gaji saya ditahan bos', kind: '', abroad: false, young: false },
  ];
  for (const { text, kind, abroad, young } of kinds) {
    it(`takes "${text}" for ${kind || 'no danger'}`, () => {
      expect(readDanger(text)).to.include({ danger: kind !== '', kind, abroad, young });
    });
  }

  const subjects = ['saya', 'sy', 'adik saya', 'anakku', 'kulo', 'engkok', 'kami', ''];
  const deeds = (
    'dipukul digebuki digepuki ditampar disiksa dianiaya disekap dikurung dikunciin diperkosa ' +
    'dilecehkan diancam dijual ditahan diculik disandera dihajar dicekik'
  ).split(' ');
  const doers = ['majikan', 'sama majikan', 'karo juragan', 'oleh bos', 'agen', 'calo'];

  it('knows whoever it happens to, whatever is done, by whomever', () => {
    const told = subjects.flatMap((who) =>
      deeds.flatMap((deed) => doers.map((doer) => `${who} ${deed} ${doer}`)),
    );
    expect(told.filter((text) => !readDanger(text).danger)).to.deep.equal([]);
  });

  it('knows nine of ten verbs with a letter left out, doubled or swapped', () => {
    const typed = deeds.flatMap((deed) =>
      Array.from({ length: deed.length - 3 }, (_, at) => {
        const [before, after] = [deed.slice(0, at + 2), deed.slice(at + 2)];
        const swapped = `${after[1]}${after[0]}${after.slice(2)}`;
        return [before + after.slice(1), before + before.at(-1) + after, before + swapped];
      }).flat(),
    );
    const missed = typed.filter((deed) => !readDanger(`sy ${deed} majikan`).danger);
    expect(missed.length / typed.length, missed.join(' ')).to.be.below(0.1);
  });

  const words = [
    'istri saya mau ke hongkong apa yang disiapkan',
    'saya minta dikabari lowongan',
    'berkas saya sudah dibaca petugas',
    'saya ditanya majikan kapan berangkat',
    'lamaran saya dicabut',
    'adik saya diajak tetangga kerja di malaysia',
    'saya disambut bos dengan baik',
    'anak saya ditanggung agen',
  ];
  for (const text of words) {
    it(`takes no word of its own for a typing error: ${text}`, () => {
      expect(readDanger(text)).to.include({ danger: false, because: '' });
    });
  }

  it('says why without repeating what was written', () => {
    expect(readDanger('tlg sy dpukuli majikn').because).to.equal('violence: pukul');
  });

  const hostile = [
    { label: 'one long word', text: 'a'.repeat(4_096) },
    { label: 'spaced letters', text: 'd i '.repeat(1_024) },
    { label: 'repeated verbs', text: 'majikan memukul saya paspor tidak boleh '.repeat(100) },
    { label: 'spaces', text: ' '.repeat(4_096) },
  ];
  for (const { label, text } of hostile) {
    it(`is not kept busy by ${label}`, () => {
      expect(leastCpu(() => void readDanger(text), 100)).to.be.at.most(100);
    });
  }
});
