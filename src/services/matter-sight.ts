import type { Officer } from '../store/officers.ts';
import type { Eyes } from '../store/matter-lists.ts';

/** Who looks at matters. */
export type Beholder = Pick<Officer, 'id' | 'role' | 'office'>;

/** The province (a code without a dot) and admins see every office, others their own. */
const seesAll = ({ role, office }: Beholder): boolean => role === 'admin' || !office.includes('.');

/**
 * Whether an officer may know of a matter: that of the own office, never one that is hidden from
 * this officer, whatever the role. The same rule in SQL is `eyesOf`.
 */
export function maySee(
  officer: Beholder,
  matter: { readonly officeCode: string; readonly hiddenFrom: readonly number[] },
): boolean {
  if (matter.hiddenFrom.includes(officer.id)) return false;
  return seesAll(officer) || officer.office === matter.officeCode;
}

/** `maySee` for a query over many; `asked` narrows it to one office. Undefined: nothing at all. */
export function eyesOf(officer: Beholder, asked?: string): Eyes | undefined {
  const office = asked ?? (seesAll(officer) ? undefined : officer.office);
  if (office !== undefined && !maySee(officer, { officeCode: office, hiddenFrom: [] })) {
    return undefined;
  }
  return { officerId: officer.id, office };
}
