import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localDate, shownDate, shownTime } from '../core/format.ts';
import { recordAudit } from '../store/audit.ts';
import { countErasedSince } from '../store/leaked.ts';
import type { Db } from '../store/store.ts';
import { dataKinds, type DataKind, type Leak } from './breach-leak.ts';
import { affectedPeople, type AffectedPerson } from './breach-people.ts';
import type { Way } from './breach-phones.ts';
import { breachWords as words } from './breach-words.ts';
import { whoIsAffected } from './breach-who.ts';
import { officeFacts } from './offices.ts';
import { writeTable } from './table-write.ts';

/*
 * What UU 27/2022 article 46 asks when personal data was not kept safe: written notice within 3 x 24
 * hours to the persons and to the agency, that says at least which data was disclosed, when and how,
 * and what is done about it; in certain cases to the public too.
 */

/** The notice has to be there so long after it was known. */
export const noticeWithin = 3 * 24 * 3_600_000;

/** What leaked, and what the office knows of it. */
export interface Breach extends Leak {
  /** When the office came to know, epoch milliseconds: the time for the notice runs from here. */
  readonly knownAt: number;
  /** The key leaked as well, so that what is sealed can be read. */
  readonly withKey: boolean;
  /** The office that writes. */
  readonly by: string;
}

/** How many are affected: by kind of data, and by how they are told. */
export interface BreachCounts {
  readonly people: number;
  readonly seen: number;
  readonly kinds: ReadonlyMap<DataKind, number>;
  readonly ways: ReadonlyMap<Way, number>;
  /** Phones that an SMS may go to. */
  readonly phones: number;
  /** Who had themselves erased since: a copy of before still holds them, and nobody can tell them. */
  readonly erased: number;
}

/** A report: its name in the audit trail, what it counted, and when it has to be told. */
export interface BreachReport extends BreachCounts {
  readonly id: string;
  readonly tellBy: number;
}

/** Sealed in the database, each by itself: a copy without the key does not show them. */
const sealedKinds: ReadonlySet<DataKind> = new Set([
  'nik',
  'sheet',
  'disability',
  'notes',
  'question',
  'complaint',
  'danger',
  'messages',
  'files',
]);

/** Whether a kind could only be seen sealed. A backup is sealed as a whole. */
export function isSealed(
  { kind, withKey }: Pick<Breach, 'kind' | 'withKey'>,
  of: DataKind,
): boolean {
  if (withKey) return false;
  return kind === 'backup' || (kind === 'database' && sealedKinds.has(of));
}

const privately = { mode: 0o600 };

const header = ['number', 'name', 'phone', 'way', 'data', 'seen'].map((name) =>
  words(`column-${name}`),
);

const toRow = ({ number, name, phones, way, kinds, seen }: AffectedPerson): readonly string[] => [
  number,
  name,
  phones.join(' '),
  words(`way-${way}`),
  kinds.map((kind) => words(`kind-${kind}`)).join(', '),
  words(seen ? 'seen' : 'possible'),
];

/** Counts while the rows go by. */
function openCounts(erased: number) {
  const kinds = new Map<DataKind, number>();
  const ways = new Map<Way, number>();
  const contacts = new Set<string>();
  const totals = { people: 0, seen: 0 };
  return {
    contacts,
    add: (person: AffectedPerson): void => {
      if (!person.isTold) totals.people += 1;
      if (!person.isTold && person.seen) totals.seen += 1;
      for (const kind of person.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      ways.set(person.way, (ways.get(person.way) ?? 0) + 1);
      for (const one of person.contacts) contacts.add(one);
    },
    read: (): BreachCounts => ({ ...totals, kinds, ways, phones: contacts.size, erased }),
  };
}

const moment = (at: number): string =>
  `${shownDate(localDate(new Date(at)))} ${shownTime(new Date(at))}`;

/** `- Nama: 120 orang`, with what could only be seen sealed. */
function kindLines(breach: Breach, { kinds }: BreachCounts): string {
  const found = dataKinds.filter((kind) => kinds.has(kind));
  const lines = found.map((kind) => {
    const values = { jenis: words(`kind-${kind}`), jumlah: String(kinds.get(kind) ?? 0) };
    return words(isSealed(breach, kind) ? 'count-sealed' : 'count', values);
  });
  return lines.join('\n') || words('count-none');
}

/** The kinds that an SMS has room for: those that could be read. */
function shortKinds(breach: Breach, { kinds }: BreachCounts): string {
  const readable = dataKinds.filter((kind) => kinds.has(kind) && !isSealed(breach, kind));
  const told = readable.filter((kind) => ['name', 'nik', 'phone', 'messages'].includes(kind));
  return told.map((kind) => words(`short-${kind}`)).join(', ') || words('short-other');
}

type Values = Readonly<Record<string, string>>;

/** What the letters and the SMS name. */
async function valuesOf(db: Db, breach: Breach, counts: BreachCounts): Promise<Values> {
  const { kind, named, from, until, knownAt, by } = breach;
  const facts = await officeFacts(db, by);
  return {
    ...facts,
    peristiwa: words(`event-${kind}`, { nama: named }),
    dari: from > 0 ? moment(from) : words('unknown-time'),
    sampai: moment(until),
    diketahui: moment(knownAt),
    paling_lambat: moment(knownAt + noticeWithin),
    tanggal: shownDate(localDate(new Date(knownAt))),
    orang: String(counts.people),
    data: kindLines(breach, counts),
    data_singkat: shortKinds(breach, counts),
    tersandi: words(breach.withKey ? 'key-too' : 'key-safe'),
    terhapus: counts.erased > 0 ? words('erased', { jumlah: String(counts.erased) }) : '',
  };
}

/** The papers beside the list: by the name of the file. */
const papers = {
  '1-baca-dulu.txt': 'first',
  '2-surat-lembaga.txt': 'to-agency',
  '3-surat-warga.txt': 'to-people',
  '4-pengumuman.txt': 'to-public',
  'sms.txt': 'sms',
} as const;

/** Where the list for `breach tell` lies. */
export const tellFile = 'kirim.json';

/**
 * Finds who is affected and writes the notice into a new folder that its owner alone can read: the
 * list of people with their numbers, letters with marked blanks, the SMS. Gives numbers only.
 * @throws InputError for an unknown officer, sender or file; the system's error when the folder exists
 */
export async function reportBreach(
  db: Db,
  breach: Breach,
  { folder, now }: { readonly folder: string; readonly now: Date },
): Promise<BreachReport> {
  const affected = await whoIsAffected(db, breach);
  await mkdir(folder, { mode: 0o700 });
  const isCopy = breach.kind === 'database' || breach.kind === 'backup';
  const counts = openCounts(isCopy ? await countErasedSince(db, breach.until) : 0);
  async function* rows(): AsyncGenerator<readonly string[]> {
    for await (const person of affectedPeople(db, affected)) {
      counts.add(person);
      yield toRow(person);
    }
  }
  await writeTable(join(folder, 'terdampak.csv'), header, rows());
  const counted = counts.read();
  const values = await valuesOf(db, breach, counted);
  for (const [name, text] of Object.entries(papers))
    await writeFile(join(folder, name), `${words(text, values).trim()}\n`, privately);
  const id = `${localDate(now)}-${randomBytes(3).toString('hex')}`;
  const list = JSON.stringify({ id, office: breach.by, contacts: [...counts.contacts] });
  await writeFile(join(folder, tellFile), list, privately);
  const detail = { kind: breach.kind, people: counted.people, phones: counted.phones };
  const at = now.getTime();
  const line = { at, actor: 'command', action: 'breach.report', subject: `breach:${id}`, detail };
  await recordAudit(db, line);
  return { ...counted, id, tellBy: breach.knownAt + noticeWithin };
}
