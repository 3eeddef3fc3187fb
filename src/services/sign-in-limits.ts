import {
  pausedUntil,
  pauseUntil,
  refundPoint,
  removeEndedLimits,
  removeLimits,
  spendPoint,
} from '../store/sign-in-limits.ts';
import type { Db, Store } from '../store/store.ts';

/** Who tries to sign in as whom. */
export interface Attempt {
  readonly username: string;
  /** Of the network, as the server or its proxy saw it. */
  readonly address: string;
}

const window = 15 * 60_000;

/**
 * Wrong tries in 15 minutes (OWASP ASVS 5.0, 6.3.1). An account is never locked as such: whoever
 * guesses is held up where they are, its officer elsewhere is not. `code` is the exception: only who
 * knows the password comes as far as the code.
 */
const most = { account: 5, address: 20, code: 10 } as const;

/** From the third wrong try on each next one waits longer: 2, 4, 8 seconds. */
const pauseAfter = (tries: number): number => (tries < 3 ? 0 : 1000 * 2 ** (tries - 2));

function keysOf({ keys }: Db, { username, address }: Attempt) {
  const name = username.toLowerCase();
  return {
    account: keys.index('limit-account', `${name}|${address}`),
    address: keys.index('limit-address', address),
    pause: keys.index('limit-pause', `${name}|${address}`),
  };
}

/** What is left to wait under a key, in milliseconds; 0 when the try may be made. */
async function spend(db: Db, key: string, limit: number, at: number): Promise<number> {
  const { points, endsAt } = await spendPoint(db, key, { at, life: window });
  return points > limit ? endsAt - at : 0;
}

/**
 * Counts a try before it is made, so that many at the same moment are no way around. Gives how many
 * milliseconds to wait first; 0: it may be made.
 */
export async function beginAttempt(store: Store, attempt: Attempt, now: Date): Promise<number> {
  const at = now.getTime();
  return store.transaction(async (db) => {
    await removeEndedLimits(db, at);
    const keys = keysOf(db, attempt);
    const pause = (await pausedUntil(db, keys.pause)) - at;
    if (pause > 0) return pause;
    const { points, endsAt } = await spendPoint(db, keys.account, { at, life: window });
    const wait = Math.max(
      points > most.account ? endsAt - at : 0,
      await spend(db, keys.address, most.address, at),
    );
    if (wait === 0) await pauseUntil(db, keys.pause, at + pauseAfter(points));
    return wait;
  });
}

/** The same for a code of the second factor, counted for the officer wherever it is tried. */
export async function beginCode(store: Store, attempt: Attempt, now: Date): Promise<number> {
  const wait = await beginAttempt(store, attempt, now);
  if (wait > 0) return wait;
  const key = store.keys.index('limit-code', attempt.username.toLowerCase());
  return spend(store, key, most.code, now.getTime());
}

/** The password was right: that try does not count, the ones before it still do. */
export async function refundAttempt(store: Store, attempt: Attempt): Promise<void> {
  const keys = keysOf(store, attempt);
  await store.transaction(async (db) => {
    await refundPoint(db, keys.account);
    await refundPoint(db, keys.address);
    await removeLimits(db, [keys.pause]);
  });
}

/** The officer is signed in: nothing was guessed here. */
export async function forgetAttempts(store: Store, attempt: Attempt): Promise<void> {
  const keys = keysOf(store, attempt);
  const code = store.keys.index('limit-code', attempt.username.toLowerCase());
  await store.transaction(async (db) => {
    await refundPoint(db, keys.address);
    await removeLimits(db, [keys.account, keys.pause, code]);
  });
}
