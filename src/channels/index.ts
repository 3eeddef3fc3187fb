import { android } from './android.ts';
import { systemClock, type Clock } from '../core/clock.ts';
import type { Channel } from './channel.ts';
import { http } from './http.ts';
import { kannel } from './kannel.ts';
import type { ChannelKind, Environment, Outside, Vault } from './kind.ts';
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
];

/** What `openChannels` takes of the world. */
export interface Surroundings {
  /** The address that providers call; signatures are checked against it. */
  readonly publicUrl: string;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  /** The longest exchange with a provider, in milliseconds; two must end within the outbox's lease of 20 s. */
  readonly timeout?: number;
  /** What the account of this name keeps; left out: only in memory, until the process ends. */
  readonly vault?: (account: string) => Vault;
  readonly sentText?: Outside['sentText'];
}

/**
 * Opens every channel whose settings are there.
 * @throws ConfigError when one is half or wrongly set up.
 */
export async function openChannels(
  env: Environment,
  surroundings: Surroundings,
): Promise<readonly Channel[]> {
  const outside = {
    publicUrl: surroundings.publicUrl.replace(/\/+$/, ''),
    clock: surroundings.clock ?? systemClock,
    fetch: surroundings.fetch ?? globalThis.fetch,
    timeout: surroundings.timeout ?? 9_000,
    sentText: surroundings.sentText ?? (async () => undefined),
  };
  const opened = await Promise.all(
    kinds.map((kind) => {
      const path = kind.path ?? `/webhooks/${kind.name}`;
      const vault = surroundings.vault?.(kind.name) ?? openMemoryVault();
      return kind.open(env, { ...outside, path, vault });
    }),
  );
  return opened.filter((channel) => channel !== undefined);
}
