/*
 * NIK: 16 digits PP KK CC DDMMYY SSSS: province, regency and kecamatan of the first registration,
 * date of birth (women: day + 40), serial from 0001. It does not change when the person moves or
 * the data are corrected, so it may differ from the KTP: a hint for the officer, not a proof.
 */

/** What the digits of a NIK say. */
export interface Nik {
  readonly kind: 'nik';
  readonly nik: string;
  readonly gender: 'L' | 'P';
  /** `YYYY-MM-DD`; the century that gives an age of 15 to 99. */
  readonly birthDate: string;
  /** Completed years, 15 to 99. */
  readonly age: number;
  /** True below 18: a guardian comes along. */
  readonly minor: boolean;
  /** Code of the kecamatan, `35.08.10`; not known to exist. */
  readonly area: string;
}

/** Why digits are no usable NIK; `value` is what to show the person. */
export interface NikProblem {
  readonly kind: 'problem';
  readonly problem:
    | 'digits' // something else than digits; value: the first such character
    | 'length' // value: how many digits
    | 'same' // all the same digit
    | 'province' // value: the first two digits
    | 'month' // value: the month
    | 'date' // value: the date, dd-mm-yyyy
    | 'example' // serial 0000 is never given out; our own examples end so
    | 'young'; // below 15; value: the age
  readonly value: string;
}

// Permendagri 72/2019 and the provinces made since (91-96); 97 appears in older lists of Papua.
const provinces = new Set(
  (
    '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 ' +
    '71 72 73 74 75 76 81 82 91 92 93 94 95 96 97'
  ).split(' '),
);

/** Youngest age of work with a guardian (UU 13/2003 art. 68-69: 13-15 light work only). */
const youngest = 15;
const adult = 18;

function problem(name: NikProblem['problem'], value = ''): NikProblem {
  return { kind: 'problem', problem: name, value };
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

function daysIn(month: number, year: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Completed years between two dates `YYYY-MM-DD`; negative when `today` is before `birth`. */
export function ageOn(today: string, birth: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(4) < birth.slice(4) ? years - 1 : years;
}

interface Birth {
  readonly gender: 'L' | 'P';
  readonly day: number;
  readonly month: number;
  readonly year: number;
}

/** 19YY when the day in 20YY has not come: ages of 15 to 99 never overlap, 0 to 14 are told as too young. */
function centuryOf(monthDay: string, short: number, today: string): number {
  return ageOn(today, `${2000 + short}-${monthDay}`) < 0 ? 1900 + short : 2000 + short;
}

function readBirth(digits: string, today: string): Birth {
  const written = Number(digits.slice(6, 8));
  const month = Number(digits.slice(8, 10));
  const gender = written > 40 ? 'P' : 'L';
  const day = gender === 'P' ? written - 40 : written;
  const year = centuryOf(`${two(month)}-${two(day)}`, Number(digits.slice(10, 12)), today);
  return { gender, day, month, year };
}

function checkShape(digits: string): NikProblem | undefined {
  const strange = /[^0-9]/u.exec(digits);
  if (strange) return problem('digits', strange[0]);
  if (digits.length !== 16) return problem('length', String(digits.length));
  if (/^(\d)\1+$/u.test(digits)) return problem('same');
  const province = digits.slice(0, 2);
  return provinces.has(province) ? undefined : problem('province', province);
}

function checkBirth({ day, month, year }: Birth): NikProblem | undefined {
  if (month < 1 || month > 12) return problem('month', two(month));
  const valid = day >= 1 && day <= daysIn(month, year);
  return valid ? undefined : problem('date', `${two(day)}-${two(month)}-${year}`);
}

/**
 * Reads 16 digits without separators; `today` is `YYYY-MM-DD`. The first problem found is told:
 * shape, province, month, date, example number, age.
 */
export function readNik(digits: string, today: string): Nik | NikProblem {
  const misshapen = checkShape(digits);
  if (misshapen) return misshapen;
  const birth = readBirth(digits, today);
  const impossible = checkBirth(birth);
  if (impossible) return impossible;
  if (digits.endsWith('0000')) return problem('example');
  const birthDate = `${birth.year}-${two(birth.month)}-${two(birth.day)}`;
  const age = ageOn(today, birthDate);
  if (age < youngest) return problem('young', String(age));
  const area = `${digits.slice(0, 2)}.${digits.slice(2, 4)}.${digits.slice(4, 6)}`;
  const { gender } = birth;
  return { kind: 'nik', nik: digits, gender, birthDate, age, minor: age < adult, area };
}

/** `3508********0001`: the only form in which a NIK is ever shown. */
export function maskNik(nik: string): string {
  return `${nik.slice(0, 4)}********${nik.slice(-4)}`;
}

/** A text in which each number of 16 digits, also written in groups, is masked. */
export function maskNiks(text: string): string {
  return text.replace(/(?<!\d)\d(?:[ .-]?\d){15}(?!\d)/gu, (found) =>
    maskNik(found.replace(/[^\d]/gu, '')),
  );
}
