import { shownTime } from '../../core/format.ts';
import { maskNiks } from '../../core/nik.ts';
import { maskPhone } from '../../core/phone.ts';
import { openAlarms } from '../../services/alarms.ts';
import { deadLettersFor, type DeadLetter } from '../../services/dead-letters.ts';
import { colleaguesAt, lookAtQueue, officeNames } from '../../services/desk.ts';
import {
  eyesOf,
  listMatters,
  queueOf,
  type MatterView,
  type QueueRank,
} from '../../services/matters.ts';
import { openPhrases } from '../../services/phrases.ts';
import { chipsOf, filtered, queueAddress, type QueueQuery } from './queue-filters.ts';
import { rowOf, type QueueRow, type Sight } from './queue-rows.ts';
import type { AdminCall } from './route.ts';
import { shownNear } from './moments.ts';

const words = openPhrases('admin/words.yaml');

/** Rows of a page. */
const pageSize = 50;

/** More than this an office does not let wait; the counts say so when it does. */
const queueLimit = 2_000;

const ranks: readonly QueueRank[] = ['danger', 'overdue', 'today', 'rest'];

interface Group {
  readonly key: QueueRank | 'other';
  readonly count: number;
  readonly rows: readonly QueueRow[];
}

/** The part of a page that lists matters. */
interface Listing {
  readonly groups: readonly Group[];
  readonly rows: number;
  readonly place: string;
  readonly newer: string | undefined;
  readonly older: string | undefined;
}

type QueueCall = AdminCall<QueueQuery>;

const seesSeveral = ({ officer }: AdminCall): boolean => eyesOf(officer)?.office === undefined;

async function sightOf(call: QueueCall): Promise<Sight> {
  const { db, officer, now, timezone } = call;
  const present = await colleaguesAt(db, officer, now);
  const offices = seesSeveral(call) ? await officeNames(db) : new Map<string, string>();
  return { officer, now, timezone, present, offices };
}

type Ranked = MatterView & { readonly rank: QueueRank };

function pageOfQueue(matters: readonly Ranked[], { form }: QueueCall, sight: Sight): Listing {
  const page = form.hal ?? 1;
  const from = (page - 1) * pageSize;
  const shown = matters.slice(from, from + pageSize);
  const groups = ranks.map((key) => ({
    key,
    count: matters.filter(({ rank }) => rank === key).length,
    rows: shown.filter(({ rank }) => rank === key).map((view) => rowOf(view, sight)),
  }));
  const [first, last, all] = [from + 1, from + shown.length, matters.length].map(String);
  const turn = (to: number): string => queueAddress({ ...form, hal: to > 1 ? to : undefined });
  return {
    groups: groups.filter(({ rows }) => rows.length > 0),
    rows: shown.length,
    place: words('page-place', { from: first ?? '', to: last ?? '', all: all ?? '' }),
    newer: page > 1 ? turn(page - 1) : undefined,
    older: from + pageSize < matters.length ? turn(page + 1) : undefined,
  };
}

/** Matters that wait no more, the newest first. */
async function listOthers(call: QueueCall, status: MatterView['status']): Promise<Listing> {
  const { db, officer, form } = call;
  const { jenis, mulai } = form;
  const which = { ...(jenis && { kind: jenis }), ...(mulai !== undefined && { cursor: mulai }) };
  const page = await listMatters(db, { officer, status, limit: pageSize, ...which });
  if (!page) throw new Error('an officer sees the own office');
  const sight = await sightOf(call);
  const rows = page.items.map((view) => rowOf(view, sight));
  return {
    groups: [{ key: 'other', count: rows.length, rows }],
    rows: rows.length,
    place: words('page-place-newest'),
    newer: mulai && queueAddress({ ...form, mulai: undefined }),
    older: page.next === null ? undefined : queueAddress({ ...form, mulai: page.next }),
  };
}

function toLetter({ id, medium, userId, text, receivedAt }: DeadLetter, call: QueueCall) {
  const from = medium === 'telegram' ? '' : maskPhone(userId);
  const at = shownNear(receivedAt, call.now, call.timezone);
  return { id, medium, from, at, text: maskNiks(text) };
}

const states = ['waiting', 'answered', 'forwarded', 'closed'] as const;

function statesOf({ jenis, keadaan }: QueueQuery) {
  return states.map((key) => ({
    key,
    current: key === (keadaan ?? 'waiting'),
    href: queueAddress({ jenis, keadaan: key === 'waiting' ? undefined : key }),
  }));
}

/** Danger about which nobody on duty could be called, of the matters that the officer sees. */
async function unreached(call: QueueCall, matters: readonly Ranked[]): Promise<readonly string[]> {
  const alarms = await openAlarms(call.db, eyesOf(call.officer)?.office);
  const numbers = new Set(alarms.filter(({ reached }) => !reached).map(({ shown }) => shown));
  return matters.map(({ number }) => number).filter((number) => numbers.has(number));
}

async function waitingPart(call: QueueCall) {
  const { db, officer, now, form } = call;
  const looker = { username: officer.username, now };
  const matters = await queueOf(db, officer, now, queueLimit);
  const letters = await deadLettersFor(db, officer);
  return {
    ...pageOfQueue(filtered(matters, form, looker), call, await sightOf(call)),
    filters: chipsOf(matters, form, looker),
    dead: letters.map((letter) => toLetter(letter, call)),
    unreached: await unreached(call, matters),
  };
}

/** The queue as the address asks for it. */
export async function showQueue(call: QueueCall) {
  const { db, officer, form, now, timezone } = call;
  const { keadaan } = form;
  if (!call.renewal) await lookAtQueue(db, eyesOf(officer)?.office, call);
  const part =
    keadaan === undefined
      ? await waitingPart(call)
      : { ...(await listOthers(call, keadaan)), filters: [], dead: [], unreached: [] };
  const here = { here: queueAddress(form), at: shownTime(now, timezone) };
  const data = { ...part, ...here, states: statesOf(form), waiting: keadaan === undefined };
  return { view: 'queue', data };
}
