import { localDate, shownDate, shownTime } from '../core/format.ts';
import { openPhrases } from './phrases.ts';

/** The words of the copy. */
export const copyWords = openPhrases('documents/copy.yaml');

/** One thing that is stored: what it is, and what it says. */
export interface CopyLine {
  readonly label: string;
  readonly value: string;
}

/** A part of the copy; one without lines is left out. */
export interface CopyPart {
  readonly title: string;
  readonly lines: readonly CopyLine[];
}

/** A moment on paper: `23-11-2026 08.00`. */
export const moment = (at: number): string =>
  `${shownDate(localDate(new Date(at)))} ${shownTime(new Date(at))}`;
