import { InputError } from '../core/errors.ts';
import { dayStart } from '../core/format.ts';
import { readNumber } from '../core/number.ts';
import {
  accountsNamed,
  contactOfFile,
  contactsApplied,
  contactsAsking,
  contactsBefore,
  contactsNumbered,
  contactsOfAccount,
  deedsOf,
  personsBefore,
  personsNumbered,
  personsRegistered,
  type Deed,
} from '../store/leaked.ts';
import { findOfficer } from '../store/officers.ts';
import type { Db } from '../store/store.ts';
import {
  dataKinds,
  expose,
  type Affected,
  type DataKind,
  type Leak,
  type LeakKind,
} from './breach-leak.ts';
import { breachWords } from './breach-words.ts';

const ofPersons: readonly DataKind[] = dataKinds.slice(0, 9);
const ofContacts: readonly DataKind[] = ['phone', ...dataKinds.slice(9)];
const listed: readonly DataKind[] = ['name', 'address'];
const page: readonly DataKind[] = ofPersons.filter((kind) => kind !== 'nik');
const matter: readonly DataKind[] = ['phone', 'question', 'complaint', 'danger', 'files'];
const exported: readonly DataKind[] = ofPersons.filter(
  (kind) => kind !== 'card' && kind !== 'notes',
);

const nobody = (): Affected => ({ persons: new Map(), contacts: new Map() });

/** A copy of everything as it was at a moment. */
async function ofCopy(db: Db, { until }: Leak): Promise<Affected> {
  const affected = nobody();
  expose(affected.persons, await personsBefore(db, until), { seen: true, kinds: ofPersons });
  expose(affected.contacts, await contactsBefore(db, until), { seen: true, kinds: ofContacts });
  return affected;
}

/** Numbers of a letter among what deeds were about. */
const numbersOf = (deeds: readonly Deed[], letter: string): number[] => {
  const read = deeds.map(({ subject }) => readNumber(subject));
  return [...new Set(read.flatMap((one) => (one?.letter === letter ? [one.value] : [])))];
};

const day = 24 * 3_600_000;

/** Those whose registrations were in a table that an officer exported. */
async function exposeExport(
  db: Db,
  affected: Affected,
  deed: Deed,
  office: string | undefined,
): Promise<void> {
  const { from, to, nik } = JSON.parse(deed.detail) as Record<string, string>;
  const span = { from: dayStart(from ?? ''), to: dayStart(to ?? '') + day };
  const ids = await personsRegistered(db, { ...span, ...(office !== undefined && { office }) });
  const kinds = nik === 'whole' ? exported : exported.filter((kind) => kind !== 'nik');
  expose(affected.persons, ids, { seen: true, kinds });
}

/** What the trail says that an account has opened, one by one. */
async function exposeOpened(db: Db, affected: Affected, deeds: readonly Deed[]): Promise<void> {
  const whole = deeds.filter(({ action }) => action === 'seeker.reveal-nik');
  const numbered = await personsNumbered(db, numbersOf(deeds, 'D'));
  expose(affected.persons, numbered.values(), { seen: true, kinds: page });
  const revealed = numbersOf(whole, 'D').flatMap((number) => numbered.get(number) ?? []);
  expose(affected.persons, revealed, { seen: true, kinds: ['nik'] });
  for (const kind of ['K', 'A'] as const) {
    const ids = await contactsNumbered(db, kind, numbersOf(deeds, kind));
    expose(affected.contacts, ids, { seen: true, kinds: matter });
  }
  const tables = deeds.filter(({ action }) => action.startsWith('applicants.'));
  const applied = await contactsApplied(db, numbersOf(tables, 'L'));
  expose(affected.contacts, applied, { seen: true, kinds: ['phone', 'applications'] });
}

/** Lists name many at once: whoever could stand in one may have been seen. */
async function exposeListed(
  db: Db,
  affected: Affected,
  { deeds, until, office }: { deeds: readonly Deed[]; until: number; office: string | undefined },
): Promise<void> {
  const did = (...names: readonly string[]): boolean =>
    deeds.some(({ action }) => names.includes(action));
  if (did('seeker.list', 'seeker.search')) {
    const ids = await personsBefore(db, until, office);
    expose(affected.persons, ids, { seen: false, kinds: listed });
  }
  if (did('matter.list')) {
    const ids = await contactsAsking(db, office);
    expose(affected.contacts, ids, { seen: false, kinds: ['question', 'complaint', 'danger'] });
  }
}

const province = '35';

/** Somebody else used the account of an officer: what the audit trail says that it has looked at. */
async function ofOfficer(db: Db, { named, from, until }: Leak): Promise<Affected> {
  const officer = await findOfficer(db, named);
  if (!officer) throw new InputError(breachWords('no-officer', { nama: named }));
  const all = officer.role === 'admin' || officer.office === province;
  const office = all ? undefined : officer.office;
  const deeds = await deedsOf(db, officer.id, { from, until });
  const affected = nobody();
  await exposeOpened(db, affected, deeds);
  for (const deed of deeds.filter(({ action }) => action === 'seeker.export'))
    await exposeExport(db, affected, deed, office);
  await exposeListed(db, affected, { deeds, until, office });
  return affected;
}

/** A phone or a linked session: everybody who was written with over that sender. */
async function ofPhone(db: Db, { named, until }: Leak): Promise<Affected> {
  const accounts = await accountsNamed(db, named);
  if (accounts.length === 0) throw new InputError(breachWords('no-sender', { nama: named }));
  const affected = nobody();
  for (const { id } of accounts) {
    const ids = await contactsOfAccount(db, id, until);
    expose(affected.contacts, ids, { seen: true, kinds: ['phone', 'messages', 'files'] });
  }
  return affected;
}

const sheet = /pencari-kerja-(?:ak2|siapkerja)-(\d{4}-\d\d-\d\d)-(\d{4}-\d\d-\d\d)\.(?:csv|xlsx)$/u;
const applicants = /pelamar-(L\d{4,9})\.(?:csv|xlsx)$/u;

/** One file: a table that was exported here, by its name, or what a villager sent. */
async function ofFile(db: Db, { named, office }: Leak): Promise<Affected> {
  const affected = nobody();
  const [, from, to] = sheet.exec(named) ?? [];
  if (from !== undefined && to !== undefined) {
    const detail = JSON.stringify({ from, to, nik: 'whole' });
    await exposeExport(db, affected, { id: 0, action: '', subject: '', detail }, office);
    return affected;
  }
  const vacancy = readNumber(applicants.exec(named)?.[1] ?? '');
  if (vacancy) {
    const ids = await contactsApplied(db, [vacancy.value]);
    expose(affected.contacts, ids, { seen: true, kinds: ['phone', 'applications'] });
    return affected;
  }
  const contact = await contactOfFile(db, named);
  if (contact === undefined) throw new InputError(breachWords('no-file', { nama: named }));
  expose(affected.contacts, [contact], { seen: true, kinds: ['files'] });
  return affected;
}

const byKind: Readonly<Record<LeakKind, (db: Db, leak: Leak) => Promise<Affected>>> = {
  database: ofCopy,
  backup: ofCopy,
  officer: ofOfficer,
  phone: ofPhone,
  file: ofFile,
};

/**
 * Whose data could be read, by what leaked. Nothing is opened for it.
 * @throws InputError when there is no such officer, sender or file
 */
export const whoIsAffected = (db: Db, leak: Leak): Promise<Affected> => byKind[leak.kind](db, leak);
