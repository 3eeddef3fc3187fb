import { android } from './android.ts';
import { systemClock, type Clock } from '../core/clock.ts';
import { ConfigError } from '../core/errors.ts';
import { renamed } from './added.ts';
import type { Channel } from './channel.ts';
import { gammu } from './gammu.ts';
import { http } from './http.ts';
import { kannel } from './kannel.ts';
import {
  missingSettings,
  type ChannelKind,
  type Environment,
  type Outside,
  type Vault,
} from './kind.ts';
import { openMemoryVault } from './memory-vault.ts';
import { telegram } from './telegram.ts';
import { twilio } from './twilio.ts';
import { whatsappCloud } from './whatsapp-cloud.ts';
import { whatsapp } from './whatsapp.ts';

/** The providers, one a line. */
export const kinds: readonly ChannelKind[] = [
  twilio, //
  telegram,
  android,
  whatsappCloud,
  whatsapp,
  http,
  kannel,
  gammu,
];

/** What `openChannels` takes of the world. */
export interface Surroundings {
  /** The address that providers call; signatures are checked against it. */
  readonly publicUrl: string;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  /** The longest exchange with a provider, in milliseconds; two must end within the outbox's lease of 20 s. */
  readonly timeout?: number;
  /** Fires when the server stops and waits for providers no longer. */
  readonly stopping?: AbortSignal;
  /** What the account of this name keeps; left out: only in memory, until the process ends. */
  readonly vault?: (account: string) => Vault;
  readonly sentText?: Outside['sentText'];
}

/** What a channel is given, but its path and vault. */
const outsideOf = (surroundings: Surroundings) => ({
  publicUrl: surroundings.publicUrl.replace(/\/+$/, ''),
  clock: surroundings.clock ?? systemClock,
  fetch: surroundings.fetch ?? globalThis.fetch,
  timeout: surroundings.timeout ?? 9_000,
  ...(surroundings.stopping && { stopping: surroundings.stopping }),
  sentText: surroundings.sentText ?? (async () => undefined),
});

/** Where the webhooks of a kind lie. */
export const pathOf = (kind: ChannelKind): string => kind.path ?? `/webhooks/${kind.name}`;

/**
 * Opens every channel whose settings are there.
 * @throws ConfigError when one is half or wrongly set up.
 */
export async function openChannels(
  env: Environment,
  surroundings: Surroundings,
): Promise<readonly Channel[]> {
  const outside = outsideOf(surroundings);
  const opened = await Promise.all(
    kinds.map((kind) => {
      const vault = surroundings.vault?.(kind.name) ?? openMemoryVault();
      return kind.open(env, { ...outside, path: pathOf(kind), vault });
    }),
  );
  return opened.filter((channel) => channel !== undefined);
}

/** An account beside those of the environment. */
export interface Added {
  /** Name of its kind: `telegram`. */
  readonly channel: string;
  /** Its own, in the path of its webhooks: `/webhooks/telegram/tempeh`. */
  readonly name: string;
  readonly settings: Environment;
}

/**
 * Opens the channel of an added account; its one sender goes by the account's name.
 * @throws SettingsError when its settings are missing or wrong, ConfigError for an unknown kind
 */
export async function openAdded(added: Added, surroundings: Surroundings): Promise<Channel> {
  const kind = kinds.find(({ name }) => name === added.channel);
  if (!kind) throw new ConfigError(`There is no channel ${added.channel}`);
  const key = `${kind.name}/${added.name}`;
  const channel = await kind.open(added.settings, {
    ...outsideOf(surroundings),
    path: `${pathOf(kind)}/${added.name}`,
    vault: surroundings.vault?.(key) ?? openMemoryVault(),
  });
  if (!channel) throw missingSettings(kind.name, kind.needs);
  return renamed(channel, added.name);
}
