import { InputError } from '../core/errors.ts';
import type { AgencyMistake } from './agency-row.ts';

/** A mistake in one cell; the row was left out. */
export type AgencyRowMistake = AgencyMistake & { readonly line: number };

/** Why a list was not taken at all; the officers' page has words for each. */
export type ListFault = 'empty' | 'too-long' | 'nothing' | 'no-day' | 'wrong-day';

/** A list was not taken, and the former stays. */
export class ListError extends InputError {
  readonly fault: ListFault;

  constructor(fault: ListFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** What became of a list. */
export interface AgencyReport {
  readonly rows: number;
  readonly taken: number;
  readonly rejected: number;
  readonly listDate: string;
  /** The list that it took the place of, when there was one. */
  readonly former: { readonly listDate: string; readonly agencies: number } | undefined;
  /** The first thousand. */
  readonly mistakes: readonly AgencyRowMistake[];
  /** Columns that are none of ours, and were not read. */
  readonly ignored: readonly string[];
}
