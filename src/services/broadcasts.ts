import { RejectedRequest } from '../core/errors.ts';
import { localDate } from '../core/format.ts';
import type { Values } from '../core/json.ts';
import { recordAudit } from '../store/audit.ts';
import { latestAlert, type Reached } from '../store/broadcast-audience.ts';
import { keepPlan } from '../store/broadcast-counts.ts';
import {
  addBroadcast,
  changeBroadcast,
  holdBroadcast,
  type Broadcast,
  type BroadcastChange,
  type BroadcastState,
  type NewBroadcast,
} from '../store/broadcasts.ts';
import { findOfficersById, type Officer } from '../store/officers.ts';
import type { Db } from '../store/store.ts';
import { broadcastMessage, examineMessage } from './broadcast-words.ts';

export {
  broadcastTopics,
  findBroadcast,
  listBroadcasts,
  type Broadcast,
  type BroadcastState,
  type BroadcastTopic,
} from '../store/broadcasts.ts';
export { countReached, wantedOf } from './broadcast-reach.ts';
export { readLanes, type LaneCounts } from '../store/broadcast-counts.ts';

/** Who does it, and when. */
export interface Deed {
  readonly officer: Pick<Officer, 'id' | 'role'>;
  readonly now: Date;
}

/** What an officer has written. */
export type BroadcastForm = Pick<
  NewBroadcast,
  'officeCode' | 'topic' | 'districtCode' | 'education' | 'medium' | 'lastDay'
> & {
  /** Without the office's name and the words on how to stop, which every message has. */
  readonly words: string;
};

type Noted = Deed & { readonly action: string; readonly detail?: Values };

const note = (db: Db, id: number, { officer, now, action, detail = {} }: Noted): Promise<void> =>
  recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${officer.id}`,
    action: `broadcast.${action}`,
    subject: `broadcast:${id}`,
    detail,
  });

/** Keeps a draft and gives its id. @throws RejectedRequest 400 when the text cannot be sent to many */
export async function draftBroadcast(db: Db, form: BroadcastForm, deed: Deed): Promise<number> {
  const { words, ...rest } = form;
  const text = await broadcastMessage(db, form.officeCode, words);
  const { fault, size } = examineMessage(words, text);
  if (fault) throw new RejectedRequest(400, 'broadcast-text');
  const who = { createdBy: deed.officer.id, createdAt: deed.now.getTime() };
  const id = await addBroadcast(db, { ...rest, ...who, text, segments: size.segments });
  await note(db, id, { ...deed, action: 'write', detail: { topic: form.topic } });
  return id;
}

/** Keeps what was counted for a draft, and what it was said to cost. */
export async function keepCount(
  db: Db,
  id: number,
  counted: { readonly reached: readonly Reached[]; readonly rupiah: number },
  now: Date,
): Promise<void> {
  const change = { rupiah: counted.rupiah, countedAt: now.getTime() };
  if (await changeBroadcast(db, { id, state: 'draft' }, change)) {
    await keepPlan(db, id, counted.reached);
  }
}

const leads = ({ officer }: Deed): boolean => officer.role !== 'officer';

/** A count of another day tells nobody what it will cost. */
const isCounted = ({ countedAt }: Broadcast, now: Date): boolean =>
  countedAt !== null && localDate(new Date(countedAt)) === localDate(now);

/**
 * A second officer, who leads, lets it go: who has subscribed until now gets it.
 * @throws RejectedRequest 403 for others, 409 for the own one, one that is not counted today or too late
 */
export async function releaseBroadcast(db: Db, id: number, deed: Deed): Promise<void> {
  const { officer, now } = deed;
  const broadcast = await holdBroadcast(db, id);
  if (!leads(deed)) throw new RejectedRequest(403, 'not-allowed');
  if (broadcast?.state !== 'draft') throw new RejectedRequest(409, 'broadcast-changed');
  if (broadcast.createdBy === officer.id) throw new RejectedRequest(409, 'broadcast-own');
  if (!isCounted(broadcast, now)) throw new RejectedRequest(409, 'broadcast-uncounted');
  if (broadcast.lastDay < localDate(now)) throw new RejectedRequest(409, 'broadcast-late');
  await changeBroadcast(db, broadcast, {
    state: 'released',
    lastAlert: await latestAlert(db),
    releasedBy: officer.id,
    releasedAt: now.getTime(),
  });
  await note(db, id, { ...deed, action: 'release', detail: { rupiah: broadcast.rupiah } });
}

/** A deed that leads from some states to another. */
async function move(
  db: Db,
  id: number,
  to: { readonly from: readonly BroadcastState[]; readonly state: BroadcastState; name: string },
  deed: Deed,
): Promise<void> {
  if (!leads(deed)) throw new RejectedRequest(403, 'not-allowed');
  const broadcast = await holdBroadcast(db, id);
  if (broadcast?.state === to.state) return; // pressed twice
  if (!broadcast || !to.from.includes(broadcast.state)) {
    throw new RejectedRequest(409, 'broadcast-changed');
  }
  const change: BroadcastChange = { state: to.state };
  await changeBroadcast(db, broadcast, change);
  await note(db, id, { ...deed, action: to.name });
}

/** Nothing more leaves until it goes on. @throws RejectedRequest 403, 409 when it is not under way */
export const pauseBroadcast = (db: Db, id: number, deed: Deed): Promise<void> =>
  move(db, id, { from: ['released'], state: 'paused', name: 'pause' }, deed);

/** Goes on where it stood. @throws RejectedRequest 403, 409 when it is not paused */
export const resumeBroadcast = (db: Db, id: number, deed: Deed): Promise<void> =>
  move(db, id, { from: ['paused'], state: 'released', name: 'resume' }, deed);

/** Ends it for good; what has left has left. @throws RejectedRequest 403, 409 when it is over */
export const cancelBroadcast = (db: Db, id: number, deed: Deed): Promise<void> =>
  move(db, id, { from: ['released', 'paused'], state: 'cancelled', name: 'cancel' }, deed);

/**
 * Throws a draft away: the writer, or who leads.
 * @throws RejectedRequest 409 when it is none any more, or another's
 */
export async function discardBroadcast(db: Db, id: number, deed: Deed): Promise<void> {
  const broadcast = await holdBroadcast(db, id);
  if (broadcast?.state !== 'draft') throw new RejectedRequest(409, 'broadcast-changed');
  const isOwn = broadcast.createdBy === deed.officer.id;
  if (!isOwn && !leads(deed)) throw new RejectedRequest(409, 'broadcast-others');
  const endedAt = deed.now.getTime();
  await changeBroadcast(db, broadcast, { state: 'cancelled', endedAt });
  await note(db, id, { ...deed, action: 'discard' });
}

/** The names of those who wrote and released these broadcasts, by the officer's id. */
export async function namesOf(
  db: Db,
  broadcasts: readonly Broadcast[],
): Promise<ReadonlyMap<number, string>> {
  const ids = broadcasts.flatMap(({ createdBy, releasedBy }) =>
    [createdBy, releasedBy ?? []].flat(),
  );
  const officers = await findOfficersById(db, [...new Set(ids)]);
  return new Map([...officers].map(([id, { name }]) => [id, name]));
}
