import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../channels/channel.ts';
import { runAsLeader, type LeaseTools } from './lease.ts';
import { recoverChannels, tellFailure, type Receive } from './recover.ts';
import { openRepeat, type Repeat } from './repeat.ts';

/** What keeping a channel needs. */
export interface KeepTools extends LeaseTools {
  readonly receive: Receive;
  /** The same for what nobody can be asked for again; left out: `receive`. */
  readonly take?: Receive;
}

/** What webhooks lost is read again within minutes. */
const recoverEvery = 300_000;
/** How a channel is, is known to the minute. */
const checkEvery = 60_000;
/** A channel that cannot listen tries again after this. */
const listenAgain = 30_000;

/** What went wrong is told as the channel's health; a bug is logged besides. Never throws. */
async function tell(channel: Channel, { receive, log }: KeepTools, error: unknown): Promise<void> {
  const event = { kind: 'health', state: 'down', code: 'unexpected' } as const;
  try {
    await tellFailure(channel, receive, error);
  } catch (bug) {
    log.error({ err: bug, channel: channel.name }, 'channel failed');
    const events = channel.accounts.map(({ name }) => ({ ...event, account: name }));
    await receive(channel.name, events).catch(() => undefined); // the database too: told at the next try
  }
}

/** Listens, however often it takes. */
async function listen(channel: Channel, tools: KeepTools, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    try {
      const take = tools.take ?? tools.receive;
      return await channel.listen?.((events) => take(channel.name, events));
    } catch (error) {
      await tell(channel, tools, error);
      await pause(listenAgain, undefined, { signal: over }).catch(() => undefined);
    }
  }
}

async function check(channel: Channel, tools: KeepTools): Promise<void> {
  try {
    const found = (await channel.check?.()) ?? [];
    const events = found.map((how) => ({ kind: 'health' as const, ...how }));
    if (events.length > 0) await tools.receive(channel.name, events);
  } catch (error) {
    await tell(channel, tools, error);
  }
}

function openTasks(channel: Channel, tools: KeepTools): Repeat[] {
  const { receive, log } = tools;
  const task = (name: string, every: number, work: () => Promise<unknown>): Repeat =>
    openRepeat({ name: `${name} ${channel.name}`, every }, work, log);
  return [
    ...(channel.recover
      ? [task('recover', recoverEvery, () => recoverChannels([channel], receive))]
      : []),
    ...(channel.check ? [task('check', checkEvery, () => check(channel, tools))] : []),
  ];
}

/** Listens, recovers and checks until the signal comes; then nothing of it runs any more. */
async function keep(channel: Channel, tools: KeepTools, over: AbortSignal): Promise<void> {
  const tasks = openTasks(channel, tools);
  try {
    await listen(channel, tools, over);
    for (const task of tasks) task.start();
    if (!over.aborted) await once(over, 'abort');
  } finally {
    await Promise.all(tasks.map((task) => task.stop()));
    await channel.stop?.();
  }
}

/** A channel as this process has it: open for sending, and listening when it is its turn. */
export interface Kept {
  /** May messages leave by it from this process? One that listens sends where it listens. */
  readonly maySend: () => boolean;
  start(): void;
  stop(): Promise<void>;
}

const needsLease = (channel: Channel): boolean =>
  channel.local !== true &&
  (['listen', 'recover', 'check'] as const).some((deed) => channel[deed] !== undefined);

/** Keeps a channel open that every process may have at once. */
const keepHere = (channel: Channel, tools: KeepTools): Kept => ({
  maySend: () => true,
  start: () => void listen(channel, tools, new AbortController().signal),
  stop: async () => channel.stop?.(),
});

/** Keeps a channel open, under the lease `channel:KEY` where it listens, recovers or is asked. */
export function openKept(channel: Channel, key: string, tools: KeepTools): Kept {
  if (!needsLease(channel)) return keepHere(channel, tools);
  let [started, open] = [false, true];
  const leader = runAsLeader(tools, `channel:${key}`, async ({ over }) => {
    open = true;
    await keep(channel, tools, over);
    open = false;
  });
  return {
    maySend: () => !started || channel.listen === undefined || leader.held,
    start: () => {
      started = true;
      leader.start();
    },
    stop: async () => {
      await leader.stop();
      if (open) await channel.stop?.();
    },
  };
}
