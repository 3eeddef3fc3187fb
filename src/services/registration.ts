import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import { nextNumber } from '../store/counters.ts';
import {
  addPerson,
  linkPerson,
  lockPersonByNik,
  readContactStanding,
  type NewPerson,
  type Person,
  type PersonRole,
} from '../store/persons.ts';
import {
  addSeeker,
  findSeekerOf,
  updateSeeker,
  type SeekerDetails,
  type SeekerRecord,
} from '../store/seekers.ts';
import type { ServiceContext } from './action.ts';
import { keepNotice } from './notices.ts';
import { changedFlag, detailsOf, type RegistrationForm } from './registration-form.ts';
import { sameName } from './same-name.ts';

/** What became of a registration; `number` is the D number without its letter. */
export type Registration =
  | { readonly kind: 'registered' | 'updated'; readonly number: number; readonly minor: boolean }
  /** The NIK belongs to somebody whose name is clearly another; nothing was changed. */
  | { readonly kind: 'differs'; readonly number: number | undefined };

async function roleOf(context: ServiceContext, isNew: boolean): Promise<PersonRole> {
  const standing = await readContactStanding(context.db, context.contact.id);
  if (standing.helper) return 'helper';
  return isNew && standing.persons === 0 ? 'self' : 'family';
}

/** The phone to reach the seeker at: a helper's is not hers, a Telegram id is none. */
function phoneOf({ contact }: ServiceContext, role: PersonRole): string | null {
  return role !== 'helper' && contact.userId.startsWith('+') ? contact.userId : null;
}

async function audit(context: ServiceContext, action: string, number: number): Promise<void> {
  await recordAudit(context.db, {
    at: context.now.getTime(),
    actor: `contact:${context.contact.id}`,
    action,
    subject: showNumber('D', number),
  });
}

async function addNew(
  context: ServiceContext,
  person: { readonly id: number; readonly role: PersonRole },
  details: SeekerDetails,
): Promise<number> {
  const { db, now, contact } = context;
  const number = await nextNumber(db, 'D');
  const seeker = {
    ...details,
    number,
    personId: person.id,
    phone: phoneOf(context, person.role),
    ...(await keepNotice(context)),
    registeredBy: contact.id,
  };
  await addSeeker(db, seeker, now.getTime());
  await audit(context, 'seeker.register', number);
  return number;
}

const sameDetails = (a: SeekerDetails, b: SeekerDetails): boolean =>
  a.education === b.education &&
  a.areaCode === b.areaCode &&
  a.officeCode === b.officeCode &&
  a.skills.join(';') === b.skills.join(';');

/** What an officer has verified is looked at again when it has been changed by message. */
async function change(
  context: ServiceContext,
  seeker: SeekerRecord,
  details: SeekerDetails,
): Promise<number> {
  const { db, now } = context;
  const stays = seeker.status === 'registered' || sameDetails(seeker, details);
  const changed = !stays || seeker.flags.includes(changedFlag);
  const flags = changed ? [...details.flags, changedFlag] : details.flags;
  const notice = await keepNotice(context);
  const status = stays ? seeker.status : 'registered';
  const { phone } = seeker;
  await updateSeeker(db, seeker.id, { ...details, flags, status, phone, ...notice }, now.getTime());
  await audit(context, 'seeker.update', seeker.number);
  return seeker.number;
}

async function findOrAdd(
  { db, now }: ServiceContext,
  person: NewPerson,
): Promise<Person & { readonly isNew: boolean }> {
  const added = await addPerson(db, person, now.getTime());
  if (added !== undefined) return { ...person, id: added, isNew: true };
  const known = await lockPersonByNik(db, person.nik);
  if (!known) throw new Error('a person vanished between two statements');
  return { ...known, isNew: false };
}

/**
 * Registers the person with this NIK, or updates what is registered. Two messages with one NIK at
 * the same time make one person: the second waits for the first and becomes an update.
 */
export async function registerSeeker(
  context: ServiceContext,
  answers: RegistrationForm,
): Promise<Registration> {
  const { db, contact } = context;
  const { nik, gender, birthDate } = answers.facts;
  const person = await findOrAdd(context, { nik, gender, birthDate, name: answers.nama });
  const seeker = person.isNew ? undefined : await findSeekerOf(db, person.id);
  if (!sameName(person.name, answers.nama)) return { kind: 'differs', number: seeker?.number };
  const role = await roleOf(context, person.isNew);
  await linkPerson(db, { contactId: contact.id, personId: person.id, role });
  const details = detailsOf(person, answers, context);
  const minor = details.flags.includes('minor');
  if (seeker) return { kind: 'updated', number: await change(context, seeker, details), minor };
  const number = await addNew(context, { id: person.id, role }, details);
  return { kind: 'registered', number, minor };
}
