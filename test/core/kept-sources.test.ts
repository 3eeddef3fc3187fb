import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { parse } from 'yaml';
import { keptSources } from '../../src/core/kept-sources.ts';
import { parseSources, readSources } from '../../src/flows/source.ts';
import { bookPlaces } from '../../src/open.ts';
import { parseYaml } from '../../src/services/yaml.ts';

const files = [bookPlaces.flows, bookPlaces.replies].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name)),
);

const templates = fileURLToPath(new URL('../../../templates/', import.meta.url));
const words = readdirSync(templates, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

const plain = ({ data, version }: { data: unknown; version: string }) => ({ data, version });

describe('documents that a build keeps', () => {
  for (const file of files) {
    it(`are those of ${file.split('/').slice(-2).join('/')}, with their lines`, () => {
      const text = readFileSync(file, 'utf8');
      const parsed = parseSources(text, 'x');
      const read = readSources(file, 'x');
      expect(parsed.mistakes).to.deep.equal([]);
      // Through JSON, as a build writes them.
      expect(JSON.parse(JSON.stringify(parsed.sources.map(plain)))).to.deep.equal(
        read.sources.map(plain),
      );
      for (const [at, source] of read.sources.entries()) {
        for (const path of [[], ['flow'], ['steps'], ['keywords', 1], ['nowhere', 'at', 'all']]) {
          expect(source.lineOf(path)).to.equal(parsed.sources[at]?.lineOf(path));
        }
      }
    });
  }

  for (const file of words) {
    it(`are those of templates/${file}`, () => {
      const text = readFileSync(join(templates, file), 'utf8');
      expect(keptSources(text)).to.have.length(1);
      expect(parseYaml(text)).to.deep.equal(parse(text));
    });
  }

  it('are not those of a text that has changed', () => {
    expect(keptSources('nobody: wrote this')).to.equal(undefined);
  });
});
