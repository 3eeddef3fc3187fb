import { expect } from 'chai';
import {
  activeKey,
  changeRing,
  firstIndexKey,
  keyIdOf,
  openKeyring,
  ringOf,
} from '../../src/core/keys.ts';

const [one, other] = [
  { id: 'one', key: Buffer.alloc(32, 1) },
  { id: 'other', key: Buffer.alloc(32, 2) },
];

const join = (...parts: readonly string[]): string => parts.join('.');

describe('openKeyring', () => {
  const keys = openKeyring([one]);
  const sealed = keys.seal('SITI AMINAH', 'persons.name|17');
  const [version = '', id = '', iv = '', text = '', tag = ''] = sealed.split('.');
  const cut = Buffer.from(tag, 'base64url').subarray(0, 4).toString('base64url');

  it('opens what it sealed, never twice the same', () => {
    expect(keys.open(sealed, 'persons.name|17')).to.equal('SITI AMINAH');
    expect(keys.seal('SITI AMINAH', 'persons.name|17')).not.to.equal(sealed);
  });

  it('opens what an older key has sealed', () => {
    expect(openKeyring([other, one]).open(sealed, 'persons.name|17')).to.equal('SITI AMINAH');
  });

  const refused = [
    { label: 'in another row', sealed, place: 'persons.name|18' },
    { label: 'with a cut tag', sealed: join(version, id, iv, text, cut) },
    { label: 'without a tag', sealed: join(version, id, iv, text) },
    { label: 'with another text', sealed: join(version, id, iv, `A${text.slice(1)}A`, tag) },
    { label: 'under the name of another key', sealed: join(version, 'other', iv, text, tag) },
    { label: 'of another version', sealed: join('v2', id, iv, text, tag) },
  ];
  for (const { label, sealed: wrong, place = 'persons.name|17' } of refused) {
    it(`does not open a cipher text ${label}`, () => {
      expect(() => openKeyring([one, other]).open(wrong, place)).to.throw();
    });
  }

  it('finds equal values of one kind only, and only with the same key', () => {
    expect(keys.index('nik', '1')).to.equal(openKeyring([one]).index('nik', '1'));
    expect(keys.index('nik', '1')).not.to.equal(keys.index('token', '1'));
    expect(keys.index('nik', '1')).not.to.equal(openKeyring([other]).index('nik', '1'));
  });

  it('finds what was stored before a new key was put in front', () => {
    expect(openKeyring([other, one]).index('nik', '1')).to.equal(keys.index('nik', '1'));
  });

  it('goes on with other keys while it is in use', () => {
    const ring = openKeyring([one]);
    const found = ring.index('nik', '1');
    const indexKey = firstIndexKey(ringOf(ring));
    changeRing(ring, { secrets: [other, one], indexKey });
    expect([activeKey(ring), keyIdOf(ring.seal('x', 'p'))]).to.deep.equal(['other', 'other']);
    expect(ring.open(sealed, 'persons.name|17')).to.equal('SITI AMINAH');
    changeRing(ring, { secrets: [other], indexKey });
    expect(() => ring.open(sealed, 'persons.name|17')).to.throw('key id one');
    expect(ring.index('nik', '1')).to.equal(found);
  });
});

describe('keyIdOf', () => {
  const keys = openKeyring([one]);
  const ids = [
    { label: 'a cipher text', text: keys.seal('x', 'p'), id: 'one' },
    {
      label: 'sealed bytes',
      text: keys.sealBytes(Buffer.from('x'), 'f').toString('latin1'),
      id: 'one',
    },
    { label: 'a plain text', text: 'v1 one', id: undefined },
  ];
  for (const { label, text: from, id: named } of ids) {
    it(`names the key of ${label}`, () => {
      expect(keyIdOf(from)).to.equal(named);
    });
  }
});
