const day = 86_400_000;

/**
 * How KABARI is paced, in milliseconds. Vacancies sent by SMS helped in the first two months and no
 * more in the third (Dammert, Galdo and Galdo 2015, Lima): so each message tells of others, some a
 * little beside the wish, and after three months it is asked whether to go on.
 */
export const alertTimes = {
  /** At most two messages a week. */
  pause: 3.5 * day,
  /** Then it is asked whether to go on; */
  lasts: 90 * day,
  /** for so long the answer may take. */
  patience: 7 * day,
  /** Nothing that fits for so long: then what lies beside the wish is told of alone. */
  quiet: 14 * day,
  /** So much later comes everything to a share of those who are compared. */
  delay: 7 * day,
  /** Who is in the middle of a dialogue is tried again after so long. */
  busy: 600_000,
} as const;
