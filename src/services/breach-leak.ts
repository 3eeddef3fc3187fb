/*
 * What can leak, and what could then be read of whom.
 */

/** What can leak. */
export const leakKinds = ['database', 'backup', 'officer', 'phone', 'file'] as const;

export type LeakKind = (typeof leakKinds)[number];

/** What leaked, and when. */
export interface Leak {
  readonly kind: LeakKind;
  /** Name of the backup, the officer, the sender or the file; empty for the whole database. */
  readonly named: string;
  /** Epoch milliseconds: from when on somebody could read it, and until when. */
  readonly from: number;
  readonly until: number;
  /** Whose registrations an exported file holds; undefined: the whole province. */
  readonly office: string | undefined;
}

/** Kinds of personal data, in the order in which they are told. */
export const dataKinds = [
  'name',
  'birth',
  'nik',
  'phone',
  'address',
  'sheet',
  'disability',
  'card',
  'notes',
  'question',
  'complaint',
  'danger',
  'messages',
  'files',
  'applications',
] as const;

export type DataKind = (typeof dataKinds)[number];

/** What could be read of somebody; `seen` when the trail or the leak itself proves it. */
export interface Exposure {
  readonly seen: boolean;
  readonly kinds: ReadonlySet<DataKind>;
}

export type Exposures = Map<number, Exposure>;

/** By the ids of persons and contacts. */
export interface Affected {
  readonly persons: Exposures;
  readonly contacts: Exposures;
}

/** Adds what could be read of these; what was proven before stays so. */
export function expose(
  to: Exposures,
  ids: Iterable<number>,
  { seen, kinds }: { readonly seen: boolean; readonly kinds: readonly DataKind[] },
): void {
  for (const id of ids) {
    const before = to.get(id);
    const all = new Set([...(before?.kinds ?? []), ...kinds]);
    to.set(id, { seen: seen || before?.seen === true, kinds: all });
  }
}
