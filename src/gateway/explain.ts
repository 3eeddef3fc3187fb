import { maskNik } from '../core/nik.ts';
import { readFreeDetails, type FreeDetails } from '../flows/free-details.ts';
import { understand } from '../language/understand.ts';

/** A service with how likely it is, 0..1 in two decimals. */
interface ShownScore {
  readonly service: string;
  readonly score: number;
}

/** What a text is read as by itself, whatever was asked before, and why. */
export interface Explanation extends ShownScore {
  readonly text: string;
  readonly danger: boolean;
  /** What else it says; a NIK is masked. */
  readonly details: FreeDetails;
  /** Its words as they were understood. */
  readonly words: string;
  /** What spoke most for the service. */
  readonly evidence: readonly string[];
  readonly ranked: readonly ShownScore[];
}

/** The score as it is printed: two decimals say all that it is worth. */
const shownScore = (score: number): number => Math.round(score * 100) / 100;

/** Explains a text that is sent to an office; about a millisecond. */
export function explain(
  text: string,
  { office, now }: { readonly office: string; readonly now: Date },
): Explanation {
  const { service, danger, score, words, ranked, evidence } = understand(text);
  const { nik, ...details } = readFreeDetails(text, { now, office });
  return {
    text,
    service,
    danger,
    score: shownScore(score),
    details: { ...details, ...(nik !== undefined && { nik: maskNik(nik) }) },
    words: words.join(' '),
    evidence,
    ranked: ranked.map(({ label, score: each }) => ({ service: label, score: shownScore(each) })),
  };
}
