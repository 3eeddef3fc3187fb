import { readHealth, type AccountHealth } from '../store/account-health.ts';
import { listSenders, type SenderRow } from '../store/senders.ts';
import type { Db } from '../store/store.ts';

/** `off`: switched off; `unknown`: nothing is known yet. */
export type SenderState = 'up' | 'down' | 'waiting' | 'off' | 'unknown';

/** A sender and how it is. */
export interface SenderHealth extends SenderRow {
  readonly state: SenderState;
  /** Why, as stored; also a warning while it is up. */
  readonly code: string | null;
  /** Epoch milliseconds. */
  readonly since: number | null;
  readonly lastInAt: number | null;
  readonly lastOutAt: number | null;
  /** Per cent. */
  readonly signal: number | null;
  readonly battery: number | null;
}

type Judged = Pick<SenderHealth, 'state' | 'code' | 'since'>;

const isWell = ({ state, lastInAt, lastOutAt }: AccountHealth): boolean =>
  state === 'up' || lastInAt !== null || lastOutAt !== null;

/** What the channel says and what sending shows, together: the worse counts. */
export function judge(health: AccountHealth | undefined): Judged {
  if (!health) return { state: 'unknown', code: null, since: null };
  const { state, code, since, failingCode, failingSince } = health;
  if (state === 'down' || state === 'waiting') return { state, code, since };
  if (failingCode !== null) {
    const isWrong = failingCode.startsWith('misconfigured');
    return { state: isWrong ? 'waiting' : 'down', code: failingCode, since: failingSince };
  }
  return { state: isWell(health) ? 'up' : 'unknown', code, since };
}

/** All senders with how they are; of one office where one is given. */
export async function senderHealth(db: Db, office?: string): Promise<SenderHealth[]> {
  const known = await readHealth(db);
  return (await listSenders(db, office)).map((sender) => {
    const health = known.get(sender.id);
    const { lastInAt = null, lastOutAt = null, signal = null, battery = null } = health ?? {};
    const off = { state: 'off', code: null, since: null } as const;
    const judged = sender.enabled ? judge(health) : off;
    return { ...sender, ...judged, lastInAt, lastOutAt, signal, battery };
  });
}

const isIll = ({ state }: Pick<Judged, 'state'>): boolean =>
  state === 'down' || state === 'waiting';

/** Senders that do not work, of one office where one is given. Costs one small query while all is well. */
export async function illSenders(db: Db, office?: string): Promise<SenderHealth[]> {
  const known = await readHealth(db);
  if (![...known.values()].some((health) => isIll(judge(health)))) return [];
  return (await senderHealth(db, office)).filter(isIll);
}
