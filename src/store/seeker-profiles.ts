import type { Db } from './store.ts';

const place = (seekerId: number): string => `seeker_profiles.profile|${seekerId}`;

/** Keeps what the AK/II sheet says besides the registration; the last one counts. */
export async function keepProfile(
  { sql, keys }: Db,
  profile: {
    readonly seekerId: number;
    readonly officerId: number;
    /** JSON. */
    readonly text: string;
    readonly at: number;
  },
): Promise<void> {
  await sql('seeker_profiles')
    .insert({
      seeker_id: profile.seekerId,
      officer_id: profile.officerId,
      profile_sealed: keys.seal(profile.text, place(profile.seekerId)),
      updated_at: profile.at,
    })
    .onConflict('seeker_id')
    .merge();
}

/** The profiles of these seekers as JSON, by the seeker's id. At most 500 ids. */
export async function profilesOf(
  { sql, keys }: Db,
  seekerIds: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  const rows: { seeker_id: number; profile_sealed: string }[] = await sql('seeker_profiles')
    .select('seeker_id', 'profile_sealed')
    .whereIn('seeker_id', seekerIds);
  return new Map(
    rows.map((row) => [row.seeker_id, keys.open(row.profile_sealed, place(row.seeker_id))]),
  );
}
