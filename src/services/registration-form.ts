import { z } from 'zod';
import { localDate } from '../core/format.ts';
import type { Values } from '../core/json.ts';
import { ageOn, readNik, type Nik } from '../core/nik.ts';
import { isKnownArea } from '../language/areas.ts';
import type { Person } from '../store/persons.ts';
import type { SeekerDetails } from '../store/seekers.ts';
import type { ServiceContext } from './action.ts';

const adult = 18;

const list = z.union([z.array(z.string()), z.string().transform((text) => [text])]);

const answers = z.object({
  nama: z.string().min(1),
  pendidikan: z.string().min(1),
  keterampilan: list.nullish().transform((skills) => skills ?? []),
  /** Kemendagri code of the domicile; the NIK's area when not said. */
  tempat: z.string().refine(isKnownArea, 'no such Kemendagri code').nullish(),
  /** Unlikely answers that the person insisted on, by name. */
  keraguan: list.nullish().transform((doubts) => doubts ?? []),
});

/** A registration as the dialogue gives it, with what the NIK says. */
export type RegistrationForm = z.infer<typeof answers> & { readonly facts: Nik };

const nik = z.string();

/** What the NIK in `nik` says. @throws Error when it is none: the dialogue has to check it. */
export function nikFacts(input: Values, now: Date): Nik {
  const read = readNik(nik.parse(input['nik']), localDate(now));
  if (read.kind === 'problem') throw new Error(`the dialogue let a NIK through (${read.problem})`);
  return read;
}

/** @throws Error when the NIK, name or education is missing: the dialogue has to ask for them. */
export function readRegistration(input: Values, now: Date): RegistrationForm {
  return { ...answers.parse(input), facts: nikFacts(input, now) };
}

/** Marks a seeker whom an officer had verified before a message changed what is registered. */
export const changedFlag = 'changed-after-verified';

/** For which office, and when. */
type OfficeMoment = Pick<ServiceContext, 'office' | 'now'>;

function flagsOf(person: Person, form: RegistrationForm, context: OfficeMoment): string[] {
  const { facts, tempat, keraguan } = form;
  const regency = facts.area.slice(0, 5);
  const flags: Readonly<Record<string, boolean>> = {
    'birth-from-nik': person.birthDate === facts.birthDate, // it stays when the KTP is corrected
    'nik-area-unknown': !isKnownArea(facts.area),
    'nik-elsewhere': !regency.startsWith(context.office),
    'domicile-differs': !(tempat ?? facts.area).startsWith(regency),
    minor: ageOn(localDate(context.now), person.birthDate) < adult,
  };
  const others = keraguan.filter((answer) => answer !== 'nik'); // its area is looked at above
  const doubts = others.map((answer) => `doubtful-${answer}`);
  return [...Object.keys(flags).filter((name) => flags[name]), ...doubts];
}

/** What the answers, and the NIK where they are silent, say of a job seeker. */
export function detailsOf(
  person: Person,
  form: RegistrationForm,
  context: OfficeMoment,
): SeekerDetails {
  const fromNik = isKnownArea(form.facts.area) ? form.facts.area : null;
  return {
    officeCode: context.office,
    education: form.pendidikan,
    skills: form.keterampilan,
    areaCode: form.tempat ?? fromNik,
    flags: flagsOf(person, form, context),
  };
}
