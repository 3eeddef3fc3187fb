import { z } from 'zod';
import { educationLevels } from '../core/education.ts';
import { isKnownArea } from '../language/areas.ts';
import { clean } from '../language/clean.ts';
import type { VacancyFields } from '../store/vacancies.ts';

const words = (longest: number) =>
  z
    .string()
    .transform((text) => clean(text).replaceAll(/\s+/g, ' '))
    .pipe(z.string().min(1).max(longest));

const whole = (least: number, most: number) => z.int().min(least).max(most);
const rupiah = whole(0, 1_000_000_000);
const age = whole(15, 99);
const area = z.string().refine(isKnownArea, 'no such Kemendagri code');

/** What an employer states of a vacancy, as the API and imports give it; times and dates as stored. */
export const vacancyForm = z.strictObject({
  title: words(100),
  employer: words(100),
  kind: z.enum(['job', 'apprenticeship']),
  area: area.nullish(),
  country: words(40).nullish(),
  education: z.enum(educationLevels),
  skills: z.array(words(60)).max(20).optional(),
  wageMin: rupiah.nullish(),
  wageMax: rupiah.nullish(),
  openings: whole(1, 100_000),
  closesOn: z.iso.date(),
  scope: z.enum(['AKL', 'AKAD', 'AKAN']).nullish(),
  disabilityFriendly: z.boolean().optional(),
  description: words(2000).nullish(),
  gender: z.enum(['L', 'P']).nullish(),
  ageMin: age.nullish(),
  ageMax: age.nullish(),
  experience: words(100).nullish(),
  contact: words(100).nullish(),
  howToApply: words(300).nullish(),
  kbji: z
    .string()
    .regex(/^\d{1,6}$/)
    .nullish(),
  agency: words(100).nullish(),
  jobOrder: words(60).nullish(),
});

export type VacancyForm = z.output<typeof vacancyForm>;

/** The same with every field left out at will, to change a vacancy. */
export const vacancyChange = vacancyForm.partial();

export type VacancyChange = z.output<typeof vacancyChange>;

const known = <T>(value: T | null | undefined): T | null => value ?? null;

/** The form as it is stored; what is left out is not known. */
export function toFields(form: VacancyForm): Omit<VacancyFields, 'officeCode'> {
  return {
    title: form.title,
    employer: form.employer,
    kind: form.kind,
    areaCode: known(form.area),
    country: known(form.country),
    education: form.education,
    skills: form.skills ?? [],
    wageMin: known(form.wageMin),
    wageMax: known(form.wageMax),
    openings: form.openings,
    scope: known(form.scope),
    disabilityFriendly: form.disabilityFriendly === true,
    description: known(form.description),
    gender: known(form.gender),
    ageMin: known(form.ageMin),
    ageMax: known(form.ageMax),
    experience: known(form.experience),
    contact: known(form.contact),
    howToApply: known(form.howToApply),
    kbji: known(form.kbji),
    agency: known(form.agency),
    jobOrder: known(form.jobOrder),
    closesOn: form.closesOn,
  };
}

type Bounds = Pick<VacancyChange, 'wageMin' | 'wageMax' | 'ageMin' | 'ageMax'>;

const isAbove = (low: number | null = null, high: number | null = null): boolean =>
  low !== null && high !== null && low > high;

/** The lower field of a pair that is above its higher one; undefined when all are in order. */
export function wrongOrder(bounds: Bounds): 'wageMin' | 'ageMin' | undefined {
  if (isAbove(bounds.wageMin, bounds.wageMax)) return 'wageMin';
  return isAbove(bounds.ageMin, bounds.ageMax) ? 'ageMin' : undefined;
}
