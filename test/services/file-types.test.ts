import { expect } from 'chai';
import { shownAs, typeOf } from '../../src/services/file-types.ts';
import { sampleFiles } from '../helpers/sample-files.ts';

describe('typeOf', () => {
  const taken = [
    { label: 'jpeg', type: 'image/jpeg', shown: 'image' },
    { label: 'png', type: 'image/png', shown: 'image' },
    { label: 'webp', type: 'image/webp', shown: 'image' },
    { label: 'pdf', type: 'application/pdf', shown: 'paper' },
    { label: 'opus', type: 'audio/ogg', shown: 'audio' },
    { label: 'mp3', type: 'audio/mpeg', shown: 'audio' },
    { label: 'm4a', type: 'audio/x-m4a', shown: 'audio' },
    { label: 'mp4', type: 'video/mp4', shown: 'video' },
  ] as const;
  for (const { label, type, shown } of taken) {
    it(`knows ${label} by its content`, async () => {
      expect(await typeOf(sampleFiles[label])).to.equal(type);
      expect(shownAs(type)?.shown).to.equal(shown);
    });
  }

  const refused = ['gif', 'svg', 'html', 'exe', 'zip', 'text', 'nothing', 'broken'] as const;
  for (const label of refused) {
    it(`takes no ${label}, whatever it is called`, async () => {
      expect(await typeOf(sampleFiles[label])).to.equal(undefined);
    });
  }

  it('shows nothing that is only a word of every object', () => {
    expect(shownAs('constructor')).to.equal(undefined);
  });
});
