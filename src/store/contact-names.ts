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
