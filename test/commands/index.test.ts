import { expect } from 'chai';
import { commands } from '../../src/commands/index.ts';

describe('commands', () => {
  for (const [words, open] of commands) {
    it(`${words} is what the usage of that command begins with`, async () => {
      const { usage } = await open();
      expect(`${usage} `.startsWith(`${words} `)).to.equal(true);
      // The next word, if any, is an argument or an option: else it would belong to the name.
      expect(usage.slice(words.length + 1).split(' ')[0]).not.to.match(/^[a-z][a-z-]*$/);
    });
  }
});
