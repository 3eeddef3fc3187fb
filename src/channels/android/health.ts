import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { ChannelHealth } from '../../core/message.ts';
import { account, type PhoneEvent } from './events.ts';

const check = z.object({ status: z.string(), observedValue: z.number().optional() });

/** What the app says of itself (docs of the app, features/health). */
const report = z.object({ status: z.string(), checks: z.record(z.string(), check) });

const battery = 'battery:level';

/** The phone's health from the app's report; undefined when it is none. */
export function readHealth(value: unknown): ChannelHealth | undefined {
  const read = report.safeParse(value);
  if (!read.success) return undefined;
  const { checks } = read.data;
  const failed = Object.keys(checks).find((name) => checks[name]?.status === 'fail');
  const level = checks[battery]?.observedValue;
  const code = failed !== undefined && /^[a-z:-]{1,40}$/.test(failed) ? failed : null;
  const charge =
    level === undefined ? {} : { battery: Math.max(0, Math.min(100, Math.round(level))) };
  return { account, state: 'up', code, ...charge };
}

/** The phone's clock may differ by this much; the app's own advice. */
const clockTolerance = 300_000;

/** What this process has seen of the phone. */
export interface Watch {
  /** What a genuine request tells of the phone's health. */
  saw(told: PhoneEvent): readonly ChannelHealth[];
  /** Two pings are missing: what the phone sends does not come through. */
  silent(): boolean;
}

/**
 * Watches a phone by its requests. A clock that is wrong is told, and the message taken: it is
 * genuine, the villager waits, and an old request repeated by somebody else has no effect as its
 * key is known for ever.
 */
export function openWatch(clock: Clock): Watch {
  let isWrong = false;
  let pings: readonly number[] = [];
  const clockHealth = (now: number, signedAt: number): readonly ChannelHealth[] => {
    const wasWrong = isWrong;
    isWrong = !(Math.abs(now - signedAt) <= clockTolerance);
    if (isWrong) return [{ account, code: 'clock' }];
    return wasWrong ? [{ account, code: null }] : [];
  };
  const pingHealth = (now: number, payload: unknown): ChannelHealth => {
    pings = [...pings, now].slice(-4);
    const health = z.object({ health: z.unknown() }).safeParse(payload);
    const known = readHealth(health.data?.health) ?? { account, state: 'up', code: null };
    return isWrong ? { ...known, code: 'clock' } : known;
  };
  return {
    saw: ({ event, payload, signedAt }) => {
      const now = clock().getTime();
      const time = clockHealth(now, signedAt);
      if (event === 'system:ping') return [pingHealth(now, payload)];
      if (event === 'app:started') return [{ account, state: 'up' }, ...time];
      return time;
    },
    silent: () => {
      const gaps = pings.slice(1).map((at, n) => at - (pings[n] ?? at));
      const last = pings.at(-1);
      return last !== undefined && gaps.length > 0
        ? clock().getTime() - last > 2.5 * Math.max(...gaps)
        : false;
    },
  };
}
