import { draftBroadcast } from '../../src/services/broadcasts.ts';
import { latestAlert } from '../../src/store/broadcast-audience.ts';
import { insertOfficer } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';

/** Numbers from 1 on as a table of one column. */
const numbers = ({ dialect }: Store, n: number): string =>
  dialect === 'postgres'
    ? `generate_series(1, ${n}) as t(i)`
    : `(with recursive t(i) as (select 1 union all select i + 1 from t where i < ${n}) select i from t)`;

const wish = 'a'.repeat(96); // as long as a sealed one

/** Puts `n` subscribers of an account into an empty office, with what their YA has left behind. */
export async function addSubscribers(store: Store, n: number): Promise<void> {
  const of = numbers(store, n);
  const { sql } = store;
  const account: { id: number } = await sql('accounts').where({ channel: 'twilio' }).first('id');
  const fill = [
    `insert into contacts (id, public_id, created_at) select i, 'c_load_' || i, 1 from ${of}`,
    `insert into addresses (account_id, user_id, contact_id, created_at)
       select ${account.id}, '+62811' || (10000000 + i), i, 1 from ${of}`,
    `insert into consents (contact_id, purpose, text, version, given_at)
       select i, 'push', 'Boleh kami kirim kabar lowongan jahit di Pasirian, pelatihan & bursa kerja?',
         '2026-11b', 1 from ${of}`,
    `insert into job_alerts (contact_id, office_code, key, wish_sealed, next_at, ends_at, created_at)
       select i, '35.08', 'k' || i, '${wish}', 1, 9999999999999, 1 from ${of}`,
  ];
  for (const statement of fill) await sql.raw(statement);
  if (store.dialect === 'postgres') {
    await sql.raw(`select setval('contacts_id_seq', ${n})`);
  }
  await sql.raw('analyze');
}

let writers = 0;

/** Lets so many broadcasts to all of them go; gives their ids. */
export async function releaseMany(store: Store, many: number): Promise<readonly number[]> {
  writers += 1;
  const officer = { username: `penulis${writers}`, name: 'Penulis', role: 'officer' } as const;
  const made = { ...officer, office: '35.08', passwordHash: 'of no password', at: 1 };
  const id = (await insertOfficer(store, made)) ?? 0;
  const now = new Date();
  const lastDay = new Date(now.getTime() + 20 * 86_400_000).toISOString().slice(0, 10);
  const all = { officeCode: '35.08', districtCode: null, education: null, medium: null, lastDay };
  const form = { ...all, topic: 'job-fair', words: 'Bursa kerja Sabtu di GOR, gratis.' } as const;
  const ids: number[] = [];
  for (let n = 0; n < many; n += 1) {
    ids.push(await draftBroadcast(store, form, { officer: { id, role: 'officer' }, now }));
  }
  await store
    .sql('broadcasts')
    .whereIn('id', ids)
    .update({
      state: 'released',
      last_alert: await latestAlert(store),
      released_by: id,
      released_at: now.getTime(),
    });
  return ids;
}
