import type { Outcome } from '../core/action.ts';
import { textOf, type Values } from '../core/json.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { personsOf, type OwnPerson } from '../store/erasable.ts';
import { addErasure } from '../store/erasures.ts';
import { latestAddress } from '../store/unasked.ts';
import type { Action, ServiceContext } from './action.ts';
import { isEmpty, ownNumbers, planErasure } from './erasure-plan.ts';
import { isGuessed, refuseGuess } from './guesses.ts';

/** The number that is named, as it is shown; a bare one is a registration's. `all` without one. */
function scopeOf({ nomor }: Values): string {
  const typed = textOf(nomor);
  const number = readNumber(typed) ?? readNumber(`D${typed}`);
  if (typed === '') return 'all';
  return number ? showNumber(number.letter, number.value) : '-';
}

/** On a phone of several persons, or of a village helper, one number is to be named. */
const isShared = (persons: readonly OwnPerson[]): boolean =>
  persons.length > 1 || persons.some(({ role }) => role === 'helper');

/** Whose year of birth proves the wish; none where nobody is registered. */
function proofs(persons: readonly OwnPerson[], scope: string): readonly string[] {
  const named = persons.filter(({ number }) => number !== null && scope === `D${number}`);
  return (named.length > 0 ? named : persons).map(({ birthDate }) => birthDate.slice(0, 4));
}

/** What would be erased. `which` when a number is to be named, `kept` when nothing can go now. */
export const check: Action = {
  takes: ['nomor'],
  outcomes: {
    confirm: ['dihapus', 'tetap'],
    which: ['nomor_anda'],
    kept: ['tetap'],
    unknown: [],
  },
  async run(input, { db, now, contact }) {
    const scope = scopeOf(input);
    if (scope === 'all' && isShared(await personsOf(db, contact.id))) {
      return { name: 'which', values: { nomor_anda: await ownNumbers(db, contact.id) } };
    }
    const plan = await planErasure(db, contact.id, scope, now);
    if (!isEmpty(plan))
      return { name: 'confirm', values: { dihapus: plan.gone, tetap: plan.kept } };
    return plan.reachable
      ? { name: 'kept', values: { tetap: plan.kept } }
      : { name: 'unknown', values: {} };
  },
};

async function request(context: ServiceContext, scope: string): Promise<Outcome> {
  const { db, now, contact } = context;
  const address = await latestAddress(db, contact.id);
  if (!address) throw new Error('who asks to be erased has no address');
  const { addressId } = address;
  await addErasure(db, { contactId: contact.id, addressId, scope }, now.getTime());
  await recordAudit(db, {
    at: now.getTime(),
    actor: `contact:${contact.id}`,
    action: 'data.erase-asked',
    subject: scope === 'all' ? `contact:${contact.id}` : scope,
  });
  return { name: 'requested', values: {} };
}

/** Asks for it to be done: the year of birth where somebody is registered on this phone. */
export const ask: Action = {
  takes: ['nomor', 'tahun'],
  outcomes: { requested: [], year: [], wrong: [] },
  async run(input, context) {
    const scope = scopeOf(input);
    const years = proofs(await personsOf(context.db, context.contact.id), scope);
    if (years.length === 0) return request(context, scope);
    const year = textOf(input['tahun']);
    if (year === '') return { name: 'year', values: {} };
    const subject = `contact:${context.contact.id}`;
    const proven = years.includes(year) && !(await isGuessed(context, subject));
    if (proven) return request(context, scope);
    await refuseGuess(context, subject);
    return { name: 'wrong', values: {} };
  },
};
