import { readWords } from '../language/words.ts';
import { officersOf } from '../store/office-officers.ts';
import type { MatterAudience } from '../store/matters.ts';
import type { Officer } from '../store/officers.ts';
import type { Db } from '../store/store.ts';
import { sameName } from './same-name.ts';

/** Who may see a complaint about an officer. */
export interface Discretion {
  readonly audience: MatterAudience;
  /** Ids of officers who may never see it. */
  readonly hiddenFrom: readonly number[];
}

/** For everybody of the office. */
export const openToAll: Discretion = { audience: 'office', hiddenFrom: [] };

/** Shorter parts of a name are initials, and titles. */
const shortestName = 3;

const title = /^(?:pak|bpk|bapak|ibu|ibuk|mas|mbak|kak|haji|hajah|petugas|dan|yang|yg)$/u;

/** True when a part of the officer's name stands in the text, with its typing errors. */
function isNamedIn(text: string, officer: Officer): boolean {
  const said = readWords(text).map(({ plain }) => plain);
  const parts = readWords(officer.name)
    .map(({ plain }) => plain)
    .filter((part) => part.length >= shortestName && !title.test(part));
  return parts.some((part) =>
    said.some((word) => word.length >= shortestName && !title.test(word) && sameName(part, word)),
  );
}

/** True when a supervisor or admin of the office is left who may see it. */
function isAnybodyLeft(officers: readonly Officer[], hidden: readonly number[]): boolean {
  return officers.some(({ id, role }) => role !== 'officer' && !hidden.includes(id));
}

/**
 * Who may see a complaint about an officer of the office: nobody who is named in it. When `against`
 * names exactly one officer, all colleagues may; else supervisors and admins, and when none is left
 * the admins of the province. Free text decides nothing by itself: it may name the writer.
 */
export async function discretionOf(
  db: Db,
  office: string,
  { against, text }: { readonly against: string; readonly text: string },
): Promise<Discretion> {
  const officers = await officersOf(db, office);
  const accused = officers.filter((officer) => isNamedIn(against, officer));
  const named = officers.filter((officer) => isNamedIn(`${against} ${text}`, officer));
  const hiddenFrom = named.map(({ id }) => id);
  if (accused.length === 1 && officers.length > hiddenFrom.length) {
    return { audience: 'office', hiddenFrom };
  }
  const isLeft = isAnybodyLeft(officers, hiddenFrom);
  return { audience: isLeft ? 'supervisors' : 'province', hiddenFrom };
}
