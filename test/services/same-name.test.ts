import { expect } from 'chai';
import { array, assert, property, stringMatching } from 'fast-check';
import { sameName } from '../../src/services/same-name.ts';

describe('sameName', () => {
  const cases = [
    { label: 'the same', one: 'SITI AMINAH', other: 'SITI AMINAH', same: true },
    { label: 'another case', one: 'Siti Aminah', other: 'siti aminah', same: true },
    { label: 'another order', one: 'Aminah Siti', other: 'Siti Aminah', same: true },
    { label: 'old orthography', one: 'Djoko Soesilo', other: 'Joko Susilo', same: true },
    { label: 'silent and doubled letters', one: 'Sitti Amina', other: 'Siti Aminah', same: true },
    { label: 'Arabic sounds', one: 'Fathimah Azzahra', other: 'Fatimah Azahra', same: true },
    { label: 'one slip', one: 'Siti Amninah', other: 'Siti Aminah', same: true },
    { label: 'swapped letters', one: 'Sulatsri', other: 'Sulastri', same: true },
    { label: 'titles before', one: 'H. Ahmad Fauzi', other: 'Ahmad Fauzi', same: true },
    { label: 'degrees after', one: 'Ahmad Fauzi, S.Pd., M.M.', other: 'Ahmad Fauzi', same: true },
    { label: 'a degree without comma', one: 'Ahmad Fauzi S.Pd', other: 'Ahmad Fauzi', same: true },
    { label: 'Muhammad in short', one: 'Moh. Rizki', other: 'Muhammad Rizki', same: true },
    { label: 'Mochamad', one: 'Mochamad Rizki', other: 'Muhammad Rizky', same: true },
    { label: 'Siti in short', one: 'St. Aminah', other: 'Siti Aminah', same: true },
    { label: 'an initial', one: 'M. Rizki', other: 'Muhammad Rizki', same: true },
    { label: 'written together', one: 'Nurhayati', other: 'Nur Hayati', same: true },
    { label: 'one of two names', one: 'Siti', other: 'Siti Aminah', same: true },
    { label: 'a diacritic', one: 'Béla Wati', other: 'Bela Wati', same: true },
    { label: 'an apostrophe', one: "Ma'ruf Amin", other: 'Maruf Amin', same: true },
    { label: 'a name that is only a title', one: 'Haji', other: 'Haji', same: true },
    { label: 'another second name', one: 'Siti Aminah', other: 'Siti Rohmah', same: false },
    { label: 'another person', one: 'Budi Santoso', other: 'Siti Aminah', same: false },
    { label: 'another first letter', one: 'Rudi Santoso', other: 'Budi Santoso', same: false },
    { label: 'a short other name', one: 'Ali', other: 'Adi', same: false },
    { label: 'nothing in letters', one: '123', other: 'Siti', same: false },
  ];
  for (const { label, one, other, same } of cases) {
    it(`${same ? 'holds for' : 'fails for'} ${label}`, () => {
      expect(sameName(one, other)).to.equal(same);
      expect(sameName(other, one)).to.equal(same);
    });
  }

  const word = stringMatching(/^[A-Za-z]{1,12}$/);
  const words = array(word, { minLength: 1, maxLength: 5 });

  it('holds for every name and itself, in any case and order', () => {
    assert(
      property(words, (name) => {
        const turned = name.toReversed().join(' ');
        expect(sameName(name.join(' '), turned.toUpperCase())).to.equal(true);
      }),
    );
  });

  it('never depends on which name is given first', () => {
    assert(
      property(words, words, (one, other) => {
        const [a, b] = [one.join(' '), other.join(' ')];
        expect(sameName(a, b)).to.equal(sameName(b, a));
      }),
    );
  });
});
