import { kecamatanIn } from '../language/areas.ts';
import type { NewPerson } from '../store/persons.ts';
import type { NewSeeker } from '../store/seekers.ts';
import type { Chance } from './chance.ts';
import { familyNames, menNames, trades, womenNames } from './demo-words.ts';

const office = '35.08';

/** Serials of real NIKs stay far below: whoever sees 9xxx knows an invented one. */
const firstSerial = 9001;

const two = (number: number): string => String(number).padStart(2, '0');

/** Invented NIKs, each once: a kecamatan of Lumajang, a date of birth and a serial from 9001. */
export function nikMaker(): (person: Omit<NewPerson, 'nik'>, district: string) => string {
  const used = new Map<string, number>();
  return ({ birthDate, gender }, district) => {
    const [year = '', month = '', day = ''] = birthDate.split('-');
    const shownDay = two(Number(day) + (gender === 'P' ? 40 : 0));
    const stem = district.replaceAll('.', '') + shownDay + month + year.slice(2);
    const serial = (used.get(stem) ?? firstSerial - 1) + 1;
    used.set(stem, serial);
    return `${stem}${serial}`;
  };
}

const schools = ['SD', 'SD', 'SMP', 'SMP', 'SMP', 'SMA', 'SMA', 'SMK', 'SMK', 'SMK', 'D3', 'S1'];

/** A person of 17 to 55 years, and what this person registers. */
export function demoSeeker(
  chance: Chance,
  now: Date,
): {
  readonly person: Omit<NewPerson, 'nik'>;
  readonly seeker: Omit<NewSeeker, 'number' | 'personId'> & { readonly areaCode: string };
} {
  const gender = chance.pick(['L', 'P'] as const);
  const first = chance.pick(gender === 'P' ? womenNames : menNames);
  const year = now.getUTCFullYear() - chance.whole(18, 55);
  const { skills, title } = chance.pick(trades);
  return {
    person: {
      name: `${first} ${chance.pick(familyNames)}`.toUpperCase(),
      gender,
      birthDate: `${year}-${two(chance.whole(1, 12))}-${two(chance.whole(1, 28))}`,
    },
    seeker: {
      officeCode: office,
      education: chance.pick(schools),
      skills: skills.length > 0 ? skills : [title.toLowerCase()],
      areaCode: chance.pick(kecamatanIn(office)),
      flags: [],
      phone: null,
      noticeVersion: 'demo',
      registeredBy: null,
    },
  };
}
