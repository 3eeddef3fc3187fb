import { companyKey } from '../../src/language/company-names.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { replaceAgencies, type NewAgency } from '../../src/store/agencies.ts';
import type { Store } from '../../src/store/store.ts';

/** Licensed agencies of the tests; none of them exists. */
const ordinary: Omit<NewAgency, 'nameKey'> = {
  name: 'PT Contoh Uji',
  licence: 'SIP3MI-0001',
  validUntil: '2028-03-31',
  address: 'Jl. Contoh 1 Surabaya',
  phone: '(031) 000111',
};

/** Puts a list of licensed agencies in the place of the former: an ordinary one with what each row says. */
export async function fillAgencies(
  store: Store,
  rows: readonly Partial<NewAgency>[],
  { listDate = '2026-11-20', office = '35.08' } = {},
): Promise<void> {
  await seedOffices(store);
  const agencies = rows.map((row) => ({ ...ordinary, ...row }));
  await store.transaction((db) =>
    replaceAgencies(
      db,
      { officeCode: office, listDate, officerId: null },
      agencies.map((agency) => ({ ...agency, nameKey: companyKey(agency.name) })),
      0,
    ),
  );
}
