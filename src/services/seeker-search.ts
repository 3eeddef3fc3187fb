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
import { foldNewNames, nameFit, searchNames } from './person-names.ts';
import { auditSeekers, seenBy, toLine, type SeekerLine, type Viewer } from './seeker-desk.ts';

/** How a search was understood, for the page. */
export interface SearchResult {
  readonly kind: 'number' | 'nik' | 'name';
  readonly lines: readonly SeekerLine[];
  /** More fit than are shown. */
  readonly more: boolean;
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

async function byName(db: Db, viewer: Viewer, text: string): Promise<RegisteredSeeker[]> {
  await foldNewNames(db);
  const ids = (await searchNames(db, text, viewer.office)) ?? [];
  const found = seenBy(viewer, await seekersById(db, ids));
  const fits = new Map(found.map((seeker) => [seeker, nameFit(seeker.name, text)]));
  return found.toSorted((a, b) => (fits.get(b) ?? 0) - (fits.get(a) ?? 0));
}

async function find(
  db: Db,
  viewer: Viewer,
  text: string,
): Promise<{ readonly kind: SearchResult['kind']; readonly found: RegisteredSeeker[] }> {
  const digits = text.replace(/[\s.-]/gu, '');
  if (/^\d{16}$/u.test(digits)) {
    const found = seenBy(viewer, [await findSeekerByNik(db, digits)]);
    // A card's number has sixteen digits too.
    if (found.length > 0) return { kind: 'nik', found };
  }
  if (/\d/u.test(text)) return { kind: 'number', found: await byNumber(db, viewer, text) };
  return { kind: 'name', found: await byName(db, viewer, text) };
}

/** Searches by name, D number, card number or NIK, in the caller's transaction. The trail keeps how many were found, not the words. */
export async function searchSeekers(db: Db, viewer: Viewer, text: string): Promise<SearchResult> {
  const { kind, found } = await find(db, viewer, text.trim());
  const today = localDate(viewer.now);
  const lines = found.slice(0, shown).map((seeker) => toLine(seeker, today));
  const detail = { by: kind, count: lines.length };
  await auditSeekers(db, viewer, { action: 'seeker.search', subject: 'seekers', detail });
  return { kind, lines, more: found.length > shown };
}
