import { expect } from 'chai';
import { loadBook } from '../../src/flows/book.ts';
import { actions } from '../../src/services/index.ts';

const root = new URL('../../../', import.meta.url);

describe('the flows of this repository', () => {
  it('have no mistakes', () => {
    const book = loadBook({
      flows: new URL('flows/', root),
      replies: new URL('templates/replies/', root),
      catalogue: actions,
    });
    expect(book.flows).to.include.keys('menu', 'daftar', 'tanya', 'petugas');
  });
});
