import { localPhone, maskPhone } from '../../core/phone.ts';
import { showNumber } from '../../core/number.ts';
import { forwardingBodies } from '../../services/bodies.ts';
import {
  askerOf,
  colleaguesAt,
  colleaguesOf,
  lookAt,
  noteReveal,
  officeNames,
  readDrafts,
  type Asker,
} from '../../services/desk.ts';
import { cannedRepliesFor } from '../../services/canned-replies.ts';
import { getMatter, matterNumber, type MatterView } from '../../services/matters.ts';
import { openPhrases } from '../../services/phrases.ts';
import { deedsOf, isHeld, isHeldBy } from './deeds.ts';
import { isLate, isWaiting } from './queue-rows.ts';
import { frameOf, sheetOf } from './reply-sheet.ts';
import type { AdminCall } from './route.ts';
import { detailsOf, machineTurn, shownEntry } from './thread-view.ts';
import { shownDue, shownNear } from './moments.ts';

const alarmWords = openPhrases('alarms/words.yaml');

/** A matter before an officer: what is known of it, of its asker, and who asks. */
export interface Desk {
  readonly view: MatterView;
  readonly asker: Asker;
  readonly call: AdminCall;
}

/** Undefined for what is not there, or not for this officer's eyes. */
export async function openDesk(call: AdminCall): Promise<Desk | undefined> {
  const view = await getMatter(call.db, call.params['number'] ?? '', call);
  const asker = view && (await askerOf(call.db, view, call.officer));
  return view && asker && { view, asker, call };
}

const near = ({ call }: Desk, at: number | string): string =>
  shownNear(typeof at === 'string' ? Date.parse(at) : at, call.now, call.timezone);

/** Who holds it, since when, and when the claim lapses. */
function holderOf(desk: Desk) {
  const { view, asker } = desk;
  if (!isHeld(view)) return undefined;
  const { claimedAt, dueAt } = asker;
  return {
    name: view.assigneeName ?? view.assignee ?? '',
    mine: isHeldBy(view, desk.call.officer),
    since: claimedAt === null ? '' : near(desk, claimedAt),
    lapses: view.status === 'claimed' && dueAt !== null ? near(desk, dueAt) : '',
  };
}

/** A number to call: not a user id of Telegram, and never of a confidential matter. */
const hasPhone = ({ userId, medium }: Asker): boolean => userId !== null && medium !== 'telegram';

/** What is known of a danger: its kind in words, how often somebody was called, whether it is in hand. */
function dangerOf({ view, asker }: Desk) {
  if (!view.urgent || !isWaiting(view)) return undefined;
  const { alarm } = asker;
  const kind = alarm === undefined ? '' : alarmWords(alarm.kind);
  const taken = isHeld(view) || (alarm !== undefined && alarm.acknowledgedAt !== null);
  return { kind, calls: alarm?.step ?? 0, taken };
}

function personOf({ view, asker }: Desk, shown: string | undefined) {
  const phone = (hasPhone(asker) && asker.userId) || undefined;
  return {
    phone: phone && maskPhone(phone),
    shown: shown && localPhone(shown),
    known: asker.persons.map(({ number, ...person }) => ({
      ...person,
      number: showNumber('D', number),
    })),
    isOpen: view.privacy === 'open',
  };
}

function timesOf(desk: Desk) {
  const { view, call } = desk;
  const { closedAt, answeredAt } = view;
  return {
    waiting: isWaiting(view),
    late: isLate(view, call.now),
    due: shownDue(Date.parse(view.replyBy), call.now, call.timezone),
    opened: near(desk, view.openedAt),
    answered: answeredAt === null ? '' : near(desk, answeredAt),
    closed:
      closedAt === null ? undefined : { at: near(desk, closedAt), because: view.closedBecause },
  };
}

/** The reply box: what stands around the text, and how a text is measured. */
function replyOf({ view, asker, call }: Desk) {
  const { name } = call.officer;
  const rupiah = call.parts.config.smsSegmentRupiah;
  const answered = { kind: view.kind, number: numberOf(view), urgent: view.urgent };
  return {
    rupiah,
    medium: asker.medium,
    frame: frameOf(answered, name),
    measure: (text: string) =>
      sheetOf(answered, { text, officer: name }, { medium: asker.medium, rupiah }),
  };
}

const numberOf = ({ number }: MatterView): number => matterNumber(number)?.number ?? 0;

async function aroundOf({ view, asker, call }: Desk) {
  const { db, officer, now } = call;
  const present = (await colleaguesAt(db, officer, now)).get(view.number) ?? [];
  const colleagues = await colleaguesOf(db, view.office, officer);
  const drafts = await readDrafts(db, { officerId: officer.id, matterId: asker.id });
  const office = (await officeNames(db)).get(view.office) ?? view.office;
  const canned = await cannedRepliesFor(db, view.number);
  return { present, colleagues, draft: drafts, office, canned };
}

/** All that the page of a matter shows. `shown`: the phone number, when it is to be seen whole. */
export async function showDesk(desk: Desk, shown?: string) {
  const { view, asker, call } = desk;
  await lookAt(call.db, { id: asker.id, number: view.number }, call);
  const around = await aroundOf(desk);
  const names = new Map(around.colleagues.map(({ username, name }) => [username, name]));
  names.set(call.officer.username, call.officer.name);
  const holder = holderOf(desk);
  const { number, status, privacy, forwardedTo, forwardedReference } = view;
  const data = {
    ...around,
    ...timesOf(desk),
    ...replyOf(desk),
    number,
    status,
    privacy,
    holder,
    danger: dangerOf(desk),
    category: view.category,
    officeCode: view.office,
    taken: holder && !holder.mine ? holder : undefined,
    can: { ...deedsOf(view, call.officer), reveal: hasPhone(asker) },
    person: personOf(desk, shown),
    details: detailsOf(view),
    thread: view.thread.map((entry) => shownEntry(entry, names, call)),
    machine: asker.log.map((message) => machineTurn(message, call)),
    bodies: forwardingBodies(view.category),
    forwarded:
      forwardedTo === null ? undefined : { to: forwardedTo, reference: forwardedReference },
  };
  return { view: 'conversation', data };
}

/** The page with the phone number whole, noted in the audit trail; undefined where it is nobody's to see. */
export async function revealPhone(desk: Desk) {
  const { view, asker, call } = desk;
  if (!hasPhone(asker) || asker.userId === null) return undefined;
  await noteReveal(call.db, view.number, call);
  return showDesk(desk, asker.userId);
}
