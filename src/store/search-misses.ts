import type { Db } from './store.ts';
import type { VacancyKind } from './vacancies.ts';

/** A search that found nothing where it looked. */
export interface SearchMiss {
  readonly officeCode: string;
  /** `2026-11-24` */
  readonly day: string;
  readonly kind: VacancyKind;
  /** Known words alone, so that no name is among them; empty when there were none. */
  readonly words: string;
}

export async function addSearchMiss({ sql }: Db, miss: SearchMiss): Promise<void> {
  const { officeCode, day, kind, words } = miss;
  await sql('search_misses').insert({ office_code: officeCode, day, kind, words });
}
