import { shortDate } from '../core/format.ts';
import { readNumber, showNumber } from '../core/number.ts';
import type { Vacancy } from '../store/vacancies.ts';
import type { Action } from './action.ts';
import { findOpenVacancy } from './vacancies.ts';
import { placeOf } from './vacancy-lines.ts';

const known = ({ title, employer, number, closesOn, ...place }: Vacancy) => ({
  nomor_lowongan: showNumber('L', number),
  jabatan: title,
  perusahaan: employer,
  lokasi: placeOf(place),
  tutup: shortDate(closesOn),
});

const names = ['nomor_lowongan', 'jabatan', 'perusahaan', 'lokasi', 'tutup'];

/** Words before which a search stands, not the name of a company. */
const search = /^(?:lowongan|loker|lwngn|lowker)\b[\s:,.-]*/iu;

/** `L1012`, also behind `lowongan`. */
function vacancyNumber(text: string): number | undefined {
  const read = readNumber(text.replace(search, ''));
  return read?.letter === 'L' ? read.value : undefined;
}

function otherThan(text: string): { name: string; values: Record<string, string> } {
  if (readNumber(text)) return { name: 'record', values: { nomor: text } };
  if (search.test(text)) return { name: 'search', values: { kata: text.replace(search, '') } };
  return { name: 'company', values: {} };
}

/**
 * Says what CEK is asked about: one of our vacancies (verified and open, by an agency abroad, or
 * not known), a number of the person's own, a search, else the name of a company.
 */
export const check: Action = {
  takes: ['nama'],
  outcomes: {
    vacancy: names,
    abroad: [...names, 'agen'],
    unknown: ['nomor_lowongan'],
    record: ['nomor'],
    search: ['kata'],
    company: [],
  },
  async run({ nama }, { db, now }) {
    const text = typeof nama === 'string' ? nama.trim() : '';
    const number = vacancyNumber(text);
    if (number === undefined) return otherThan(text);
    const vacancy = await findOpenVacancy(db, number, now);
    if (!vacancy) return { name: 'unknown', values: { nomor_lowongan: showNumber('L', number) } };
    if (vacancy.country === null || vacancy.agency === null) {
      return { name: 'vacancy', values: known(vacancy) };
    }
    return { name: 'abroad', values: { ...known(vacancy), agen: vacancy.agency } };
  },
};
