import { expect } from 'chai';
import { existsSync } from 'node:fs';
import { stepKinds } from '../../../src/flows/steps/index.ts';

const folder = new URL('../../../../test/flows/steps/', import.meta.url);

describe('kinds of step', () => {
  for (const { name } of stepKinds) {
    it(`${name} has a test of its own`, () => {
      expect(existsSync(new URL(`${name}.test.ts`, folder))).to.equal(true);
    });
  }
});
