import { isoTime } from '../core/format.ts';
import type { Json } from '../core/json.ts';
import type { Medium, OutboundStatus } from '../core/message.ts';
import { maskNiks } from '../core/nik.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { findListed, selectMatters, type ListedMatter } from '../store/matter-lists.ts';
import { listThreads, type ThreadEntry } from '../store/matter-messages.ts';
import { listMatterAttachments, type MatterAttachment } from '../store/matter-attachments.ts';
import type { ClosedBecause, MatterKind, MatterPrivacy, MatterStatus } from '../store/matters.ts';
import type { Db } from '../store/store.ts';
import { toEntry, type EntryView } from './matter-thread.ts';
import { eyesOf, type Beholder } from './matter-sight.ts';
import { readPage, type Page, type PageQuery } from './paging.ts';

/** One message of the thread; `text` without the keyword that carried it. */
export interface MessageView {
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly at: string;
  readonly status: 'received' | OutboundStatus;
}

/** A matter as officers and programs see it. */
export interface MatterView {
  readonly number: string;
  readonly kind: MatterKind;
  readonly status: MatterStatus;
  /** Opaque id; of an anonymous or confidential matter one that leads nowhere. */
  readonly contact: string;
  readonly office: string;
  readonly openedAt: string;
  readonly replyBy: string;
  /** User name of the officer who holds it. */
  readonly assignee: string | null;
  readonly assigneeName: string | null;
  readonly messages: readonly MessageView[];
  readonly thread: readonly EntryView[];
  readonly channel: Medium | null;
  readonly urgent: boolean;
  readonly category: string | null;
  readonly privacy: MatterPrivacy;
  readonly details: Json;
  readonly answeredAt: string | null;
  readonly closedAt: string | null;
  readonly closedBecause: ClosedBecause | null;
  readonly forwardedTo: string | null;
  readonly forwardedReference: string | null;
  /** When supervisors were pointed to it because the reply-by had passed. */
  readonly escalatedAt: string | null;
}

const moment = (at: number | null): string | null => (at === null ? null : isoTime(at));

function toMessages(thread: readonly EntryView[]): readonly MessageView[] {
  return thread
    .filter(({ kind }) => kind === 'message')
    .map(({ direction, text, at, status }) => ({
      direction,
      text,
      at,
      status: status ?? 'unknown',
    }));
}

/** Whoever may not know the number may not find the rest of what the phone wrote either. */
function contactOf({ keys }: Db, { privacy, contact, kind, number }: ListedMatter): string {
  if (privacy === 'open') return contact;
  return `c_${keys.index('matter-contact', showNumber(kind, number)).slice(0, 12)}`;
}

const maskText = (_name: string, value: unknown): unknown =>
  typeof value === 'string' ? maskNiks(value) : value;

/** Whatever a person wrote may hold a NIK. */
const masked = (details: Json): Json => JSON.parse(JSON.stringify(details), maskText) as Json;

/** What a matter's thread is made of, of several matters together. */
interface Stored {
  readonly entries: readonly ThreadEntry[];
  readonly files: readonly MatterAttachment[];
}

function toView(db: Db, matter: ListedMatter, { entries, files }: Stored): MatterView {
  const thread = entries
    .filter(({ matterId }) => matterId === matter.id)
    .map((entry) => toEntry(entry, files));
  return {
    number: showNumber(matter.kind, matter.number),
    kind: matter.kind,
    status: matter.status,
    contact: contactOf(db, matter),
    office: matter.officeCode,
    openedAt: isoTime(matter.openedAt),
    replyBy: isoTime(matter.replyBy),
    assignee: matter.assignee?.username ?? null,
    assigneeName: matter.assignee?.name ?? null,
    messages: toMessages(thread),
    thread,
    channel: matter.medium,
    urgent: matter.urgent,
    category: matter.category,
    privacy: matter.privacy,
    details: masked(matter.details),
    answeredAt: moment(matter.answeredAt),
    closedAt: moment(matter.closedAt),
    closedBecause: matter.closedBecause,
    forwardedTo: matter.forwardedTo,
    forwardedReference: matter.forwardedReference,
    escalatedAt: moment(matter.escalatedAt),
  };
}

/** Matters with their threads, in the order given. */
export async function toViews(
  db: Db,
  matters: readonly ListedMatter[],
): Promise<readonly MatterView[]> {
  const ids = matters.map(({ id }) => id);
  const stored = {
    entries: await listThreads(db, ids),
    files: await listMatterAttachments(db, ids),
  };
  return matters.map((matter) => toView(db, matter, stored));
}

/** The kind and number of a matter as typed; undefined when it is none. */
export function matterNumber(
  number: string,
): { readonly kind: MatterKind; readonly number: number } | undefined {
  const read = readNumber(number);
  if (read?.letter !== 'K' && read?.letter !== 'A') return undefined;
  return { kind: read.letter, number: read.value };
}

/** The matter with this number as typed; undefined when it is not there or not for this officer. */
export async function getMatter(
  db: Db,
  number: string,
  { officer }: { readonly officer: Beholder },
): Promise<MatterView | undefined> {
  const [eyes, wanted] = [eyesOf(officer), matterNumber(number)];
  const matter = eyes && wanted && (await findListed(db, eyes, wanted));
  return matter && (await toViews(db, [matter]))[0];
}

/** Which matters a list shows. */
export interface MatterQuery extends PageQuery {
  readonly officer: Beholder;
  readonly kind?: MatterKind;
  readonly status?: MatterStatus;
  /** One of the offices that the officer sees; undefined: all of them. */
  readonly office?: string;
}

/**
 * Matters that an officer may see, newest first; undefined when another office is asked for than
 * the officer may see. @throws RejectedRequest 400 when the cursor is none of ours
 */
export async function listMatters(
  db: Db,
  { officer, kind, status, office, ...page }: MatterQuery,
): Promise<Page<MatterView> | undefined> {
  const eyes = eyesOf(officer, office);
  if (!eyes) return undefined;
  const { items, next } = await readPage(
    page,
    (part) => selectMatters(db, eyes, { kind, status, ...part }),
    (matter) => matter,
  );
  return { items: await toViews(db, items), next };
}
