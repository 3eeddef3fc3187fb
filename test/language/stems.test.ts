import { expect } from 'chai';
import * as fc from 'fast-check';
import { isSpelt, isWeak, near, roots, terms } from '../../src/language/stems.ts';
import { errorKeys, isOneErrorAway, knownWordsNear } from '../../src/language/typing-errors.ts';

/** Each line: words that must all be found by the same root. */
const sameTrade = [
  'las pengelasan pengelas mengelas welder welding',
  'jahit penjahit menjahit jahitan jait penjait tailor',
  'rawat perawat perawatan keperawatan merawat suster nurse',
  'sopir supir driver pengemudi mengemudi nyopir menyetir',
  'satpam security sekuriti',
  'masak memasak pemasak koki chef cook boga',
  'kasir cashier',
  'pramuniaga spg spb shopkeeper',
  'sales marketing pemasaran salesman',
  'layan pelayan melayani waiter waitress pramusaji',
  'admin administrasi adm',
  'bersih kebersihan pembersih membersihkan cleaning',
  'montir mekanik mechanic',
  'ternak peternak peternakan beternak',
  'asuh pengasuh mengasuh babysitter nanny',
  'guru mengajar pengajar teacher',
  'laundry londri binatu',
  'cukur pencukur mencukur barber pangkas',
  'kernet kenek',
  'kemas pengemasan pengemas mengemas packing pengepakan',
  'akuntansi accounting akuntan pembukuan',
  'resepsionis receptionist',
  'pijat pemijat memijat massage',
  'mebel meubel furniture',
  'garmen garment',
  'gudang pergudangan warehouse',
  'toko pertokoan minimarket',
  'program pemrogram programmer pemrograman',
  'desain desainer designer',
  'linting melinting pelinting',
  'giling penggiling penggilingan menggiling',
  'perah pemerah memerah',
  'ketik mengetik pengetik',
  'terapi terapis',
  'perajin kerajinan pengrajin',
  'tani petani pertanian',
  'sortir penyortir menyortir',
  'petik pemetik memetik',
  'listrik kelistrikan electrician',
  'jaga penjaga menjaga',
  'tambang penambang menambang pertambangan',
  'cuci mencuci pencuci cucian',
  'setrika menyetrika penyetrika',
  'rias perias merias',
  'tenun menenun penenun tenunan',
  'batik membatik pembatik',
  'bordir membordir pembordir',
  'potong memotong pemotong',
  'bubut membubut pembubut',
  'cat mengecat pengecat',
  'antar mengantar pengantar',
  'jual menjual penjual penjualan',
  'bangun membangun bangunan pembangunan',
  'panen memanen pemanen',
  'tebang menebang penebang',
  'sembelih penyembelih menyembelih',
  'awas pengawas mengawasi pengawasan',
  'damping pendamping mendampingi',
  'tagih penagih menagih',
  'pahat pemahat memahat',
  'ukir pengukir mengukir',
  'solder menyolder penyolder',
  'amplas mengamplas pengamplas',
  'bidan kebidanan',
  'hotel perhotelan',
  'kebun perkebunan pekebun',
  'pandu pemandu memandu',
];

describe('roots', () => {
  for (const line of sameTrade) {
    const [root = '', ...words] = line.split(' ');
    it(`finds ${words.join(', ')} by ${root}`, () => {
      expect([root, ...words].map((word) => roots(word))).to.deep.equal(
        [root, ...words].map(() => [root]),
      );
    });
  }

  const apart = [
    { label: 'welding is not a class', left: 'pengelasan', right: 'kelas' },
    { label: 'nursing is not a volunteer', left: 'perawat', right: 'relawan' },
    { label: 'packing is not gold', left: 'pengemasan', right: 'emas' },
    { label: 'a cashier is not sand', left: 'kasir', right: 'pasir' },
  ];
  for (const { label, left, right } of apart) {
    it(`keeps apart: ${label}`, () => expect(roots(left)).not.to.deep.equal(roots(right)));
  }

  const texts = [
    {
      label: 'stop words go',
      text: 'dicari lowongan kerja jahit di Pasirian',
      expected: ['jahit', 'pasirian'],
    },
    { label: 'age and pay go', text: 'umur 45 tahun jahit gaji 3 juta', expected: ['jahit'] },
    { label: 'Javanese words of asking go', text: 'golek gawean sing cedhak', expected: [] },
    {
      label: 'a phrase is one root',
      text: 'Cleaning Service & Baby Sitter',
      expected: ['bersih', 'asuh'],
    },
    { label: 'three words', text: 'asisten rumah tangga', expected: ['prt'] },
    { label: 'marks and capitals do not matter', text: 'PÉNJAHIT/Las', expected: ['jahit', 'las'] },
    {
      label: 'numbers and single letters go',
      text: 'sopir B1 2 th',
      expected: ['sopir', 'b1'],
    },
    { label: 'each root once', text: 'penjahit menjahit jahitan', expected: ['jahit'] },
    { label: 'nothing', text: ' .,! ', expected: [] },
  ];
  for (const { label, text, expected } of texts) {
    it(`reads a text: ${label}`, () => expect(roots(text)).to.deep.equal(expected));
  }

  it('gives a-z and 0-9 only, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const root of roots(text)) expect(root).to.match(/^[a-z0-9]+$/);
      }),
    );
  });

  it('gives the same on the second asking', () => {
    fc.assert(
      fc.property(fc.lorem(), (text) => {
        expect(roots(text)).to.deep.equal(roots(text));
      }),
    );
  });
});

describe('terms', () => {
  it('keeps the word beside its root', () => {
    expect(terms('Juru masak')).to.deep.equal([{ word: 'juru masak', root: 'masak' }]);
  });
});

describe('near and isWeak', () => {
  it('knows what is near in meaning', () => expect(near('jahit')).to.include('garmen'));
  it('knows nothing near to most words', () => expect(near('batako')).to.deep.equal([]));
  it('knows words that say little beside others', () => {
    expect(['petugas', 'juru', 'sopir'].map((word) => isWeak(word))).to.deep.equal([
      true,
      true,
      false,
    ]);
  });
});

describe('isSpelt', () => {
  for (const word of ['penjahit', 'kasir', 'kopi', 'operator']) {
    it(`takes ${word} as it is`, () => expect(isSpelt(word)).to.equal(true));
  }
  for (const word of ['penjhait', 'opertor', 'gudnag']) {
    it(`doubts ${word}`, () => expect(isSpelt(word)).to.equal(false));
  }
});

describe('typing errors', () => {
  const pairs = [
    { label: 'a letter left out', left: 'sopr', right: 'sopir', one: true },
    { label: 'a letter too much', left: 'soppir', right: 'sopir', one: true },
    { label: 'another letter', left: 'sopur', right: 'sopir', one: true },
    { label: 'neighbours swapped', left: 'sopri', right: 'sopir', one: true },
    { label: 'first letters swapped', left: 'ospir', right: 'sopir', one: true },
    { label: 'equal words', left: 'sopir', right: 'sopir', one: false },
    { label: 'two errors', left: 'sporr', right: 'sopir', one: false },
    { label: 'distant letters swapped', left: 'ropis', right: 'sopir', one: false },
  ];
  for (const { label, left, right, one } of pairs) {
    it(`one error or not: ${label}`, () => {
      expect([isOneErrorAway(left, right), isOneErrorAway(right, left)]).to.deep.equal([one, one]);
    });
  }

  it('shares a key with every word one error away', () => {
    const at = fc.nat(8);
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-f]{5,9}$/),
        at,
        fc.constantFrom('x', ''),
        (word, cut, put) => {
          const wrong = word.slice(0, cut) + put + word.slice(cut + 1);
          if (wrong === word) return;
          expect(isOneErrorAway(wrong, word)).to.equal(true);
          expect(errorKeys(wrong).some((key) => errorKeys(word).includes(key))).to.equal(true);
        },
      ),
    );
  });

  it('does not guess at short words', () => expect(errorKeys('las')).to.deep.equal([]));
  it('finds the words of the tables', () =>
    expect(knownWordsNear('penjhait')).to.include('penjahit'));
});
