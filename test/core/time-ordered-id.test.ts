import { expect } from 'chai';
import { timeOrderedId } from '../../src/core/time-ordered-id.ts';

describe('timeOrderedId', () => {
  const now = Date.UTC(2026, 10, 23);

  it('has the form of a UUID of version 7', () => {
    expect(timeOrderedId(now)).to.match(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });

  it('begins with its moment', () => {
    const [high = '', low = ''] = timeOrderedId(now).split('-');
    expect(Number.parseInt(high + low, 16)).to.equal(now);
  });

  it('sorts by time', () => {
    expect(timeOrderedId(now) < timeOrderedId(now + 1)).to.equal(true);
  });

  it('is never the same twice', () => {
    expect(new Set(Array.from({ length: 2_000 }, () => timeOrderedId(now)))).to.have.property(
      'size',
      2_000,
    );
  });
});
