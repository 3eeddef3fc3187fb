import type { Outcome } from '../../src/core/action.ts';
import { actions } from '../../src/services/index.ts';

/** Values that are as long as they come, or of a form of their own. */
const particular: Readonly<Record<string, string | number>> = {
  tempat: '35.08.04',
  lahir: '1999-01-12',
  halaman: 2,
  jumlah: 12,
};

/** Outcomes that forget the number which was given: it is asked for again. */
const forgetting = new Set(['unknown', 'closed']);

/**
 * An office that answers every action with one of its outcomes: `choose(n)` says which of `n`.
 * Values are as long as `length`.
 */
export function anyOffice(
  choose: (count: number) => number,
  length = 60,
): (action: string) => Outcome {
  return (action) => {
    const outcomes = Object.entries(actions[action]?.outcomes ?? {});
    const [name, values] = outcomes[choose(outcomes.length)] ?? ['', []];
    const given = values.map((value) => [value, particular[value] ?? 'kata '.repeat(length / 5)]);
    const forgotten = forgetting.has(name) && values.includes('nomor') ? { nomor: null } : {};
    return { name, values: { ...Object.fromEntries(given), ...forgotten } };
  };
}
