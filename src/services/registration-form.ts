import { z } from 'zod';
import type { Values } from '../core/json.ts';
import type { SeekerDetails } from '../store/seekers.ts';
import type { ServiceContext } from './action.ts';
import { ageOn, dayOf, type NikFacts } from './nik-facts.ts';
import { regionName } from './regions.ts';

const list = z.union([z.array(z.string()), z.string().transform((text) => [text])]);

const nik = z.string().regex(/^\d{16}$/);

const form = z.object({
  nik,
  nama: z.string().min(1),
  pendidikan: z.string().min(1),
  keterampilan: list.nullish().transform((skills) => skills ?? []),
  /** Kemendagri code of the domicile. */
  tempat: z.string().nullish(),
  /** Answers that were unlikely and that the person insisted on. */
  keraguan: list.nullish().transform((doubts) => doubts ?? []),
});

export type RegistrationForm = z.infer<typeof form>;

/** @throws ZodError when a flow asks about no NIK: a bug. */
export const readNik = (input: Values): string => nik.parse(input['nik']);

/** @throws ZodError when a flow asks to register without a NIK, name or education: a bug. */
export const readRegistration = (input: Values): RegistrationForm => form.parse(input);

/** Marks a seeker whom an officer had verified before a message changed what is registered. */
export const changedFlag = 'changed-after-verified';

function flagsOf(facts: NikFacts, answers: RegistrationForm, context: ServiceContext): string[] {
  const domicile = answers.tempat ?? facts.district;
  const flags: Readonly<Record<string, boolean>> = {
    'birth-from-nik': true, // the NIK stays when birth data are corrected: compare with the KTP
    'nik-area-unknown': regionName(facts.district) === undefined,
    'nik-elsewhere': !facts.regency.startsWith(context.office),
    'domicile-differs': !domicile.startsWith(`${facts.regency}.`),
    minor: ageOn(facts.birthDate, dayOf(context.now)) < 18,
  };
  const doubts = answers.keraguan.map((name) => `doubtful-${name}`);
  return [...Object.keys(flags).filter((name) => flags[name]), ...doubts];
}

/** What the answers, and the NIK where they are silent, say of a job seeker. */
export function detailsOf(
  facts: NikFacts,
  answers: RegistrationForm,
  context: ServiceContext,
): SeekerDetails {
  return {
    officeCode: context.office,
    education: answers.pendidikan,
    skills: answers.keterampilan,
    areaCode: answers.tempat ?? facts.district,
    flags: flagsOf(facts, answers, context),
  };
}
