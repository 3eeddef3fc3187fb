/**
 * Why a message leaves: `talk` answers in a dialogue, `record` holds a number to be kept (of a
 * matter, a registration), `officer` is an officer's own words, `danger` helps somebody or calls the
 * officer on duty, `push` comes unasked.
 */
export type Purpose = 'talk' | 'record' | 'officer' | 'danger' | 'push';

/** What a purpose is worth when a channel is slow, dear or dead. */
export interface Worth {
  /** Milliseconds after which it would only confuse (cht-core #3180: old replies flooded out). */
  readonly wanted: number;
  /** A newer reply to the same person makes it worthless. */
  readonly replaceable: boolean;
  /** Leaves by SMS where its own channel is dead or refuses it. */
  readonly matters: boolean;
  /** Up to which share of the day's budget it may be sent. */
  readonly share: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** The decisions, one line a purpose. An officer's words and danger never wait less than three days. */
export const worthOf: Readonly<Record<Purpose, Worth>> = {
  talk: { wanted: 6 * hour, replaceable: true, matters: false, share: 1.2 },
  record: { wanted: day, replaceable: false, matters: true, share: 1.2 },
  officer: { wanted: 3 * day, replaceable: false, matters: true, share: Infinity },
  danger: { wanted: 3 * day, replaceable: false, matters: true, share: Infinity },
  push: { wanted: 3 * day, replaceable: false, matters: false, share: 1 },
};

/** Purposes for which this holds, for the conditions of statements. */
export const purposesWith = (holds: (worth: Worth) => boolean): readonly Purpose[] =>
  (Object.keys(worthOf) as Purpose[]).filter((purpose) => holds(worthOf[purpose]));
