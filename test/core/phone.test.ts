import { expect } from 'chai';
import { assert, constantFrom, property, string, stringMatching } from 'fast-check';
import { canReceiveSms, maskPhone, normalisePhone } from '../../src/core/phone.ts';

describe('normalisePhone', () => {
  const cases = [
    { label: 'hyphens', text: '0812-3456-7890', expected: '+6281234567890' },
    { label: '+62 and spaces', text: '+62 812 3456 7890', expected: '+6281234567890' },
    { label: '62 without a plus', text: '6281234567890', expected: '+6281234567890' },
    { label: 'no prefix at all', text: '81234567890', expected: '+6281234567890' },
    { label: '+62 and the 0 kept', text: '+6281234567890', expected: '+6281234567890' },
    { label: '+620', text: '+62081234567890', expected: '+6281234567890' },
    { label: '62 and the 0 in brackets', text: '+62 (0)812 3456 7890', expected: '+6281234567890' },
    { label: '0062', text: '006281234567890', expected: '+6281234567890' },
    { label: 'dots', text: '0812.3456.7890', expected: '+6281234567890' },
    { label: 'a number of ten digits', text: '0812345678', expected: '+62812345678' },
    { label: 'a number of thirteen digits', text: '0812345678901', expected: '+62812345678901' },
    { label: 'an unknown prefix', text: '084012345678', expected: '+6284012345678' },
    { label: 'full-width digits', text: '０８１２３４５６７８９０', expected: '+6281234567890' },
    { label: 'a landline', text: '(0334) 881234', expected: '+62334881234' },
    { label: 'Malaysia', text: '+60 12-345 6789', expected: '+60123456789' },
    { label: 'Malaysia with 00', text: '0060123456789', expected: '+60123456789' },
    { label: 'two numbers at once', text: '08179315964 - 081331', expected: undefined },
    { label: 'a number cut short', text: '081331', expected: undefined },
    { label: 'fourteen digits', text: '08123456789012', expected: undefined },
    { label: 'a foreign number without its plus', text: '60123456789', expected: undefined },
    { label: 'the letter O', text: 'O81234567890', expected: undefined },
    { label: 'a short code', text: '4444', expected: undefined },
    { label: 'a name', text: 'TELKOMSEL', expected: undefined },
    { label: 'nothing', text: '', expected: undefined },
    { label: 'a plus alone', text: '+', expected: undefined },
  ];
  for (const { label, text, expected } of cases) {
    it(`reads ${label}`, () => {
      expect(normalisePhone(text)).to.equal(expected);
    });
  }

  it('gives the same for every way of writing a mobile number', () => {
    const forms = constantFrom('0', '+62', '62', '+620', '0062', '');
    assert(
      property(forms, stringMatching(/^8[1-9]\d{7,10}$/), (prefix, number) => {
        expect(normalisePhone(`${prefix}${number}`)).to.equal(`+62${number}`);
      }),
    );
  });

  it('gives nothing but E.164, which it reads again', () => {
    assert(
      property(string({ unit: constantFrom(...'0123456789+ -()'.split('')) }), (text) => {
        const phone = normalisePhone(text);
        if (phone === undefined) return;
        expect(phone).to.match(/^\+[1-9]\d{7,14}$/);
        expect(normalisePhone(phone)).to.equal(phone);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('maskPhone', () => {
  const cases = [
    { label: 'a mobile number', phone: '+6281234567878', expected: '0812-xxxx-xx78' },
    { label: 'a number from abroad', phone: '+60123456789', expected: '+60-xxxx-xx89' },
    { label: 'a user id', phone: 'u12345', expected: 'xxxx-xxxx-xx45' },
  ];
  for (const { label, phone, expected } of cases) {
    it(`masks ${label}`, () => {
      expect(maskPhone(phone)).to.equal(expected);
    });
  }
});

describe('canReceiveSms', () => {
  const cases = [
    { label: 'a mobile number', address: '+6281234567890', expected: true },
    { label: 'a mobile number as dialled', address: '081234567890', expected: true },
    { label: 'a number from abroad', address: '+60123456789', expected: true },
    { label: 'a number from abroad without plus', address: '60123456789', expected: true },
    { label: 'a landline', address: '+62334881234', expected: false },
    { label: 'a landline as dialled', address: '0334881234', expected: false },
    { label: 'a free-phone number', address: '08001234567', expected: false },
    { label: 'a short code', address: '4444', expected: false },
    { label: 'seven digits', address: '1500505', expected: false },
    { label: 'a name', address: 'TELKOMSEL', expected: false },
    { label: 'a name with digits', address: 'BANK12345678', expected: false },
    { label: 'nothing', address: '', expected: false },
  ];
  for (const { label, address, expected } of cases) {
    it(`${expected ? 'allows' : 'refuses'} ${label}`, () => {
      expect(canReceiveSms(address)).to.equal(expected);
    });
  }
});
