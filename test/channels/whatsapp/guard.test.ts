import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { Curve } from '@whiskeysockets/baileys';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { guardCurve, isSignedBy, isTrustworthy } from '../../../src/channels/whatsapp/guard.ts';
import { ConfigError } from '../../../src/core/errors.ts';

const baileys = import.meta.resolve('@whiskeysockets/baileys');

/** Signing takes as long as a hundred checks. */
const runs = { numRuns: 25 };

const signed = fc
  .record({ text: fc.uint8Array({ minLength: 1, maxLength: 200 }) })
  .map(({ text }) => {
    const { public: key, private: secret } = Curve.generateKeyPair();
    const message = Buffer.from(text);
    return {
      key: Buffer.from(key),
      message,
      signature: Buffer.from(Curve.sign(secret, message)),
    };
  });

function flip(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  const at = (bit >> 3) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit & 7));
  return copy;
}

describe('the signature check of Baileys as it comes', () => {
  it('accepts tampered data, which is why it is replaced', () => {
    const script = `
      import { Curve } from '@whiskeysockets/baileys';
      const { public: key, private: secret } = Curve.generateKeyPair();
      const signature = Curve.sign(secret, Buffer.from('genuine'));
      console.log(Curve.verify(key, Buffer.from('tampered'), signature));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: new URL('.', import.meta.url),
      encoding: 'utf8',
    });
    expect(printed.trim()).to.equal('true');
  });
});

describe('isSignedBy', () => {
  it('accepts what is signed, with or without the byte before the key', () => {
    fc.assert(
      fc.property(signed, ({ key, message, signature }) => {
        expect(isSignedBy(key, message, signature)).to.equal(true);
        const typed = Buffer.concat([Buffer.from([5]), key]);
        expect(isSignedBy(typed, message, signature)).to.equal(true);
      }),
      runs,
    );
  });

  it('refuses it after any one bit was turned, in key, message or signature', () => {
    const bit = fc.nat(8 * 200 - 1);
    fc.assert(
      fc.property(signed, fc.array(bit, { minLength: 8, maxLength: 8 }), (genuine, bits) => {
        const { key, message, signature } = genuine;
        for (const n of bits) {
          expect(isSignedBy(flip(key, n), message, signature), `key bit ${n}`).to.equal(false);
          expect(isSignedBy(key, flip(message, n), signature), `message bit ${n}`).to.equal(false);
          expect(isSignedBy(key, message, flip(signature, n)), `bit ${n}`).to.equal(false);
        }
      }),
      runs,
    );
  });

  it('refuses every bit of one signature turned', () => {
    const [genuine] = fc.sample(signed, 1);
    const { key, message, signature } = genuine!;
    const passed = Array.from({ length: 512 }, (_, n) => n).filter((n) =>
      isSignedBy(key, message, flip(signature, n)),
    );
    expect(passed).to.deep.equal([]);
  });

  const odd = [
    { label: 'an empty key', key: Buffer.alloc(0), signature: Buffer.alloc(64) },
    { label: 'a key of zeros', key: Buffer.alloc(32), signature: Buffer.alloc(64) },
    { label: 'a key that is no number of the field', key: Buffer.alloc(32, 255) },
    { label: 'a short signature', key: Buffer.alloc(32, 9), signature: Buffer.alloc(63) },
    { label: 'no signature', key: Buffer.alloc(32, 9), signature: Buffer.alloc(0) },
  ];
  for (const { label, key, signature = Buffer.alloc(64, 1) } of odd) {
    it(`refuses ${label}, without throwing`, () => {
      expect(isSignedBy(key, Buffer.from('x'), signature)).to.equal(false);
    });
  }
});

describe('guardCurve', () => {
  it('makes Baileys refuse what was tampered with', () => {
    guardCurve(Curve, baileys);
    expect(isTrustworthy(Curve)).to.equal(true);
  });

  it("makes libsignal refuse a person's pre-key with a wrong signature", () => {
    guardCurve(Curve, baileys);
    const libsignal = createRequire(baileys)('libsignal/src/curve.js') as {
      verifySignature: (...of: unknown[]) => unknown;
    };
    const { public: key, private: secret } = Curve.generateKeyPair();
    const message = Buffer.from('pre-key');
    const signature = Curve.sign(secret, message);
    expect(libsignal.verifySignature(key, message, signature, true)).to.equal(true);
    expect(() => libsignal.verifySignature(key, Buffer.from('other'), signature, true)).to.throw();
  });

  it('refuses to go on while tampered data passes', () => {
    const stubborn = Object.freeze({ ...Curve, verify: () => true });
    expect(() => guardCurve(stubborn, baileys)).to.throw(ConfigError, 'accepts tampered data');
  });

  it('refuses a check that refuses all', () => {
    const deaf = Object.freeze({ ...Curve, verify: () => false });
    expect(() => guardCurve(deaf, baileys)).to.throw(ConfigError);
  });
});
