import type { z } from 'zod';
import { localDate } from '../core/format.ts';
import { ageOn, readNik } from '../core/nik.ts';
import { showNumber } from '../core/number.ts';
import { normalisePhone } from '../core/phone.ts';
import { areaTitle, findArea, isKnownArea } from '../language/areas.ts';
import { recordAudit } from '../store/audit.ts';
import { correctPerson, lockPersonByNik } from '../store/persons.ts';
import { findSeeker, findSeekerByNik, type RegisteredSeeker } from '../store/registered-seekers.ts';
import { correctSeeker, lockSeeker } from '../store/seekers.ts';
import type { Db } from '../store/store.ts';
import type { OfficerDeed } from './ak1-cards.ts';
import type { correctionForm } from './seeker-form.ts';
import { changedFlag, detailsOf, nikFacts } from './registration-form.ts';

export type Correction = z.output<typeof correctionForm>;

/** By field, a name of templates/admin/phrases.yaml. */
export type FieldProblems = Readonly<Record<string, string>>;

/** The domicile as the form shows it; `undefined` when nothing is known. */
export function shownArea({ areaCode }: Pick<RegisteredSeeker, 'areaCode'>): string {
  return areaCode === null ? '' : areaTitle(areaCode);
}

/** What a field says, or why it says nothing. */
interface FieldRead {
  readonly value: string | null;
  readonly problem?: string;
}

function readArea(text: string, seeker: RegisteredSeeker): FieldRead {
  if (text === shownArea(seeker)) return { value: seeker.areaCode };
  if (text === '') return { value: null };
  if (isKnownArea(text)) return { value: text };
  const found = findArea(text, { office: seeker.officeCode, wide: true });
  if (found && found.kind !== 'area') return { value: null, problem: 'area-many' };
  return found?.exact ? { value: found.code } : { value: null, problem: 'area-unknown' };
}

function readPhone(text: string): FieldRead {
  const phone = normalisePhone(text) ?? null;
  return phone === null && text !== '' ? { value: null, problem: 'not-a-phone' } : { value: phone };
}

async function checkNik(
  db: Db,
  digits: string,
  seeker: RegisteredSeeker,
  now: Date,
): Promise<string | undefined> {
  if (digits === '' || digits === seeker.nik) return undefined;
  if (readNik(digits, localDate(now)).kind === 'problem') return 'not-a-nik';
  const other = await findSeekerByNik(db, digits);
  if (other) return other.officeCode === seeker.officeCode ? 'nik-taken' : 'nik-taken-elsewhere';
  return (await lockPersonByNik(db, digits)) && 'nik-taken';
}

const oldest = 99;
const youngest = 15;

function checkBirth(birthDate: string, now: Date): string | undefined {
  const age = ageOn(localDate(now), birthDate);
  return age < youngest || age > oldest ? 'not-an-age' : undefined;
}

/** What was unlikely in a field is not any more once an officer has put it right. */
const doubtOf: Readonly<Record<string, keyof Correction>> = {
  'doubtful-nama': 'name',
  'doubtful-pendidikan': 'education',
  'doubtful-keterampilan': 'skills',
  'doubtful-tempat': 'area',
};

interface Corrected {
  readonly nik: string;
  readonly areaCode: string | null;
  readonly phone: string | null;
}

/** Names of the fields that are not as they were, for the trail: never what they hold. */
function changedFields(seeker: RegisteredSeeker, form: Correction, read: Corrected): string[] {
  const now: Readonly<Record<keyof Correction, unknown>> = {
    ...form,
    skills: form.skills.join(';'),
    nik: read.nik,
    area: read.areaCode,
    phone: read.phone,
  };
  const before: Readonly<Record<keyof Correction, unknown>> = {
    ...seeker,
    skills: seeker.skills.join(';'),
    area: seeker.areaCode,
  };
  return (Object.keys(now) as (keyof Correction)[]).filter((field) => now[field] !== before[field]);
}

function correctedDetails(
  seeker: RegisteredSeeker,
  form: Correction,
  { read, changed, now }: { read: Corrected; changed: readonly string[]; now: Date },
) {
  const doubts = seeker.flags.filter((flag) => flag.startsWith('doubtful-'));
  const left = doubts.filter((flag) => !changed.includes(doubtOf[flag] ?? ''));
  const answers = {
    nama: form.name,
    pendidikan: form.education,
    keterampilan: [...form.skills],
    tempat: read.areaCode,
    keraguan: left.map((flag) => flag.slice('doubtful-'.length)),
    facts: nikFacts({ nik: read.nik }, now),
  };
  const person = { id: seeker.personId, name: form.name, birthDate: form.birthDate };
  const details = detailsOf(person, answers, { office: seeker.officeCode, now });
  const kept = seeker.flags.filter((flag) => flag === changedFlag);
  return { ...details, areaCode: read.areaCode, flags: [...details.flags, ...kept] };
}

async function readFields(
  db: Db,
  seeker: RegisteredSeeker,
  form: Correction,
  now: Date,
): Promise<Corrected | { readonly problems: FieldProblems }> {
  const digits = form.nik.replace(/[\s.-]/gu, '');
  const area = readArea(form.area, seeker);
  const phone = readPhone(form.phone);
  const found: Readonly<Record<string, string | undefined>> = {
    nik: await checkNik(db, digits, seeker, now),
    birthDate: checkBirth(form.birthDate, now),
    area: area.problem,
    phone: phone.problem,
  };
  const problems = Object.entries(found).filter(([, problem]) => problem !== undefined);
  if (problems.length > 0) return { problems: Object.fromEntries(problems) as FieldProblems };
  return { nik: digits || seeker.nik, areaCode: area.value, phone: phone.value };
}

/**
 * Puts right what a message has said, from the papers, in the caller's transaction. Gives what is
 * wrong by field, undefined when there is no such seeker.
 */
export async function correctRegistration(
  db: Db,
  number: number,
  form: Correction,
  { officerId, now }: OfficerDeed,
): Promise<FieldProblems | 'corrected' | undefined> {
  await lockSeeker(db, number);
  const seeker = await findSeeker(db, number);
  if (!seeker) return undefined;
  const read = await readFields(db, seeker, form, now);
  if ('problems' in read) return read.problems;
  const changed = changedFields(seeker, form, read);
  if (changed.length === 0) return 'corrected';
  const at = now.getTime();
  const { nik, phone } = read;
  const { name: personName, gender, birthDate } = form;
  await correctPerson(db, seeker.personId, { nik, name: personName, gender, birthDate }, at);
  const details = correctedDetails(seeker, form, { read, changed, now });
  await correctSeeker(db, seeker.id, { ...details, phone }, at);
  const [actor, subject] = [`officer:${officerId}`, showNumber('D', number)];
  await recordAudit(db, {
    at,
    actor,
    action: 'seeker.correct',
    subject,
    detail: { fields: changed },
  });
  return 'corrected';
}
