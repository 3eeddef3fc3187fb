import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';

const root = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');

/** Settings that no operator should know: they exist for our tests. */
const internal = new Set(['KILL_AT']);

/** Names of the settings that a zod schema of the file declares: `  TWILIO_RATE: rate...`. */
function declaredIn(file: string): string[] {
  return [...read(file).matchAll(/^ {2,}([A-Z][A-Z0-9_]+): ?[a-z\n]/gm)].map(
    ([, name = '']) => name,
  );
}

const channels = readdirSync(new URL('src/channels/', root), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => `src/channels/${name}`);
const declared = [...channels, 'src/config.ts']
  .filter((file) => existsSync(new URL(file, root)))
  .flatMap(declaredIn)
  .filter((name) => !internal.has(name));

const lines = read('.env.example').split('\n');
const offered = lines.flatMap((line) => /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1] ?? []);

describe('.env.example', () => {
  it('names every setting that the program reads, and no other', () => {
    expect(offered.toSorted()).to.deep.equal([...new Set(declared)].toSorted());
  });

  it('names each setting once', () => {
    expect(offered).to.have.length(new Set(offered).size);
  });

  it('says something above each setting or above its pair', () => {
    const silent = lines.filter(
      (line, at) => /^[A-Z]/.test(line) && !/^(#(?! ---)|[A-Z])/.test(lines[at - 1] ?? ''),
    );
    expect(silent).to.deep.equal([]);
  });
});
