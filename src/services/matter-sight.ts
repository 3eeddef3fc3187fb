import type { Eyes } from '../store/matter-lists.ts';
import type { MatterAudience } from '../store/matters.ts';
import type { Officer } from '../store/officers.ts';

/** Who looks at matters. */
export type Beholder = Pick<Officer, 'id' | 'role' | 'office'>;

const isProvince = ({ office }: Pick<Beholder, 'office'>): boolean => !office.includes('.');

/** The province (a code without a dot) and admins see every office, others their own. */
const seesAll = (officer: Beholder): boolean => officer.role === 'admin' || isProvince(officer);

/**
 * Audiences that an officer belongs to: a complaint about an officer who cannot be told apart is
 * for supervisors and admins, one about all of them for the admins of the province.
 */
export function audiencesOf(officer: Beholder): readonly MatterAudience[] {
  if (officer.role === 'officer') return ['office'];
  const isLast = officer.role === 'admin' && isProvince(officer);
  return isLast ? ['office', 'supervisors', 'province'] : ['office', 'supervisors'];
}

/** What decides who may see a matter. */
export interface Sight {
  readonly officeCode: string;
  readonly hiddenFrom: readonly number[];
  readonly audience: MatterAudience;
}

/**
 * Whether an officer may know of a matter: that of the own office, for an audience the officer
 * belongs to, never one that is hidden from this officer, whatever the role. The same rule in SQL
 * is `eyesOf`.
 */
export function maySee(officer: Beholder, matter: Sight): boolean {
  if (matter.hiddenFrom.includes(officer.id)) return false;
  if (!audiencesOf(officer).includes(matter.audience)) return false;
  return seesAll(officer) || officer.office === matter.officeCode;
}

/** `maySee` for a query over many; `asked` narrows it to one office. Undefined: nothing at all. */
export function eyesOf(officer: Beholder, asked?: string): Eyes | undefined {
  const office = asked ?? (seesAll(officer) ? undefined : officer.office);
  if (office !== undefined && office !== officer.office && !seesAll(officer)) return undefined;
  return { officerId: officer.id, audiences: audiencesOf(officer), office };
}
