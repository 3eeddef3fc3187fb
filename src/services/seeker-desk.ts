import { localDate } from '../core/format.ts';
import { maskNik } from '../core/nik.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { areaName, areaTitle, kecamatanIn, regenciesIn } from '../language/areas.ts';
import { cardsOfSeeker, reportsOfCards } from '../store/ak1-cards.ts';
import { consentsOfPerson } from '../store/consents.ts';
import { noticeOfSeeker } from '../store/notices.ts';
import { recordAudit } from '../store/audit.ts';
import {
  findSeeker,
  type RegisteredSeeker,
  type SeekerFilter,
  type SeekerStage,
} from '../store/registered-seekers.ts';
import { notesOfSeeker } from '../store/seeker-notes.ts';
import { applicationsOf, consultationsOf, contactsOfPerson } from '../store/seeker-links.ts';
import type { Db } from '../store/store.ts';
import { readPage, type Page, type PageQuery } from './paging.ts';
import { countFitting, findSeekers, indexNewSeekers } from './seeker-index.ts';
import { readProfiles } from './seeker-profile.ts';
import { stageOf } from './seeker-stage.ts';

/** An officer who looks, and from when. */
export interface Viewer {
  readonly officerId: number;
  readonly now: Date;
  /** Only records of this office; undefined where the officer sees all. */
  readonly office: string | undefined;
}

/** A seeker in a list. */
export interface SeekerLine {
  readonly number: string;
  readonly name: string;
  readonly education: string;
  readonly place: string;
  readonly office: string;
  readonly stage: SeekerStage;
  readonly flags: readonly string[];
  /** How many things are unusual and not yet looked at by an officer. */
  readonly attention: number;
  /** `YYYY-MM-DD` */
  readonly registeredOn: string;
}

/** Nobody has corrected the date of birth that the NIK says: usual, and looked at with the papers. */
const usualFlag = 'birth-from-nik';

/** A seeker as a list shows one; `today` is `YYYY-MM-DD`. */
export function toLine(seeker: RegisteredSeeker, today: string): SeekerLine {
  const unusual = seeker.flags.filter((flag) => flag !== usualFlag);
  return {
    number: showNumber('D', seeker.number),
    name: seeker.name,
    education: seeker.education,
    place: seeker.areaCode === null ? '' : areaTitle(seeker.areaCode),
    office: seeker.officeCode,
    stage: stageOf(seeker, today),
    flags: seeker.flags,
    attention: seeker.status === 'registered' ? unusual.length : 0,
    registeredOn: localDate(new Date(seeker.registeredAt)),
  };
}

/** The parts of an office's region by code: kecamatan, or the regencies of the province. */
export function placesOf(office: string): readonly (readonly [code: string, name: string])[] {
  const codes = office.includes('.') ? kecamatanIn(office) : regenciesIn(office);
  return codes.map((code) => [code, areaName(code)] as const);
}

export type DeskFilter = Omit<SeekerFilter, 'office' | 'before' | 'limit' | 'today'>;

/** A line of the trail about seekers. */
export async function auditSeekers(
  db: Db,
  { officerId, now }: Pick<Viewer, 'officerId' | 'now'>,
  line: { action: string; subject: string; detail?: Readonly<Record<string, string | number>> },
): Promise<void> {
  await recordAudit(db, { at: now.getTime(), actor: `officer:${officerId}`, ...line });
}

/** More are not counted: "lebih dari 10.000". */
export const mostCounted = 10_000;

/** A part of a list; how many there are in all is told with the first part, at most `mostCounted` + 1. */
export interface SeekerPage extends Page<SeekerLine> {
  readonly total: number | undefined;
}

/** Seekers of a list, newest first. @throws RejectedRequest 400 when the cursor is none of ours */
export async function seekerList(
  db: Db,
  viewer: Viewer,
  filter: DeskFilter & PageQuery,
): Promise<SeekerPage> {
  await indexNewSeekers(db);
  const today = localDate(viewer.now);
  const { office } = viewer;
  const { limit: _limit, cursor, ...asked } = filter;
  const page = await readPage(
    filter,
    (part) => findSeekers(db, { ...asked, ...part, office, today }),
    (seeker) => toLine(seeker, today),
  );
  const count = page.items.length;
  await auditSeekers(db, viewer, { action: 'seeker.list', subject: 'seekers', detail: { count } });
  if (cursor !== undefined) return { ...page, total: undefined };
  const total = await countFitting(db, { ...asked, office, today, limit: mostCounted + 1 });
  return { ...page, total };
}

/** Those of them that the viewer may see. */
export const seenBy = (
  { office }: Viewer,
  seekers: readonly (RegisteredSeeker | undefined)[],
): RegisteredSeeker[] =>
  seekers.filter(
    (seeker): seeker is RegisteredSeeker =>
      seeker !== undefined && (office === undefined || seeker.officeCode === office),
  );

/** The seeker with this D number, where the viewer may see it. */
export async function seenSeeker(
  db: Db,
  viewer: Viewer,
  number: string,
): Promise<RegisteredSeeker | undefined> {
  const typed = readNumber(number);
  if (typed?.letter !== 'D') return undefined;
  const [seeker] = seenBy(viewer, [await findSeeker(db, typed.value)]);
  return seeker;
}

/** Notes in the trail that an officer has looked at a seeker; `page` says at what. */
export async function noteView(
  db: Db,
  viewer: Pick<Viewer, 'officerId' | 'now'>,
  number: number,
  page: 'file' | 'sheet' | 'form',
): Promise<void> {
  const subject = showNumber('D', number);
  await auditSeekers(db, viewer, { action: 'seeker.view', subject, detail: { page } });
}

/** Shows a NIK whole, once: the trail keeps who looked and when, in the caller's transaction. */
export async function revealNik(
  db: Db,
  viewer: Pick<Viewer, 'officerId' | 'now'>,
  seeker: RegisteredSeeker,
): Promise<string> {
  const subject = showNumber('D', seeker.number);
  await auditSeekers(db, viewer, { action: 'seeker.reveal-nik', subject });
  return seeker.nik;
}

/** Everything that the office holds of a seeker, for the page of one. */
export async function seekerFile(db: Db, seeker: RegisteredSeeker, now: Date) {
  const cards = await cardsOfSeeker(db, seeker.id);
  const contacts = await contactsOfPerson(db, seeker.personId);
  const contactIds = contacts.map(({ contactId }) => contactId);
  const profiles = await readProfiles(db, [seeker.id]);
  return {
    line: toLine(seeker, localDate(now)),
    nikMasked: maskNik(seeker.nik),
    cards,
    contacts,
    reports: await reportsOfCards(
      db,
      cards.map(({ id }) => id),
    ),
    notes: await notesOfSeeker(db, seeker.id),
    notice: await noticeOfSeeker(db, seeker.id),
    consents: await consentsOfPerson(db, seeker.personId),
    applications: await applicationsOf(db, seeker.personId),
    consultations: await consultationsOf(db, { contactIds, office: seeker.officeCode }),
    profile: profiles.get(seeker.id) ?? {},
  };
}

export type SeekerFile = Awaited<ReturnType<typeof seekerFile>>;
