import { localDate, shownDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import {
  countStored,
  mattersOf,
  personsOf,
  type OwnMatter,
  type OwnPerson,
} from '../store/erasable.ts';
import type { Db } from '../store/store.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('data/phrases.yaml');

/** What HAPUS DATA takes away and what stays, with the reasons in words. */
export interface ErasurePlan {
  readonly persons: readonly OwnPerson[];
  readonly matters: readonly OwnMatter[];
  /** True when it is about everything of this phone, its messages too. */
  readonly everything: boolean;
  /** True when the phone number itself has to stay: an answer is still to come, or a card is valid. */
  readonly reachable: boolean;
  /** `D1042, semua pesan` */
  readonly gone: string;
  /** `K1002 (masih dikerjakan)` */
  readonly kept: string;
}

const numberOf = ({ kind, number }: OwnMatter): string => showNumber(kind, number);
const dNumber = ({ number }: OwnPerson): string => (number === null ? '' : showNumber('D', number));

const isValid = ({ cardEndsOn }: OwnPerson, now: Date): boolean =>
  cardEndsOn !== null && cardEndsOn >= localDate(now);

/** Why a person's registration stays; undefined when it can go. */
function personKept(person: OwnPerson, now: Date): string | undefined {
  const nomor = dNumber(person);
  if (person.role === 'helper') return phrase('helper', { nomor });
  const tanggal = shownDate(person.cardEndsOn ?? '');
  return isValid(person, now) ? phrase('card', { nomor, tanggal }) : undefined;
}

const matterKept = (matter: OwnMatter): string | undefined =>
  matter.status === 'closed' ? undefined : phrase('open', { nomor: numberOf(matter) });

const listed = (texts: readonly string[]): string =>
  texts.filter(Boolean).join(', ') || phrase('nothing');

/** A matter of danger is kept without a word: who asks may not be the one who was in danger. */
const isShown = ({ urgent }: OwnMatter): boolean => urgent === 0;

interface Chosen {
  readonly persons: readonly OwnPerson[];
  readonly matters: readonly OwnMatter[];
}

/** What a scope names among what the contact has. */
function choose(scope: string, own: Chosen): Chosen {
  if (scope === 'all') return own;
  return {
    persons: own.persons.filter((person) => dNumber(person) === scope),
    matters: own.matters.filter((matter) => numberOf(matter) === scope),
  };
}

/** What a wish means for this contact: `scope` is `all` or a number. Reads, changes nothing. */
export async function planErasure(
  db: Db,
  contactId: number,
  scope: string,
  now: Date,
): Promise<ErasurePlan> {
  const all = await mattersOf(db, contactId);
  const matters = all.filter(isShown);
  const chosen = choose(scope, { persons: await personsOf(db, contactId), matters });
  const persons = chosen.persons.filter((person) => personKept(person, now) === undefined);
  const closed = chosen.matters.filter((matter) => matterKept(matter) === undefined);
  const everything = scope === 'all';
  const consents = everything && (await countStored(db, contactId)).consents > 0;
  const reasons = [
    ...chosen.persons.map((person) => personKept(person, now) ?? ''),
    ...chosen.matters.map((matter) => matterKept(matter) ?? ''),
    consents ? phrase('consent') : '',
  ];
  const gone = [...persons.map(dNumber), ...closed.map(numberOf)];
  return {
    persons,
    matters: closed,
    everything,
    reachable:
      (everything && matters.length < all.length) ||
      persons.length < chosen.persons.length ||
      closed.length < chosen.matters.length,
    gone: listed([...gone, everything ? phrase('messages') : '']),
    kept: listed(reasons),
  };
}

/** True when a plan takes nothing away. */
export const isEmpty = ({ persons, matters, everything }: ErasurePlan): boolean =>
  !everything && persons.length === 0 && matters.length === 0;

/** The numbers of a contact that can be named: `D1001, K1002`. */
export async function ownNumbers(db: Db, contactId: number): Promise<string> {
  const persons = await personsOf(db, contactId);
  const matters = (await mattersOf(db, contactId)).filter(isShown);
  return listed([...persons.map(dNumber), ...matters.map(numberOf)].slice(-8));
}
