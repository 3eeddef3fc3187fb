import { usualAk1Rule, type Ak1Rule } from '../core/ak1-dates.ts';
import { findOffice } from '../store/offices.ts';
import type { Db } from '../store/store.ts';

/** When the holders of an office's cards report, and how long a card is valid. */
export async function ak1RuleOf(db: Db, office: string): Promise<Ak1Rule> {
  return (await findOffice(db, office))?.settings.ak1 ?? usualAk1Rule;
}
