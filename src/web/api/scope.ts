import { ProblemError } from '../errors.ts';
import type { Officer } from '../../services/officers.ts';

/** The province (a code without a dot) and admins see every office, others their own. */
export function seesAll({ role, office }: Officer): boolean {
  return role === 'admin' || !office.includes('.');
}

/** Whether a thing of that office may be shown to the officer. */
export function sees(officer: Officer, office: string): boolean {
  return seesAll(officer) || officer.office === office;
}

/** What only its office may see, else undefined: as if it were not there. */
export function ifSeen<T extends { readonly office: string }>(
  officer: Officer,
  thing: T | undefined,
): T | undefined {
  return thing && sees(officer, thing.office) ? thing : undefined;
}

/**
 * Which offices a list is of: the one asked for, the officer's own, or all (undefined).
 * @throws ProblemError 404 when another office is asked for than the officer may see
 */
export function officeOf(officer: Officer, asked: string | undefined): string | undefined {
  const office = asked ?? (seesAll(officer) ? undefined : officer.office);
  if (office !== undefined && !sees(officer, office)) {
    throw new ProblemError({ status: 404, code: 'not-found' });
  }
  return office;
}
