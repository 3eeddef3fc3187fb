import { expect } from 'chai';
import { measureSms } from '../../src/core/sms.ts';
import { forwardingBodies } from '../../src/services/bodies.ts';
import { openPhrases } from '../../src/services/phrases.ts';

describe('forwardingBodies', () => {
  const cases = [
    { category: 'wages', first: 'pengawasan' },
    { category: 'officer', first: 'lapor' },
    { category: 'abroad', first: 'bp3mi' },
    { category: 'danger', first: 'bp3mi' },
    { category: null, first: 'pengawasan' },
  ];
  for (const { category, first } of cases) {
    it(`offers ${first} first for ${category ?? 'no category'}, and all others`, () => {
      const bodies = forwardingBodies(category);
      expect(bodies[0]?.key).to.equal(first);
      expect(bodies).to.have.length(4);
    });
  }

  for (const { key, name } of forwardingBodies(null)) {
    it(`tells of ${key} with its number in one SMS`, () => {
      const words = openPhrases('matters/words.yaml');
      const values = { nomor: 'A1042', badan: name, rujukan: '560/1234/2026' };
      const size = measureSms(words('forwarded', values));
      expect(size).to.include({ encoding: 'GSM-7', segments: 1 });
    });
  }
});
