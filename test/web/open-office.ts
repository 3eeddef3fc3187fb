import type { MatterForm } from '../../src/services/matters.ts';
import { actions } from '../../src/services/index.ts';
import { addToken } from '../../src/services/officers.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { insertOfficer, type Role } from '../../src/store/officers.ts';
import type { Store } from '../../src/store/store.ts';
import { addTestPerson } from '../helpers/matters.ts';
import { openWeb, type Web, type WebChoices } from './open-web.ts';

export const now = new Date('2026-11-23T08:00:00+07:00');

/** Who asks: each with a token of their own. */
export const askers = {
  admin: { role: 'admin', office: '35.09' },
  supervisor: { role: 'supervisor', office: '35.08' },
  officer: { role: 'officer', office: '35.08' },
  neighbour: { role: 'officer', office: '35.09' },
  province: { role: 'officer', office: '35' },
} as const satisfies Record<string, { role: Role; office: string }>;

export type Asker = keyof typeof askers | 'nobody';

/** The web side over a store with offices and one officer of each kind. */
export interface Office extends Web {
  /** Calls the API as one of them; a body is sent as JSON. */
  ask(asker: Asker, path: string, body?: { method?: string; json?: unknown }): Promise<Response>;
  /** Opens a matter of Lumajang, or of another office. Gives the number: `K1001`. */
  open(form?: Partial<MatterForm>, office?: string): Promise<string>;
  /** Registers a seeker of Lumajang, or of Jember (`35.09`). Gives the D number. */
  register(person?: { nik?: string; nama?: string; office?: string }): Promise<string>;
}

async function addAskers(store: Store): Promise<Readonly<Record<string, string>>> {
  const tokens: Record<string, string> = {};
  for (const [username, { role, office }] of Object.entries(askers)) {
    const passwordHash = 'of no password';
    const name = `Petugas ${username}`;
    await insertOfficer(store, { username, name, role, office, passwordHash, at: now.getTime() });
    tokens[username] = await addToken(store, username, now);
  }
  return tokens;
}

async function addContact({ sql }: Store, publicId: string): Promise<number> {
  const [row] = await sql('contacts')
    .insert({ public_id: publicId, created_at: 1 })
    .returning<{ id: number }[]>('id');
  return row!.id;
}

export async function openOffice(choices: WebChoices = {}): Promise<Office> {
  const web = await openWeb({ clock: () => now, ...choices });
  const { store, url } = web;
  await seedOffices(store);
  const tokens = await addAskers(store);
  let people = 0;
  return {
    ...web,
    ask: (asker, path, { method = 'GET', json } = {}) =>
      fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(tokens[asker] && { authorization: `Bearer ${tokens[asker]}` }),
          ...(json !== undefined && { 'content-type': 'application/json' }),
        },
        ...(json !== undefined && { body: JSON.stringify(json) }),
      }),
    open: async (form = {}, code = '35.08') => {
      const userId = `+62813${String((people += 1)).padStart(8, '0')}`;
      const person = await addTestPerson(store, { userId, office: code });
      return (await person.asks(now, form)).number;
    },
    register: async ({ nik, nama = 'SITI AMINAH', office = '35.08' } = {}) => {
      people += 1;
      const serial = String(people).padStart(4, '0');
      const id = await addContact(store, `c_${people}`);
      const { values } = await store.transaction((db) =>
        actions['seekers.register']!.run(
          {
            nik: nik ?? `${office.replace('.', '')}10520199${serial}`,
            nama,
            pendidikan: 'SMK',
            keterampilan: ['jahit'],
          },
          { db, now, office, contact: { id, userId: `+62812${serial}`, medium: 'sms' } },
        ),
      );
      return values['nomor'] as string;
    },
  };
}
