import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';

const root = new URL('../../../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');
const phrases = Object.keys(parse(read('templates/admin/phrases.yaml')) as object);

const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: read(`src/${name}`) }));

const found = (pattern: RegExp, folder: string): string[] =>
  sources
    .filter(({ name }) => name.startsWith(folder))
    .flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name = '']) => name));

/** Refusals of services that a page tells: 400 and 409. Those of channels are for programs. */
const refusals = found(/RejectedRequest\(\s*(?:400|409),\s*'([a-z-]+)'/g, 'services/');

const notices = found(/notice: '([a-z-]+)'/g, 'web/admin/');

describe('templates/admin/phrases.yaml', () => {
  it('has words for every refusal of a service', () => {
    const missing = refusals.filter((code) => !phrases.includes(`problem-${code}`));
    expect(missing).to.deep.equal([]);
    expect(refusals).to.include('vacancy-closed');
  });

  it('has words for every notice', () => {
    expect(notices.filter((name) => !phrases.includes(name))).to.deep.equal([]);
    expect(notices).to.include('password-changed');
  });
});
