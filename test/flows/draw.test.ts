import { expect } from 'chai';
import { loadBook } from '../../src/flows/book.ts';
import { drawFlow, drawFlows } from '../../src/flows/draw.ts';
import { writeFlows } from './flow-files.ts';
import { ownBook } from './talk.ts';

const coba = `
flow: coba
about: Mencoba
keywords: [COBA]
start: tanya
steps:
  tanya: { ask: 'Kata "apa"?', answer: words, save: kata, next: cari }
  cari:
    do: things.find
    with: { kata: kata }
    on: { found: ada, none: petugas }
  ada: { say: 'Ada {jumlah}.' }
  petugas: { go: petugas }
`;

describe('drawFlow', () => {
  it('draws questions, actions, ends and what leads from one to the other', () => {
    const { flows } = loadBook(writeFlows({ 'coba.yaml': coba }));
    const flow = flows['coba'];
    expect(flow && drawFlow(flow).split('\n')).to.deep.equal([
      'flowchart TD',
      '  coba_begin>"COBA"]',
      '  coba_begin --> coba_tanya',
      '  coba_tanya("tanya: Kata #quot;apa#quot;?")',
      '  coba_tanya --> coba_cari',
      '  coba_cari{{"things.find"}}',
      '  coba_cari -- "found" --> coba_ada',
      '  coba_cari -- "none" --> coba_petugas',
      '  coba_ada(["ada: Ada {jumlah}."])',
      '  coba_petugas(["petugas: petugas"])',
    ]);
  });
});

describe('drawFlows', () => {
  it('draws every flow of this repository in one picture, with the ways between them', () => {
    const flows = Object.values(ownBook().flows);
    const lines = drawFlows(flows)
      .split('\n')
      .map((line) => line.trim());
    expect(lines.filter((line) => line.startsWith('subgraph '))).to.have.length(flows.length);
    expect(lines).to.include('menu_daftar -.-> daftar_begin');
  });
});
