/** Levels of schooling from the lowest, as written to people and in imports. */
export const educationLevels = [
  'TIDAK SEKOLAH',
  'SD',
  'SMP',
  'SMA',
  'SMK',
  'D1',
  'D2',
  'D3',
  'D4',
  'S1',
  'S2',
  'S3',
] as const;

export type Education = (typeof educationLevels)[number];

// SMA and SMK are equals ("sederajat", AK/I form: SLTA/SMK/sederajat), and so are D4 and S1
// (UU 12/2012 art. 21: sarjana terapan).
const ranks: Readonly<Record<Education, number>> = {
  'TIDAK SEKOLAH': 0,
  SD: 1,
  SMP: 2,
  SMA: 3,
  SMK: 3,
  D1: 4,
  D2: 5,
  D3: 6,
  D4: 7,
  S1: 7,
  S2: 8,
  S3: 9,
};

/** True for a level exactly as `educationLevels` writes it. */
export function isEducation(text: unknown): text is Education {
  return typeof text === 'string' && Object.hasOwn(ranks, text);
}

/** How high a level is, 0 (none) to 9 (S3); equals have the same rank. */
export function educationRank(level: Education): number {
  return ranks[level];
}

/** True when a person of level `has` may apply where `needed` is asked for. */
export function satisfiesEducation(has: Education, needed: Education): boolean {
  return ranks[has] >= ranks[needed];
}
