/** Moment, number, how many entries, chance: names sort in the order in which files were written. */
export const spoolName = /^(\d{13})-(\d{6})-(\d{1,6})-[0-9a-f]{8}\.spool$/;

/** How many entries files hold, by their names. */
export const entriesIn = (names: readonly string[]): number =>
  names.reduce((sum, name) => sum + Number(spoolName.exec(name)?.[3] ?? 1), 0);

/** When a file was written, epoch milliseconds, by its name. */
export const writtenAt = (name: string): number => Number(spoolName.exec(name)?.[1] ?? 0);
