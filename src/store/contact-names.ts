import type { Db } from './store.ts';

/** The id behind the opaque name that the API shows (`c_...`), also an older one, or undefined. */
export async function contactByPublicId(
  { sql }: Db,
  publicId: string,
): Promise<number | undefined> {
  const row: { id: number } | undefined = await sql('contacts')
    .first('id')
    .where({ public_id: publicId });
  if (row) return row.id;
  const joined: { contact_id: number } | undefined = await sql('joined_contacts')
    .first('contact_id')
    .where({ old_public_id: publicId });
  return joined?.contact_id;
}

/** The number that the provider vouches for at an address; null: none. */
export async function phoneOfAddress({ sql }: Db, addressId: number): Promise<string | null> {
  const row: { phone: string | null } | undefined = await sql('addresses')
    .where({ id: addressId })
    .first('phone');
  return row?.phone ?? null;
}
