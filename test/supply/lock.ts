import { readFileSync } from 'node:fs';

/** What package-lock.json says of one package. */
export interface Locked {
  /** Where it lies: `node_modules/natural/node_modules/uuid`. */
  readonly path: string;
  /** What it really is; an override may lay another package under a name. */
  readonly name: string;
  readonly version: string;
  readonly licence: string | undefined;
  /** Needed for developing alone. */
  readonly dev: boolean;
  readonly installs: boolean;
  readonly integrity: string | undefined;
  readonly resolved: string | undefined;
}

interface Entry {
  readonly name?: string;
  readonly version: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
}

const root = new URL('../../../', import.meta.url);

/** A file of the repository. */
export const readOurs = (name: string): string => readFileSync(new URL(name, root), 'utf8');

export const writeTo = (name: string): URL => new URL(name, root);

/** The name of the folder that a package lies in. */
export const folderOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;

/** All packages that `npm ci` lays down, as the lock file has them. */
export function lockedPackages(): readonly Locked[] {
  const { packages } = JSON.parse(readOurs('package-lock.json')) as {
    readonly packages: Readonly<Record<string, Entry>>;
  };
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  return installed.map(([path, entry]) => ({
    path,
    name: entry.name ?? folderOf(path),
    version: entry.version,
    licence: entry.license,
    dev: entry.dev === true,
    installs: entry.hasInstallScript === true,
    integrity: entry.integrity,
    resolved: entry.resolved,
  }));
}

/** What is said in package.json. */
export interface Ours {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly overrides: { readonly natural: Readonly<Record<string, string>> };
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

export const ours = (): Ours => JSON.parse(readOurs('package.json')) as Ours;
