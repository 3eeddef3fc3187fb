import { z } from 'zod';
import type { Clock } from '../core/clock.ts';
import { SettingsError, type SettingProblem } from '../core/errors.ts';
import type { Channel } from './channel.ts';

/** Environment variables; an empty one counts as absent, as in a copied .env.example. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a channel is given of the world outside this program. */
export interface Outside {
  /** The address that providers call, without a slash at its end. */
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  /** The longest exchange with a provider, in milliseconds. */
  readonly timeout: number;
  /** Fires when the server stops and waits for providers no longer; left out: it waits for the time limit. */
  readonly stopping?: AbortSignal;
  /** Where the webhooks of this account lie: `/webhooks/telegram`, or `/webhooks/telegram/a7` of an added one. */
  readonly path: string;
  /** What the channel keeps between two starts: encrypted, of this account alone. */
  readonly vault: Vault;
  /** Text of a message that we sent under this provider id, while it is kept; for retry receipts. */
  readonly sentText: (providerId: string) => Promise<string | undefined>;
}

/** Small values that outlive the process: keys of a linked phone, how far a list was read. */
export interface Vault {
  /** The values that are there, by id. */
  read(category: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** All or nothing; null removes. */
  write(changes: readonly VaultChange[]): Promise<void>;
  /** Removes everything of this account. */
  clear(): Promise<void>;
}

export interface VaultChange {
  readonly category: string;
  readonly id: string;
  readonly value: string | null;
}

/** A provider that can be switched on by settings. */
export interface ChannelKind {
  readonly name: string;
  /** Where its webhooks begin, `/webhooks/NAME` when left out. */
  readonly path?: string;
  /** Names of all its settings, in the order in which to ask for them. */
  readonly settings: readonly string[];
  /** Each group needs one of its settings; with none of any group the channel is off. */
  readonly needs: readonly (readonly string[])[];
  /** The channel, or undefined when it is off. @throws ConfigError when half or wrongly set. */
  open(env: Environment, outside: Outside): Promise<Channel | undefined>;
}

interface Described<Schema extends z.ZodType> {
  readonly name: string;
  readonly path?: string;
  /** Each group needs one of its settings; with none of any group the channel is off. */
  readonly needs: readonly (readonly string[])[];
  readonly settings: Schema;
  /** Imports what is heavy, only now. */
  open(settings: z.output<Schema>, outside: Outside): Promise<Channel>;
}

const given = (env: Environment, name: string): boolean => (env[name] ?? '').trim() !== '';

/** What to say of groups of settings of which none is there. */
export function missingSettings(
  name: string,
  missing: readonly (readonly string[])[],
): SettingsError {
  const names = missing.map((group) => group.join(' or ')).join(', ');
  const problems = missing.flat().map((setting) => ({ setting, problem: 'missing' as const }));
  return new SettingsError(`Channel ${name} is half set up: ${names} missing`, problems);
}

/** Whether the channel is on. @throws ConfigError naming what is missing when it is half set up. */
function isOn(name: string, needs: readonly (readonly string[])[], env: Environment): boolean {
  const missing = needs.filter((group) => !group.some((setting) => given(env, setting)));
  if (missing.length === 0) return true;
  if (!needs.flat().some((setting) => given(env, setting))) return false;
  throw missingSettings(name, missing);
}

/** Checked settings. What is said of a wrong one never repeats its value: it may be a secret. */
function readSettings<Schema extends z.ZodType>(
  name: string,
  schema: Schema,
  env: Environment,
): z.output<Schema> {
  const present = Object.entries(env).flatMap(([key, value]) =>
    value?.trim() ? [[key, value.trim()]] : [],
  );
  const read = schema.safeParse(Object.fromEntries(present));
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')} (${message})`);
  const problems = read.error.issues.map(({ path }): SettingProblem => ({
    setting: path.join('.'),
    problem: 'wrong',
  }));
  throw new SettingsError(`Channel ${name}: ${wrong.join(', ')}`, problems);
}

/** Names of the settings that a schema reads, also behind a transform. */
function settingNames(schema: z.ZodType): readonly string[] {
  if (schema instanceof z.ZodPipe) return settingNames(schema.in as z.ZodType);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

/** Makes a channel's file into a line of the list in index.ts. */
export function channelKind<Schema extends z.ZodType>(kind: Described<Schema>): ChannelKind {
  const { name, path, needs, settings } = kind;
  return {
    name,
    ...(path !== undefined && { path }),
    settings: settingNames(settings),
    needs,
    open: async (env, outside) =>
      isOn(name, needs, env) ? kind.open(readSettings(name, settings, env), outside) : undefined,
  };
}

/** Where a cloud tells its machines their secrets: no phone and no gateway of an office lies there. */
const isCloudsOwn = ({ hostname }: URL): boolean =>
  /^(?:169\.254\.|0\.|\[fe[89ab]|\[::ffff:a9fe:|\[fd00:ec2::|\[::\]|metadata(?:\.|$))/u.test(
    hostname,
  );

/** An http or https address; no user name in it, because addresses end in logs. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address', abort: true })
  .refine((text) => !new URL(text).username, { error: 'must hold no user name or password' })
  .refine((text) => !isCloudsOwn(new URL(text)), { error: 'must be no address of a cloud itself' });

/** Segments a second. */
export const rate = z.coerce.number({ error: 'must be a number' }).positive().max(10_000);
