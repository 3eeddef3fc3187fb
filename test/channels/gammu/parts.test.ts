import { expect } from 'chai';
import * as fc from 'fast-check';
import {
  joinRows,
  readHeader,
  splitText,
  textOf,
  type InboxRow,
} from '../../../src/channels/gammu/parts.ts';
import { measureSms } from '../../../src/core/sms.ts';

const hex = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');

let ids = 0;
const row = (text: string, udh = '', changes: Partial<InboxRow> = {}): InboxRow => ({
  id: (ids += 1),
  at: '2026-11-23 08:00:00',
  sender: '+6281234567890',
  coding: 'Default_No_Compression',
  udh,
  text: hex(text),
  decoded: text,
  ...changes,
});

const texts = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', ' ', '€', '[', '\n', '@', 'é'), maxLength: 700 }),
  fc.string({ unit: fc.constantFrom('a', 'ꦱ', '😀', ' ', 'é'), maxLength: 300 }),
);

describe('splitText', () => {
  it('makes as many parts as core/sms counts, which joined are the text again', () => {
    fc.assert(
      fc.property(texts, fc.nat(255), (text, reference) => {
        const { coding, parts } = splitText(text, reference);
        const { encoding, segments } = measureSms(text);
        expect(parts).to.have.length(segments);
        expect(coding.startsWith('Unicode')).to.equal(encoding === 'UCS-2');
        const rows = parts.map((part) => row(part.text, part.udh ?? ''));
        const [joined, ...more] = joinRows(rows.toReversed());
        expect([joined?.complete, more]).to.deep.equal([true, []]);
        expect(textOf(joined?.rows ?? [])).to.equal(text);
      }),
      { numRuns: 500 },
    );
  });

  it('makes no part larger than a radio frame holds', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { coding, parts } = splitText(text, 7);
        const [single, part] = coding.startsWith('Unicode') ? [70, 67] : [160, 153];
        for (const { text: piece } of parts) {
          const units = coding.startsWith('Unicode') ? piece.length : measureSms(piece).units;
          expect(units).to.be.at.most(parts.length > 1 ? part : single);
        }
      }),
    );
  });

  it('numbers the parts in their headers', () => {
    const { parts } = splitText('a'.repeat(400), 0xa5);
    expect(parts.map(({ udh }) => udh)).to.deep.equal([
      '050003A50301',
      '050003A50302',
      '050003A50303',
    ]);
  });
});

describe('readHeader', () => {
  const cases = [
    { udh: '050003A50302', expected: { reference: 'A5', parts: 3, part: 2 } },
    { udh: '050003a50302', expected: { reference: 'A5', parts: 3, part: 2 } },
    { udh: '060804BEEF0201', expected: { reference: 'BEEF', parts: 2, part: 1 } },
    { udh: '0B0504158200000003A50302', expected: { reference: 'A5', parts: 3, part: 2 } },
    { udh: '', expected: undefined },
    { udh: '050003A50304', expected: undefined },
    { udh: '050003A50300', expected: undefined },
    { udh: '050003A50101', expected: undefined },
    { udh: '050003A5', expected: undefined },
    { udh: '06050415820000', expected: undefined },
    { udh: '05000', expected: undefined },
    { udh: 'bukan', expected: undefined },
  ];
  for (const { udh, expected } of cases) {
    it(`reads ${udh || '(none)'} as ${expected ? `part ${expected.part}` : 'whole'}`, () => {
      expect(readHeader(udh)).to.deep.equal(expected);
    });
  }

  it('makes sense of every hex, or none, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const read = readHeader(Buffer.from(bytes).toString('hex'));
        if (read) expect(read.part).to.be.within(1, read.parts);
      }),
    );
  });
});

const shape = (rows: readonly InboxRow[]): (readonly [string, boolean])[] =>
  joinRows(rows).map((joined) => [textOf(joined.rows), joined.complete]);

describe('joinRows', () => {
  it('keeps apart what two people send under one reference', () => {
    const budi = { sender: '+6281234567891' };
    const rows = [
      row('A1 ', '050003070201'),
      row('B1 ', '050003070201', budi),
      row('B2', '050003070202', budi),
      row('A2', '050003070202'),
    ];
    expect(shape(rows)).to.deep.equal([
      ['A1 A2', true],
      ['B1 B2', true],
    ]);
  });

  it('begins a new text when a part comes a second time', () => {
    const rows = ['050003070201', '050003070202', '050003070201'].map((udh) => row('x', udh));
    expect(shape(rows)).to.deep.equal([
      ['xx', true],
      ['x (...) ', false],
    ]);
  });

  it('joins references of two bytes, and letters cut in two', () => {
    const [high, low] = '\ud83d\ude00'.split('');
    const rows = [
      row(`a${high}`, '060804BEEF0201'),
      row(`${low}b`, '060804BEEF0202', { coding: 'Unicode_No_Compression' }),
    ];
    expect(shape(rows)).to.deep.equal([['a😀b', true]]);
  });

  it('reads the parts as SMSD 1.42 writes them: the whole text in the first row', () => {
    const rows = [
      row('DAFTAR ', '050003070201', { decoded: 'DAFTAR YA' }),
      row('YA', '050003070202', { decoded: '' }),
    ];
    expect(shape(rows)).to.deep.equal([['DAFTAR YA', true]]);
  });

  it('marks where parts are missing', () => {
    const rows = [row('satu ', '050003070401'), row(' empat', '050003070404')];
    expect(shape(rows)).to.deep.equal([['satu  (...)  empat', false]]);
  });

  it('takes the decoded text where there is no hex, and nothing from binary messages', () => {
    const rows = [row('', '', { decoded: 'MENU' }), row('x', '', { coding: '8bit', text: 'FF00' })];
    expect(shape(rows)).to.deep.equal([
      ['MENU', true],
      ['', true],
    ]);
  });
});
