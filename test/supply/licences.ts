import { format } from 'prettier';
import { lockedPackages, ours, type Locked } from './lock.ts';
import { toldElsewhere, why } from './why.ts';

/** The licence of a package, as SPDX writes it. */
export const licenceOf = ({ name, licence }: Locked): string =>
  licence ?? toldElsewhere[name] ?? 'unknown';

/** Licences that ask for the source to be passed on. */
export const isCopyleft = (licence: string): boolean => /\b[AL]?GPL/u.test(licence);

interface Row {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Each package once, in the order of its name. */
function rowsOf(packages: readonly Locked[]): readonly Row[] {
  const rows = packages.map((one) => {
    return { name: one.name, version: one.version, licence: licenceOf(one) };
  });
  const once = new Map(rows.map((row) => [`${row.name} ${row.version}`, row]));
  return [...once.values()].toSorted((a, b) =>
    `${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1,
  );
}

function listed(rows: readonly Row[]): string {
  const names = [...new Set(rows.map(({ licence }) => licence))];
  const groups = names
    .map((name) => [name, rows.filter(({ licence }) => licence === name)] as const)
    .toSorted(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return groups
    .map(([licence, all]) => {
      const list = all.map(({ name, version }) => `${name} ${version}`).join(', ');
      return `**${licence}** (${all.length})\n\n${list}\n`;
    })
    .join('\n');
}

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function direct(packages: readonly Locked[]): string {
  const { dependencies, devDependencies, optionalDependencies } = ours();
  const rows = [dependencies, optionalDependencies, devDependencies].flatMap((group, at) =>
    Object.entries(group).map(([name, version]) => {
      const found = packages.find(({ path }) => path === `node_modules/${name}`);
      const use = ['serving', 'serving, optional', 'developing'][at] ?? '';
      return [name, version, found ? licenceOf(found) : 'unknown', use, why[name] ?? ''];
    }),
  );
  return tableOf(['package', 'version', 'licence', 'for', 'why it is here'], rows);
}

function scripts(packages: readonly Locked[]): string {
  const { allowScripts } = ours();
  const names = new Set(packages.filter(({ installs }) => installs).map(({ name }) => name));
  const rows = [...names].toSorted().map((name) => {
    return [name, allowScripts[name] === true ? 'run' : 'not run'];
  });
  return tableOf(['package', 'its install script is'], rows);
}

const head = `# What SapaKerja is made of

Made by \`npm run licences\` from package-lock.json; a test fails when it is not current. A bill of materials
(CycloneDX, JSON) is printed by \`npm run sbom\`. Every version is exact and bound to its checksum.`;

const copyleft = `Their source may have to be passed on with what is made of them. libsignal comes with Baileys, which is
optional and loaded only where a phone is linked: leave it out with \`npm ci --omit=optional\`. libvips belongs to
sharp, which Baileys may use for previews and we never load.`;

/** docs/licences.md. */
export async function licencesPage(): Promise<string> {
  const packages = lockedPackages();
  const serving = rowsOf(packages.filter(({ dev }) => !dev));
  const developing = rowsOf(packages.filter(({ dev }) => dev));
  const parts = [
    head,
    '## What we chose',
    direct(packages),
    '## Copyleft',
    copyleft,
    listed(serving.filter(({ licence }) => isCopyleft(licence))),
    '## Install scripts',
    'npm runs no other package’s script: `allowScripts` of package.json.',
    scripts(packages),
    '## Everything that serves',
    listed(serving),
    '## Everything else, for developing',
    listed(developing),
  ];
  return format(parts.join('\n\n'), { parser: 'markdown', printWidth: 100 });
}
