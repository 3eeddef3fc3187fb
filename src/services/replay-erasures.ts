import { InputError } from '../core/errors.ts';
import { ringOf } from '../core/keys.ts';
import { recordAudit } from '../store/audit.ts';
import { ownPerson, ownerOfMatter, someContactOf } from '../store/erasable.ts';
import { deleteContact, disownRecords, keysNaming, userIdsOf } from '../store/erase.ts';
import { erasedMarks, markErased, settleErasure } from '../store/erasure-marks.ts';
import { allAddresses, allMatters, allPersons, type Identity } from '../store/identities.ts';
import { deleteAllBodies, deleteUnsettled } from '../store/message-bodies.ts';
import type { Db } from '../store/store.ts';
import { eraseContact, eraseMatter, erasePerson } from './erase.ts';
import { openHasher, readLine, type ErasedEntry, type ErasedKind } from './erased-keys.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('admin/restore.yaml');

/** A line of the list that says something. */
interface Listed {
  readonly line: string;
  readonly entry: ErasedEntry;
}

/** What was erased again. */
export interface Replayed {
  readonly erasures: number;
  readonly persons: number;
  readonly matters: number;
  readonly phones: number;
}

/** What the lines say. @throws InputError for a line that was changed, or whose key is not there */
export function readErased(lines: readonly string[], secrets: readonly Buffer[]): Listed[] {
  return lines.flatMap((line) => {
    const entry = readLine(line, secrets);
    if (entry === 'cut') return []; // its erasure was never committed
    if (typeof entry === 'string') throw new InputError(phrase(`list-${entry}`));
    return [{ line, entry }];
  });
}

/** By hash: which rows of this database it means. */
type Found = ReadonlyMap<string, readonly number[]>;

const wantedOf: Readonly<Record<ErasedKind, (entry: ErasedEntry) => readonly string[]>> = {
  person: ({ persons }) => persons,
  matter: ({ matters }) => matters,
  address: ({ addresses }) => addresses,
};

/** Looks through everything of a kind, with the secret of each entry. */
async function find(
  db: Db,
  { kind, listed }: { readonly kind: ErasedKind; readonly listed: readonly Listed[] },
  all: AsyncIterable<readonly Identity[]>,
): Promise<Found> {
  const wanted = new Set(listed.flatMap(({ entry }) => wantedOf[kind](entry)));
  const names = new Set(listed.map(({ entry }) => entry.key));
  const hashers = ringOf(db.keys)
    .secrets.map(({ key }) => openHasher(key))
    .filter(({ key }) => names.has(key));
  const found = new Map<string, number[]>();
  if (wanted.size === 0) return found;
  for await (const identities of all) {
    for (const { id, value } of identities) {
      for (const hasher of hashers) {
        const hash = hasher.hash(kind, value);
        if (wanted.has(hash)) found.set(hash, [...(found.get(hash) ?? []), id]);
      }
    }
  }
  return found;
}

const idsOf = (hashes: readonly string[], found: Found): readonly number[] => [
  ...new Set(hashes.flatMap((hash) => found.get(hash) ?? [])),
];

async function erasePersons(db: Db, ids: readonly number[], asking?: number): Promise<number> {
  let erased = 0;
  for (const id of ids) {
    const person = await ownPerson(db, id);
    if (!person) continue; // by an entry before this one
    await erasePerson(db, person, asking ?? (await someContactOf(db, id)) ?? 0);
    erased += 1;
  }
  return erased;
}

async function letGo(db: Db, contactId: number): Promise<void> {
  await deleteAllBodies(db, contactId);
  await deleteUnsettled(db, contactId);
  await disownRecords(db, contactId);
  await deleteContact(db, contactId);
}

interface AllFound {
  readonly persons: Found;
  readonly matters: Found;
  readonly addresses: Found;
}

async function eraseAgain(db: Db, entry: ErasedEntry, all: AllFound): Promise<Replayed> {
  const contacts = idsOf(entry.addresses, all.addresses);
  const matters = idsOf(entry.matters, all.matters);
  for (const id of matters) await eraseMatter(db, id, await ownerOfMatter(db, id));
  const persons = await erasePersons(db, idsOf(entry.persons, all.persons), contacts[0]);
  const phones = entry.everything ? contacts : [];
  for (const id of phones) {
    await eraseContact(db, id, await keysNaming(db, await userIdsOf(db, id)));
    if (entry.release) await letGo(db, id);
  }
  return { erasures: 1, persons, matters: matters.length, phones: phones.length };
}

const add = (a: Replayed, b: Replayed): Replayed => ({
  erasures: a.erasures + b.erasures,
  persons: a.persons + b.persons,
  matters: a.matters + b.matters,
  phones: a.phones + b.phones,
});

/**
 * Erases again, in the caller's transaction, what these lines of erased.log say was erased and this
 * database still holds; what it has erased itself already is left alone, so that somebody who came
 * back since stays. Gives what went.
 * @throws InputError for a list that cannot be believed
 */
export async function replayErasures(
  db: Db,
  lines: readonly string[],
  now: Date,
): Promise<Replayed> {
  const secrets = ringOf(db.keys).secrets.map(({ key }) => key);
  const done = await erasedMarks(db);
  const listed = readErased(lines, secrets).filter(({ entry }) => !done.has(entry.mark));
  const all = {
    persons: await find(db, { kind: 'person', listed }, allPersons(db)),
    matters: await find(db, { kind: 'matter', listed }, allMatters(db)),
    addresses: await find(db, { kind: 'address', listed }, allAddresses(db)),
  };
  let replayed: Replayed = { erasures: 0, persons: 0, matters: 0, phones: 0 };
  for (const { entry, line } of listed) {
    replayed = add(replayed, await eraseAgain(db, entry, all));
    await markErased(db, { mark: entry.mark, at: entry.at, line });
    await settleErasure(db, entry.mark, now.getTime());
  }
  if (listed.length > 0)
    await recordAudit(db, {
      at: now.getTime(),
      actor: 'command',
      action: 'data.erase-again',
      subject: 'data',
      detail: { erasures: replayed.erasures },
    });
  return replayed;
}
