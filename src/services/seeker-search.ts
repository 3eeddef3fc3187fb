import { localDate } from '../core/format.ts';
import { readNumber } from '../core/number.ts';
import { holdersOfNumber } from '../store/ak1-cards.ts';
import {
  findSeeker,
  findSeekerByNik,
  seekersById,
  type RegisteredSeeker,
} from '../store/registered-seekers.ts';
import type { Db } from '../store/store.ts';
import { namesOf } from '../store/seeker-index.ts';
import { mostNamed, nameFit, searchNames } from './person-names.ts';
import {
  auditSeekers,
  seenBy,
  toLine,
  type DeskFilter,
  type SeekerLine,
  type Viewer,
} from './seeker-desk.ts';
import { indexNewSeekers } from './seeker-index.ts';

/** What an officer looks for: the text as typed, what narrows a name, and which page of it, from 1. */
export interface SeekerSearch {
  readonly text: string;
  readonly filter?: DeskFilter;
  readonly page?: number;
}

/** How a search was understood, for the page. */
export interface SearchResult {
  readonly kind: 'number' | 'nik' | 'name';
  readonly lines: readonly SeekerLine[];
  /** How many fit; where `cut`, more do. */
  readonly total: number;
  readonly cut: boolean;
  /** The next page, null at the end. */
  readonly next: number | null;
}

const shown = 50;

/** A D number, the official number of a card, or a number without its D. */
async function byNumber(db: Db, viewer: Viewer, text: string): Promise<RegisteredSeeker[]> {
  const typed = readNumber(text) ?? readNumber(`D${text}`);
  const own = typed?.letter === 'D' ? await findSeeker(db, typed.value) : undefined;
  const numberKey = text.toUpperCase().replace(/[^\dA-Z]/gu, '');
  const holders = await holdersOfNumber(db, { numberKey, office: viewer.office });
  const found = await seekersById(
    db,
    holders.map(({ seekerId }) => seekerId),
  );
  return seenBy(viewer, [own, ...found]);
}

interface Found {
  readonly kind: SearchResult['kind'];
  readonly seekers: readonly RegisteredSeeker[];
  readonly total: number;
  readonly cut: boolean;
}

const few = (kind: SearchResult['kind'], seekers: readonly RegisteredSeeker[]): Found => ({
  kind,
  seekers,
  total: seekers.length,
  cut: false,
});

/** Of those whose names fit, one page is read whole: the others by their names alone. */
async function byName(db: Db, viewer: Viewer, asked: SeekerSearch): Promise<Found> {
  await indexNewSeekers(db);
  const { text, filter = {}, page = 1 } = asked;
  const today = localDate(viewer.now);
  const ids = await searchNames(db, text, { ...filter, office: viewer.office, today });
  const named = await namesOf(db, ids ?? []);
  const best = named
    .map(({ id, name }) => ({ id, fit: nameFit(name, text) }))
    .toSorted((a, b) => b.fit - a.fit || b.id - a.id)
    .slice((page - 1) * shown, page * shown)
    .map(({ id }) => id);
  const order = new Map(best.map((id, at) => [id, at]));
  const found = seenBy(viewer, await seekersById(db, best));
  const seekers = found.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  return { kind: 'name', seekers, total: named.length, cut: named.length >= mostNamed };
}

async function find(db: Db, viewer: Viewer, asked: SeekerSearch): Promise<Found> {
  const text = asked.text.trim();
  const digits = text.replace(/[\s.-]/gu, '');
  if (/^\d{16}$/u.test(digits)) {
    const found = seenBy(viewer, [await findSeekerByNik(db, digits)]);
    // A card's number has sixteen digits too.
    if (found.length > 0) return few('nik', found);
  }
  if (/\d/u.test(text)) return few('number', await byNumber(db, viewer, text));
  return byName(db, viewer, { ...asked, text });
}

/**
 * Searches by name, D number, card number or NIK, in the caller's transaction; filters narrow a
 * name. The trail keeps how many are shown, not the words.
 */
export async function searchSeekers(
  db: Db,
  viewer: Viewer,
  asked: SeekerSearch,
): Promise<SearchResult> {
  const { kind, seekers, total, cut } = await find(db, viewer, asked);
  const today = localDate(viewer.now);
  const lines = seekers.map((seeker) => toLine(seeker, today));
  const detail = { by: kind, count: lines.length };
  await auditSeekers(db, viewer, { action: 'seeker.search', subject: 'seekers', detail });
  const page = asked.page ?? 1;
  return { kind, lines, total, cut, next: total > page * shown ? page + 1 : null };
}
