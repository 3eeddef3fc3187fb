import { z } from 'zod';
import { localDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { findSeeker } from '../store/registered-seekers.ts';
import { keepProfile, profilesOf } from '../store/seeker-profiles.ts';
import type { Db } from '../store/store.ts';
import type { OfficerDeed } from './ak1-cards.ts';
import type { FieldProblems } from './seeker-corrections.ts';
import { line } from './seeker-form.ts';

/*
 * What the AK/II sheet asks besides the registration (templates of Bojonegoro, Lebak, Cilacap and
 * Manokwari): an officer fills it in once, at the interview. Every field may stay empty.
 */

/** AK/I: 1 Kawin, 2 Belum Kawin. */
export const maritalStates = ['kawin', 'belum'] as const;

/** AK/I: 1 Islam 2 Katholik 3 Protestan 4 Hindu 5 Budha 6 Konghucu 7 Lain-lain. */
export const religions = [
  'islam',
  'katholik',
  'protestan',
  'hindu',
  'budha',
  'konghucu',
  'lain',
] as const;

/** Rows of schooling on the card, AKTA (teaching diplomas) among them. */
export const schoolLevels =
  'SD SMP SMA SMK D1 D2 D3 D4 AKTA-I AKTA-II AKTA-III AKTA-IV S1 S2 S3'.split(' ');

/** How many rows the sheet has of each. */
export const rowsOf = { school: 5, course: 3, job: 3 } as const;

const written = (longest: number, form: RegExp, problem: string) =>
  line(longest).refine((text) => text === '' || form.test(text), problem);
const choice = (words: readonly string[]) =>
  line(20).refine((text) => text === '' || words.includes(text), 'wrong');
const year = written(4, /^(?:19[4-9]|20\d)\d$/, 'not-a-year');
const whole = (least: number, most: number) =>
  line(15)
    .transform((text) => text.replace(/^rp\s*/iu, '').replace(/[.\s]/gu, ''))
    .refine(
      (text) => text === '' || (/^\d+$/.test(text) && +text >= least && +text <= most),
      'not-a-number',
    );

const columns = {
  school: { Level: choice(schoolLevels), Name: line(80), Major: line(60), Year: year },
  course: { Name: line(80), Year: year },
  job: { Title: line(60), Employer: line(80), From: year, To: year },
} as const;

/** `school1Level`, `school1Name` ... as the form and the stored profile name them. */
function rowFields(kind: keyof typeof columns): Record<string, z.ZodType<string, string>> {
  const rows = Array.from({ length: rowsOf[kind] }, (_, at) => at + 1);
  const fields = rows.flatMap((row) =>
    Object.entries(columns[kind]).map(([name, type]) => [`${kind}${row}${name}`, type] as const),
  );
  return Object.fromEntries(fields);
}

const fields: Readonly<Record<string, z.ZodType<string, string>>> = {
  birthPlace: line(60),
  marital: choice(maritalStates),
  religion: choice(religions),
  address: line(160),
  postcode: written(5, /^\d{5}$/, 'not-a-postcode'),
  email: written(100, /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'not-an-email'),
  height: whole(50, 250),
  weight: whole(20, 300),
  disability: line(160),
  ...rowFields('school'),
  ...rowFields('course'),
  languages: line(160),
  ...rowFields('job'),
  wantedJob: line(120),
  wantedPlace: line(120),
  wantedWage: whole(0, 1_000_000_000),
  willingToMove: choice(['ya', 'tidak']),
};

/** A profile by field; what is not known is left out. */
export type Profile = Readonly<Record<string, string>>;

const shape = Object.fromEntries(
  Object.entries(fields).map(([name, type]) => [name, z.string().default('').pipe(type)]),
);

/** Each field may be left out of the form; what is empty is not kept. */
export const profileForm = z
  .object(shape)
  .transform((form): Profile =>
    Object.fromEntries(Object.entries(form).filter(([, value]) => value !== '')),
  );

/** Names of every field, in the order of the form. */
export const profileFields: readonly string[] = Object.keys(fields);

/** Years to come are typing errors, and nobody leaves before coming. */
function checkYears(form: Profile, now: Date): FieldProblems {
  const thisYear = localDate(now).slice(0, 4);
  const late = Object.keys(form).filter(
    (name) => /(?:Year|From|To)$/.test(name) && (form[name] ?? '') > thisYear,
  );
  const backwards = Object.keys(form).filter((name) => {
    const from = /^job\d+To$/.test(name) ? form[name.replace('To', 'From')] : undefined;
    return from !== undefined && (form[name] ?? '') < from;
  });
  return Object.fromEntries([
    ...late.map((name) => [name, 'year-to-come']),
    ...backwards.map((name) => [name, 'year-before']),
  ]);
}

/** The profiles of these seekers, by id. */
export async function readProfiles(
  db: Db,
  seekerIds: readonly number[],
): Promise<ReadonlyMap<number, Profile>> {
  const stored = await profilesOf(db, seekerIds);
  return new Map([...stored].map(([id, text]) => [id, JSON.parse(text) as Profile]));
}

/**
 * Keeps what the officer has filled in, in the caller's transaction. Gives what is wrong by field,
 * undefined when there is no such seeker.
 */
export async function saveProfile(
  db: Db,
  number: number,
  form: Profile,
  { officerId, now }: OfficerDeed,
): Promise<FieldProblems | 'saved' | undefined> {
  const seeker = await findSeeker(db, number);
  if (!seeker) return undefined;
  const problems = checkYears(form, now);
  if (Object.keys(problems).length > 0) return problems;
  const at = now.getTime();
  await keepProfile(db, { seekerId: seeker.id, officerId, text: JSON.stringify(form), at });
  const [actor, subject] = [`officer:${officerId}`, showNumber('D', number)];
  await recordAudit(db, { at, actor, action: 'seeker.profile', subject });
  return 'saved';
}
