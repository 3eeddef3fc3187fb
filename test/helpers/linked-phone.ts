import type { Channel } from '../../src/channels/channel.ts';
import type { Outside, Vault } from '../../src/channels/kind.ts';
import { openMemoryVault } from '../../src/channels/memory-vault.ts';
import { linkedChannel } from '../../src/channels/whatsapp/linked.ts';
import { loadBaileys } from '../../src/channels/whatsapp/baileys.ts';
import type { Pause } from '../../src/channels/whatsapp/inbox.ts';
import type { ChannelEvent } from '../../src/core/message.ts';
import { fetchOnly, patience } from './fake-provider.ts';
import {
  linkPhone,
  openSocketDoubles,
  type SocketDouble,
  type SocketDoubles,
} from './fake-whatsapp.ts';

/** The moment at which these worlds begin. */
export const linkedStart = new Date('2026-11-23T01:00:00Z');

/** A channel of a linked phone before connections of the test's own making. */
export interface LinkedWorld {
  readonly channel: Channel;
  readonly vault: Vault;
  readonly doubles: SocketDoubles;
  readonly provider: { close(): Promise<void> };
  /** A key that nobody may see, as it would be printed. */
  readonly secret: string;
  /** Pauses that were asked for, in milliseconds. */
  readonly pauses: number[];
  /** Ends all pauses; the clock moves by the longest. */
  readonly pass: () => void;
}

/** Pauses that last until the test says, or their signal. */
function openPauses() {
  const asked: number[] = [];
  let waiting: { readonly ms: number; readonly end: () => void }[] = [];
  const pause: Pause = (ms, signal) =>
    new Promise((resolve) => {
      asked.push(ms);
      waiting.push({ ms, end: resolve });
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  const pass = (): number => {
    const ended = waiting;
    waiting = [];
    for (const { end } of ended) end();
    return Math.max(0, ...ended.map(({ ms }) => ms));
  };
  return { asked, pause, pass };
}

/** Opens it; linked unless the test says otherwise. */
export async function openLinked(
  options: {
    readonly linked?: boolean;
    readonly vault?: Vault;
    readonly sentText?: Outside['sentText'];
    /** Milliseconds to wait for WhatsApp's servers. */
    readonly timeout?: number;
  } = {},
): Promise<LinkedWorld> {
  const vault = options.vault ?? openMemoryVault();
  const secret = options.linked === false ? 'none' : await linkPhone(vault);
  const doubles = openSocketDoubles();
  const pauses = openPauses();
  let now = linkedStart.getTime();
  const outside: Outside = {
    publicUrl: '',
    path: '',
    clock: () => new Date(now),
    vault,
    fetch: fetchOnly(),
    timeout: options.timeout ?? patience.answered,
    sentText: options.sentText ?? (async () => undefined),
  };
  const { make } = doubles;
  const baileys = await loadBaileys();
  const parts = { baileys, outside, url: undefined, make, pause: pauses.pause, random: () => 1 };
  const channel = linkedChannel(parts, 1_000);
  return {
    channel,
    vault,
    doubles,
    secret,
    provider: { close: () => channel.stop!() },
    pauses: pauses.asked,
    pass: () => {
      now += pauses.pass();
    },
  };
}

/** The first connection, open. */
export async function connected({ doubles }: Pick<LinkedWorld, 'doubles'>): Promise<SocketDouble> {
  const socket = await doubles.nth(1);
  socket.open();
  return socket;
}

/** The same of a channel that nobody listened to yet; what it tells is added to `heard`. */
export async function listening(
  world: LinkedWorld,
  heard: ChannelEvent[] = [],
): Promise<SocketDouble> {
  await world.channel.listen!(async (events) => void heard.push(...events));
  return connected(world);
}
