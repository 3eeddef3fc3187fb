import { expect } from 'chai';
import { faultOf } from '../../src/core/fault.ts';

describe('faultOf', () => {
  it('gives kind, code and place', () => {
    const error = Object.assign(new TypeError('x'), { code: '23502' });
    const fault = faultOf(error);
    expect(fault).to.include({ name: 'TypeError', code: '23502' });
    expect(fault.at[0]).to.match(/fault\.test\.js:\d+:\d+$/);
  });

  const texts = [
    { label: 'a text', text: 'no row of SITI 3508105201990001' },
    { label: 'a text of several lines', text: 'no row\n    at SITI (3508105201990001)\nof hers' },
    { label: 'a line like a place', text: 'no row\n    at SITI 3508105201990001:1:1' },
  ];
  for (const { label, text } of texts) {
    it(`repeats nothing of an error's text: ${label}`, () => {
      const detail = { detail: 'Failing row contains (SITI)' }; // as PostgreSQL adds to its errors
      const told = JSON.stringify(faultOf(Object.assign(new Error(text), detail)));
      expect(told).not.to.contain('3508').and.not.to.contain('SITI');
    });
  }

  it('names the kind of what is no error', () => {
    expect(faultOf('SITI')).to.deep.equal({ name: 'string', at: [] });
  });
});
