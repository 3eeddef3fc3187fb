import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { checkPassword, hashPassword, isPassword } from '../../src/services/passwords.ts';

describe('checkPassword', () => {
  for (const { label, password } of [
    { label: 'four plain words', password: 'kuda baterai jepit benar' },
    { label: 'twelve characters', password: 'v7Kq-0pL!x2m' },
    { label: '128 characters', password: 'ab cd ef gh '.repeat(11).slice(0, 128) },
    { label: 'letters of any script', password: 'ꦱꦥꦏꦂꦗꦱꦥꦏꦂꦗꦭꦸꦩ' },
    { label: 'the username with more around it', password: 'dewi pergi ke pasar pon' },
  ]) {
    it(`takes ${label}`, () => {
      checkPassword(password, 'dewi');
    });
  }

  for (const { label, password, says } of [
    { label: 'eleven characters', password: 'v7Kq-0pL!x2', says: 'at least 12' },
    { label: 'six emoji of two units each', password: '🙂🐘🌾🛵🏠🎣', says: 'at least 12' },
    { label: '129 characters', password: 'abcde fghij '.repeat(11).slice(0, 129), says: '128' },
    { label: 'digits that count up', password: '123456789012', says: 'counts' },
    { label: 'digits that count down', password: '987654321098', says: 'counts' },
    { label: 'one pair repeated', password: 'abababababab', says: 'repeats' },
    { label: 'a common word with digits', password: 'Disnaker20262026', says: 'common' },
    { label: 'a common word in odd dress', password: 'p.a.s.s.w.o.r.d.1', says: 'common' },
    { label: 'the username with digits', password: 'dewi2026dewi', says: 'username' },
  ]) {
    it(`refuses ${label}`, () => {
      expect(() => checkPassword(password, 'dewi')).to.throw(InputError, says);
    });
  }
});

describe('hashPassword', () => {
  it('makes a salted scrypt hash that only the same password opens', async () => {
    const hash = await hashPassword('kuda baterai jepit');
    expect(hash).to.match(/^scrypt\$17\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await isPassword('kuda baterai jepit', hash)).to.equal(true);
    expect(await isPassword('kuda baterai jepiT', hash)).to.equal(false);
    expect(await isPassword('kuda baterai jepit', 'md5$x$y')).to.equal(false);
  });
});
