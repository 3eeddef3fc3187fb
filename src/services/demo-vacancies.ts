import { localDate } from '../core/format.ts';
import { kecamatanIn } from '../language/areas.ts';
import { namesOf } from '../language/gazetteer.ts';
import type { NewVacancy, VacancyFields, VacancyState } from '../store/vacancies.ts';
import type { Chance } from './chance.ts';
import {
  abroad,
  descriptions,
  firstNames,
  lastNames,
  otherRegions,
  trades,
  waysToApply,
} from './demo-words.ts';

const office = '35.08';
const dayInMs = 86_400_000;

type Place = Pick<
  VacancyFields,
  'officeCode' | 'areaCode' | 'country' | 'scope' | 'agency' | 'jobOrder'
>;

const local = { officeCode: office, country: null, scope: 'AKL', agency: null, jobOrder: null };

const villages = (district: string): readonly string[] =>
  [...namesOf('villages', `${district}.`).values()].flat();

/** Half of the work is known by its village. */
function localPlace(chance: Chance): Place {
  const district = chance.pick(kecamatanIn(office));
  const areaCode = chance.next() < 0.5 ? district : chance.pick(villages(district));
  return { ...local, areaCode };
}

/** Work in another region; an office of the same province answers for its own. */
function otherPlace(chance: Chance): Place {
  const areaCode = chance.pick(otherRegions);
  const isNear = areaCode.startsWith('35.');
  return {
    ...local,
    areaCode,
    officeCode: isNear ? areaCode : office,
    scope: isNear ? 'AKL' : 'AKAD',
  };
}

const employerName = (chance: Chance, sort: string): string =>
  `${sort} ${chance.pick(firstNames)} ${chance.pick(lastNames)}`;

type Work = Pick<
  VacancyFields,
  'title' | 'employer' | 'kind' | 'education' | 'skills' | 'wageMin' | 'wageMax'
>;

function wages(chance: Chance, thousands: number): Pick<Work, 'wageMin' | 'wageMax'> {
  if (chance.next() < 0.08) return { wageMin: null, wageMax: null };
  const wageMin = Math.round((thousands * (0.92 + chance.next() * 0.2)) / 50) * 50_000;
  return { wageMin, wageMax: chance.next() < 0.3 ? wageMin + chance.whole(2, 10) * 50_000 : null };
}

function work(chance: Chance): Work {
  const trade = chance.pick(trades);
  const isApprenticeship = chance.next() < 0.08 && trade.education !== 'SD';
  const wage = isApprenticeship ? trade.wage * 0.4 : trade.wage;
  return {
    title: isApprenticeship ? `Magang ${trade.title.toLowerCase()}` : trade.title,
    employer: employerName(chance, trade.employer),
    kind: isApprenticeship ? 'apprenticeship' : 'job',
    education: trade.education,
    skills: trade.skills,
    ...wages(chance, wage),
  };
}

/** Going abroad, by an invented agency. */
function workAbroad(chance: Chance): Work & Place {
  const [country, title, wage] = chance.pick(abroad);
  const jobOrder = `JO-${chance.whole(1000, 9999)}/CONTOH`;
  return {
    title,
    employer: employerName(chance, country),
    kind: 'job',
    education: chance.pick(['SMP', 'SMA', 'SMK']),
    skills: [],
    wageMin: wage * 1000,
    wageMax: null,
    officeCode: office,
    areaCode: null,
    country,
    scope: 'AKAN',
    agency: `PT Contoh ${chance.pick(lastNames)}`,
    jobOrder,
  };
}

function dates(chance: Chance, now: Date): Pick<VacancyFields, 'closesOn'> & VacancyState {
  const lot = chance.next();
  const isExpired = lot < 0.03;
  const days = isExpired ? -chance.whole(1, 60) : chance.whole(3, 90);
  const closesOn = localDate(new Date(now.getTime() + days * dayInMs));
  const none = { closesOn, rejectReason: null, verifiedBy: null, verifiedAt: null };
  if (lot >= 0.03 && lot < 0.07) return { ...none, status: 'draft' };
  if (lot >= 0.07 && lot < 0.08) {
    return { ...none, status: 'rejected', rejectReason: 'minta uang pendaftaran' };
  }
  const verifiedAt = now.getTime() - chance.whole(0, 30) * dayInMs;
  return { ...none, status: isExpired ? 'closed' : 'verified', verifiedAt };
}

function people(
  chance: Chance,
): Pick<VacancyFields, 'gender' | 'ageMin' | 'ageMax' | 'experience'> {
  const ageMin = chance.next() < 0.6 ? chance.whole(17, 21) : null;
  return {
    gender: chance.next() < 0.15 ? chance.pick(['L', 'P']) : null,
    ageMin,
    ageMax: ageMin !== null && chance.next() < 0.7 ? chance.whole(30, 45) : null,
    experience: chance.next() < 0.2 ? `${chance.whole(1, 3)} th` : null,
  };
}

/** One invented vacancy, as people around Lumajang are offered them. */
export function demoVacancy(chance: Chance, now: Date): Omit<NewVacancy, 'number'> {
  const isAbroad = chance.next() < 0.03;
  const place = chance.next() < 0.06 ? otherPlace(chance) : localPlace(chance);
  return {
    ...place,
    ...(isAbroad ? workAbroad(chance) : work(chance)),
    ...people(chance),
    ...dates(chance, now),
    openings: chance.whole(1, 12),
    disabilityFriendly: chance.next() < 0.1,
    description: chance.pick(descriptions),
    contact: null,
    howToApply: chance.pick(waysToApply),
    kbji: null,
  };
}
