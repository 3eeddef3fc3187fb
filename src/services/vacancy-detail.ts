import { shortDate } from '../core/format.ts';
import type { Values } from '../core/json.ts';
import { showNumber } from '../core/number.ts';
import type { Vacancy } from '../store/vacancies.ts';
import { phrase, placeOf, wageOf } from './vacancy-lines.ts';

function ageOf({ ageMin, ageMax }: Vacancy): string | undefined {
  const values = { dari: String(ageMin), sampai: String(ageMax) };
  if (ageMin !== null && ageMax !== null) return phrase('age', values);
  if (ageMin !== null) return phrase('age_from', values);
  return ageMax === null ? undefined : phrase('age_to', values);
}

const genderOf = ({ gender }: Vacancy): string | undefined =>
  gender === 'L' || gender === 'P' ? phrase(`gender_${gender}`) : undefined;

/** What is asked of her, in few words: `SMP, wanita, 18-35 th`. */
function requirements(vacancy: Vacancy): string {
  const { education, experience, disabilityFriendly, agency } = vacancy;
  const parts = [
    education,
    genderOf(vacancy),
    ageOf(vacancy),
    experience === null ? undefined : phrase('experience', { lama: experience }),
    disabilityFriendly ? phrase('disability') : undefined,
    agency === null ? undefined : phrase('agency', { agen: agency }),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** What the employer wants applicants to do, with its contact; undefined when it said nothing. */
export function howToApply({ howToApply: how, contact }: Vacancy): string | undefined {
  if (how === null) return contact ?? undefined;
  if (contact === null || how.includes(contact)) return how;
  return phrase('apply_with_contact', { cara: how, kontak: contact });
}

/** The names that a detail has in a flow. */
export const detailNames = [
  'nomor_lowongan',
  'jabatan',
  'perusahaan',
  'lokasi',
  'upah',
  'syarat',
  'orang',
  'tutup',
  'cara',
] as const;

/** A vacancy as a flow tells it: every value is words. */
export function detailOf(vacancy: Vacancy): Values {
  return {
    nomor_lowongan: showNumber('L', vacancy.number),
    jabatan: vacancy.title,
    perusahaan: vacancy.employer,
    lokasi: placeOf(vacancy),
    upah: wageOf(vacancy.wageMin, vacancy.wageMax) ?? phrase('no_wage'),
    syarat: requirements(vacancy),
    orang: String(vacancy.openings),
    tutup: shortDate(vacancy.closesOn),
    cara: howToApply(vacancy) ?? phrase('apply_here'),
  };
}
