import { regionName } from './regions.ts';

/** What a NIK says of the person at the time of first registration; it may differ from the KTP. */
export interface NikFacts {
  /** Kemendagri codes, e.g. `35.08` and `35.08.10`; they need not exist any more. */
  readonly regency: string;
  readonly district: string;
  readonly gender: 'L' | 'P';
  readonly birthDate: string;
}

/** `YYYY-MM-DD` in the office's time. */
export const dayOf = (now: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Jakarta' }).format(now);

const two = (value: number): string => String(value).padStart(2, '0');

/**
 * Reads a NIK of 16 digits that has been checked (PP KK CC DDMMYY SSSS; women's day + 40). The
 * century is the one that makes the person at least 15.
 */
export function nikFacts(nik: string, today: string): NikFacts {
  const part = (start: number): string => nik.slice(start, start + 2);
  const day = Number(part(6));
  const recent = `20${part(10)}-${part(8)}-${two(day % 40)}`;
  const born = ageOn(recent, today) >= 15 ? recent : `19${recent.slice(2)}`;
  const regency = `${part(0)}.${part(2)}`;
  return {
    regency,
    district: `${regency}.${part(4)}`,
    gender: day > 40 ? 'P' : 'L',
    birthDate: born,
  };
}

/** Whole years between two dates `YYYY-MM-DD`. */
export function ageOn(birthDate: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return today.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** True when the NIK's kecamatan exists in the region that the office serves. */
export function isLocal({ district }: NikFacts, office: string): boolean {
  return district.startsWith(`${office}.`) && regionName(district) !== undefined;
}

/** `3508********0001` */
export const maskNik = (nik: string): string => `${nik.slice(0, 4)}********${nik.slice(-4)}`;
