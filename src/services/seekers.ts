import type { Outcome } from '../core/action.ts';
import { isoTime } from '../core/format.ts';
import { maskNik } from '../core/nik.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { areaName, areaTitle, isKnownArea } from '../language/areas.ts';
import { recordAudit } from '../store/audit.ts';
import { findSeeker, type HeldCard, type RegisteredSeeker } from '../store/registered-seekers.ts';
import { lockSeeker, markVerified, type SeekerStatus } from '../store/seekers.ts';
import type { Db } from '../store/store.ts';
import type { Action, ServiceContext } from './action.ts';
import { openConsultation } from './consultations.ts';
import { findSeekers, indexNewSeekers } from './seeker-index.ts';
import { readPage, type Page, type PageQuery } from './paging.ts';
import { openPhrases } from './phrases.ts';
import {
  changedFlag,
  nikFacts,
  readRegistration,
  type RegistrationForm,
} from './registration-form.ts';
import { registerSeeker } from './registration.ts';

/** The regency of a NIK's area by name; codes of regencies since divided are not known any more. */
function originOf(area: string): string {
  const regency = area.slice(0, 5);
  return areaName(isKnownArea(regency) ? regency : area.slice(0, 2));
}

/** What the NIK says: where the person was registered, sex, date of birth. Reads nothing stored. */
export const check: Action = {
  takes: ['nik'],
  outcomes: {
    local: ['tempat', 'jenis_kelamin', 'lahir'],
    elsewhere: ['asal', 'jenis_kelamin', 'lahir'],
  },
  async run(input, { office, now }) {
    const { area, gender, birthDate } = nikFacts(input, now);
    const person = { jenis_kelamin: gender, lahir: birthDate };
    const isLocal = area.startsWith(`${office}.`) && isKnownArea(area);
    return isLocal
      ? { name: 'local', values: { ...person, tempat: area } }
      : { name: 'elsewhere', values: { ...person, asal: originOf(area) } };
  },
};

const officerNote = openPhrases('officers/notes.yaml');

/** The NIK is another name's: an officer gets what was sent, the record stays as it is. */
async function askOfficer(
  context: ServiceContext,
  answers: RegistrationForm,
  number: number | undefined,
): Promise<Outcome> {
  const note = officerNote('name-differs', {
    nik: maskNik(answers.facts.nik),
    nomor: number === undefined ? '' : showNumber('D', number),
    nama: answers.nama,
    pendidikan: answers.pendidikan,
    keterampilan: answers.keterampilan.join(', '),
    tempat: areaTitle(answers.tempat ?? answers.facts.area),
  });
  return { name: 'differs', values: { nomor_tanya: await openConsultation(context, note) } };
}

/** Registers for the AK1 card, or updates: a pre-registration, the card itself is made at the counter. */
export const register: Action = {
  purpose: 'record',
  takes: ['nik', 'nama', 'pendidikan', 'keterampilan', 'tempat', 'keraguan'],
  outcomes: {
    registered: ['nomor'],
    updated: ['nomor'],
    minor: ['nomor'],
    differs: ['nomor_tanya'],
  },
  async run(input, context) {
    const answers = readRegistration(input, context.now);
    const result = await registerSeeker(context, answers);
    if (result.kind === 'differs') return askOfficer(context, answers, result.number);
    const nomor = showNumber('D', result.number);
    return { name: result.minor ? 'minor' : result.kind, values: { nomor } };
  },
};

export type { RegisteredSeeker } from '../store/registered-seekers.ts';

/** A job seeker as the API shows one. `area` is the domicile, as exact as known. */
export interface SeekerView {
  readonly number: string;
  readonly name: string;
  readonly nikMasked: string;
  readonly birthDate: string;
  readonly gender: 'L' | 'P';
  readonly education: string;
  readonly skills: readonly string[];
  readonly area: { readonly code: string; readonly name: string } | null;
  readonly office: string;
  readonly status: SeekerStatus;
  readonly flags: readonly string[];
  readonly registeredAt: string;
  /** The card that the seeker holds; its last day may be over. */
  readonly ak1?: HeldCard;
}

function toView(seeker: RegisteredSeeker): SeekerView {
  const code = seeker.areaCode;
  return {
    number: showNumber('D', seeker.number),
    name: seeker.name,
    nikMasked: maskNik(seeker.nik),
    birthDate: seeker.birthDate,
    gender: seeker.gender,
    education: seeker.education,
    skills: seeker.skills,
    area: code === null ? null : { code, name: areaName(code) },
    office: seeker.officeCode,
    status: seeker.status,
    flags: seeker.flags,
    registeredAt: isoTime(seeker.registeredAt),
    ...(seeker.card && { ak1: seeker.card }),
  };
}

/** `seesAll`: whoever asks may see every office, and `office` only narrows the list. */
export interface SeekerQuery extends PageQuery {
  readonly status?: SeekerStatus;
  readonly office?: string;
  readonly seesAll?: boolean;
}

/** Job seekers, newest first. @throws RejectedRequest 400 when the cursor is none of ours. */
export async function listSeekers(db: Db, query: SeekerQuery): Promise<Page<SeekerView>> {
  const { status, office, seesAll = false } = query;
  if (office === undefined && !seesAll) return { items: [], next: null };
  if (status !== undefined) await indexNewSeekers(db);
  return readPage(query, (part) => findSeekers(db, { status, office, ...part }), toView);
}

function seekerNumber(number: string): number | undefined {
  const read = readNumber(number);
  return read?.letter === 'D' ? read.value : undefined;
}

/** The seeker with this D number as typed, or undefined; who may see it is the caller's to check. */
export async function getSeeker(db: Db, number: string): Promise<SeekerView | undefined> {
  const value = seekerNumber(number);
  const seeker = value === undefined ? undefined : await findSeeker(db, value);
  return seeker && toView(seeker);
}

/**
 * An officer has compared the registration with the papers; in the caller's transaction. Verifying
 * twice changes nothing. Undefined when there is no such D number.
 */
export async function verifySeeker(
  db: Db,
  number: string,
  { officerId, now }: { readonly officerId: number; readonly now: Date },
): Promise<SeekerView | undefined> {
  const value = seekerNumber(number);
  const seeker = value === undefined ? undefined : await lockSeeker(db, value);
  if (seeker?.status === 'registered') {
    const at = now.getTime();
    const flags = seeker.flags.filter((flag) => flag !== changedFlag);
    await markVerified(db, { id: seeker.id, flags }, at);
    const subject = showNumber('D', seeker.number);
    await recordAudit(db, { at, actor: `officer:${officerId}`, action: 'seeker.verify', subject });
  }
  return seeker && getSeeker(db, number);
}
