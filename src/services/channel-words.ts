import { readFileSync } from 'node:fs';
import { parseYaml } from './yaml.ts';

/** What one setting of a channel is called and how it is asked. */
export interface SettingWords {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Never shown again, once it is stored. */
  readonly secret: boolean;
  /** Rarely needed: asked last. */
  readonly rare: boolean;
  /** Not asked: this is its value. */
  readonly fixed?: string;
}

/** What ails a sender and how to mend it, a sentence each. */
export interface Ailment {
  readonly says: string;
  readonly mend: string;
}

interface Kind {
  readonly name: string;
  readonly about: string;
  readonly settings: Readonly<Record<string, Partial<Omit<SettingWords, 'name'>>>>;
}

interface Words {
  readonly kinds: Readonly<Record<string, Kind>>;
  readonly codes: Readonly<Record<string, Ailment>>;
  readonly families: Readonly<Record<string, string>>;
  readonly states: Readonly<Record<string, Ailment>>;
  readonly banner: string;
  readonly 'banner-more': string;
}

const file = new URL('../../../templates/admin/channels.yaml', import.meta.url);
let read: Words | undefined;
const words = (): Words => (read ??= parseYaml(readFileSync(file, 'utf8')) as Words);

/** What a channel is called: `SMS lewat HP Android`. */
export const channelName = (channel: string): string => words().kinds[channel]?.name ?? channel;

/** What it is, in a sentence. */
export const channelAbout = (channel: string): string => words().kinds[channel]?.about ?? '';

/** How a setting is asked; one that has no words yet counts as secret. */
export function settingWords(channel: string, name: string): SettingWords {
  const known = words().kinds[channel]?.settings[name];
  if (!known) return { name, label: name, secret: true, rare: false };
  return { label: name, secret: false, rare: false, ...known, name };
}

const own = <T>(table: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

function familyOf(code: string): string | undefined {
  const { families } = words();
  const found = Object.keys(families).find((start) => code.startsWith(start));
  return found === undefined ? undefined : families[found];
}

/** The words of a code of that channel, or of the code by itself. */
function exactly(channel: string, code: string): Ailment | undefined {
  const { codes } = words();
  return own(codes, `${channel}/${code}`) ?? own(codes, code);
}

/** The first that is known of several. */
const firstOf = <T>(found: readonly (T | undefined)[]): T | undefined =>
  found.find((one) => one !== undefined);

/** A sender's channel, and how it is. */
export interface Condition {
  readonly channel: string;
  readonly state: string;
  readonly code: string | null;
}

/**
 * What a code means: `silent`, `misconfigured:http-401` (kind, then the provider's), `undecrypted-3`.
 * What the provider says is told before what we make of it. Undefined: all is well.
 */
export function ailment({ channel, state, code }: Condition): Ailment | undefined {
  const parts = code === null ? [] : [code, ...code.split(':').toReversed()];
  const known =
    firstOf(parts.map((part) => exactly(channel, part))) ??
    firstOf(parts.map((part) => own(words().codes, familyOf(part) ?? '')));
  const general = own(words().states, state);
  if (known) return known;
  return general?.says === '' ? undefined : general;
}

/** What every page says when senders are down: the name of one, or how many. */
export function troubleLine(ill: readonly { readonly name: string; readonly says: string }[]) {
  const [one, ...more] = ill;
  if (!one) return undefined;
  const { banner, 'banner-more': many } = words();
  if (more.length > 0) return many.replace('{jumlah}', String(ill.length));
  return banner.replace('{nama}', one.name).replace('{pesan}', one.says);
}
