import { shownTime } from '../core/format.ts';
import {
  addCall,
  calledSince,
  countCall,
  findAlarm,
  markReached,
  raiseAlarm,
  reviveAlarm,
  type Alarm,
} from '../store/alarms.ts';
import type { DutyEntry } from '../store/duty.ts';
import { hiddenFrom } from '../store/matter-hidden.ts';
import type { Db } from '../store/store.ts';
import { callOrder } from './duty.ts';
import { addEvent } from './matter-events.ts';
import { openPhrases } from './phrases.ts';
import { postToUser } from './post.ts';

export { abandonedAlarms, dueAlarms, findAlarm, openAlarms, type Alarm } from '../store/alarms.ts';

const words = openPhrases('alarms/words.yaml');

/** Nobody has answered for so long: the next one is called. */
export const patience = 10 * 60_000;

/** When all were called, all are called again after 20, 40, 80 ... minutes, at most 4 hours. */
const longestPause = 4 * 3_600_000;

/** Nobody could be called, for want of a list or a channel: looked for again soon. */
const unreachedPause = 60_000;

/**
 * What came of a call: `called` somebody; `nobody` could be reached; `lost` to another process
 * that calls at the same moment, or to an answer.
 */
export type Ringing = 'called' | 'nobody' | 'lost';

/** A call to be made: first words, or those for a repeated one. */
interface Round {
  readonly alarm: Alarm;
  readonly words: 'call' | 'again';
  readonly now: Date;
}

function wordsFor({ alarm, words: name }: Round): string {
  return words(name, {
    jenis: words(alarm.kind),
    nomor: alarm.shown,
    jam: shownTime(new Date(alarm.raisedAt)),
  });
}

/** Puts one call into the outbox; false when the office has no account of that medium. */
async function call(db: Db, round: Round, to: DutyEntry): Promise<boolean> {
  const { alarm, now } = round;
  const { matterId, officeCode: office } = alarm;
  const trace = { because: `alarm of ${alarm.shown}` };
  const posting = { class: 'reply', purpose: 'danger', now, trace } as const;
  const outboundId = await postToUser(db, { ...to, office }, wordsFor(round), posting);
  if (outboundId === undefined) return false;
  const { userId, officerId } = to;
  await addCall(db, { matterId, userId, officerId, outboundId }, now.getTime());
  await addEvent(db, matterId, { event: 'called', detail: { to: to.name } }, now);
  return true;
}

/** Calls the first of them that can be reached. */
async function callOne(db: Db, round: Round, order: readonly DutyEntry[]): Promise<boolean> {
  for (const to of order) if (await call(db, round, to)) return true;
  return false;
}

async function callAll(db: Db, round: Round, order: readonly DutyEntry[]): Promise<boolean> {
  let reached = false;
  for (const to of order) reached = (await call(db, round, to)) || reached;
  return reached;
}

/** Those on duty and supervisors, without whom the matter is about. */
async function orderFor(db: Db, alarm: Alarm, now: Date): Promise<readonly DutyEntry[]> {
  const hidden = await hiddenFrom(db, alarm.matterId);
  const order = await callOrder(db, alarm.officeCode, now);
  return order.filter(({ officerId }) => officerId === null || !hidden.includes(officerId));
}

/**
 * The next call of an alarm, in the caller's transaction: the first who was not called yet, or,
 * when all were, all of them again. Wake the gateway after the commit.
 */
export async function ring(db: Db, alarm: Alarm, now: Date): Promise<Ringing> {
  const order = await orderFor(db, alarm, now);
  const called = await calledSince(db, alarm.matterId, alarm.raisedAt);
  const rest = order.filter(({ userId }) => !called.has(userId));
  const repeats = rest.length === 0 && order.length > 0;
  const rounds = Math.max(0, alarm.step - called.size + 1);
  const pause = repeats ? Math.min(longestPause, patience * 2 ** rounds) : patience;
  if (!(await countCall(db, alarm, now.getTime() + unreachedPause))) return 'lost';
  const reached = repeats
    ? await callAll(db, { alarm, words: 'again', now }, order)
    : await callOne(db, { alarm, words: 'call', now }, rest);
  if (reached) await markReached(db, alarm.matterId, now.getTime() + pause);
  else if (alarm.step === 0) await addEvent(db, alarm.matterId, { event: 'nobody-called' }, now);
  return reached ? 'called' : 'nobody';
}

/** Raises the alarm of a matter, or raises it again, and makes the first call at once. */
export async function alert(
  db: Db,
  danger: { readonly matterId: number; readonly kind: string },
  now: Date,
): Promise<Ringing> {
  await raiseAlarm(db, danger, now.getTime());
  const alarm = await findAlarm(db, danger.matterId);
  if (!alarm) throw new Error('the alarm was not stored');
  return ring(db, alarm, now);
}

/** Rings again when whoever had answered gave the matter back; `lost` when another process did. */
export async function alertAnew(db: Db, alarm: Alarm, now: Date): Promise<Ringing> {
  if (!(await reviveAlarm(db, alarm, now.getTime()))) return 'lost';
  return ring(db, { ...alarm, step: 0, raisedAt: now.getTime(), acknowledgedAt: null }, now);
}
