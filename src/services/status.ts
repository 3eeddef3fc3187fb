import type { Outcome } from '../core/action.ts';
import { textOf, type Values } from '../core/json.ts';
import { readNumber, showNumber, type ShownNumber } from '../core/number.ts';
import { countAudit, recordAudit } from '../store/audit.ts';
import {
  birthYears,
  findMatterFor,
  findSeekerFor,
  listOwnApplications,
  listOwnMatters,
  listOwnSeekers,
  type OwnSeeker,
} from '../store/own-records.ts';
import type { Action, ServiceContext } from './action.ts';
import { isNumberKnown } from './contacts.ts';
import { isUntold } from './matter-secrecy.ts';
import { applicationOutcome, lineOf, matterOutcome, seekerOutcome } from './status-outcomes.ts';

/** Closed matters are listed for so long. */
const listedFor = 30 * 24 * 60 * 60 * 1000;

/** Wrong years of birth for one number in a day; then it is found by nobody: no one can try them all. */
const guessesADay = 5;
const guessDay = 24 * 60 * 60 * 1000;

const unknown: Outcome = { name: 'unknown', values: {} };

/** Nothing yet; on Telegram it may be known by the number, which nobody has told there. */
async function nothingOf(context: ServiceContext): Promise<Outcome> {
  return { name: (await isNumberKnown(context)) ? 'nothing' : 'stranger', values: {} };
}

/** What a phone that one person uses has, in one list. */
async function listOwn(context: ServiceContext): Promise<Outcome> {
  const { db, now, contact } = context;
  const seekers = await listOwnSeekers(db, contact.id);
  const matters = await listOwnMatters(db, contact.id, now.getTime() - listedFor);
  const applications = await listOwnApplications(db, contact.id);
  const outcomes = [
    ...seekers.map((seeker) => seekerOutcome(seeker, now)),
    ...matters.filter((matter) => !isUntold(matter, contact.userId)).map(matterOutcome),
    ...applications.map(applicationOutcome),
  ];
  const lines = [...new Set(outcomes.map(lineOf))];
  if (lines.length === 0) return nothingOf(context);
  return { name: 'list', values: { baris_status: lines.join('; ') } };
}

/** What is asked about, and what the person has said to prove it. */
interface Asked {
  readonly number: ShownNumber;
  /** Year of birth; empty when it was not said yet. */
  readonly year: string;
  /** Years of birth of those who use this phone. */
  readonly years: readonly string[];
}

const year = ({ number: { letter, value } }: Asked): Outcome => ({
  name: 'year',
  values: { nomor: showNumber(letter, value) },
});

async function isGuessed({ db, now }: ServiceContext, subject: string): Promise<boolean> {
  const since = now.getTime() - guessDay;
  return (await countAudit(db, { subject, action: 'status.refused' }, since)) >= guessesADay;
}

/** Not the owner, or no such number: the same answer, and the same line for both. */
async function refuse({ db, now, contact }: ServiceContext, subject: string): Promise<Outcome> {
  const actor = `contact:${contact.id}`;
  await recordAudit(db, { at: now.getTime(), actor, action: 'status.refused', subject });
  return unknown;
}

/** A registration to whoever knows the year of birth; a stranger may not try all of them. */
async function provenStatus(
  context: ServiceContext,
  { number, year: said }: Asked,
  seeker: OwnSeeker | undefined,
): Promise<Outcome> {
  const subject = showNumber('D', number.value);
  const guessed = await isGuessed(context, subject);
  const mayKnow = seeker?.own === true || !guessed;
  const isOwner = mayKnow && seeker?.birthDate.startsWith(`${said}-`);
  return seeker && isOwner ? seekerOutcome(seeker, context.now) : refuse(context, subject);
}

/** A registration: at once on the phone of this person alone, elsewhere with the year of birth. */
async function seekerStatus(context: ServiceContext, asked: Asked): Promise<Outcome> {
  const { number, years } = asked;
  const seeker = await findSeekerFor(context.db, context.contact.id, number.value);
  if (seeker?.own && years.length < 2) return seekerOutcome(seeker, context.now);
  return asked.year === '' ? year(asked) : provenStatus(context, asked, seeker);
}

/** What belongs to a phone: where several use it, one of them has to say a year of birth. */
async function phoneStatus(
  asked: Asked,
  find: () => Promise<Outcome | undefined>,
): Promise<Outcome> {
  const shared = asked.years.length > 1;
  if (shared && asked.year === '') return year(asked);
  const found = await find();
  return found && (!shared || asked.years.includes(asked.year)) ? found : unknown;
}

async function findMatter(
  { db, contact }: ServiceContext,
  { letter, value: number }: ShownNumber,
): Promise<Outcome | undefined> {
  const kind = letter === 'A' ? 'A' : 'K';
  const matter = await findMatterFor(db, contact.id, { kind, number });
  return matter && !isUntold(matter, contact.userId) ? matterOutcome(matter) : undefined;
}

/** On a shared phone only the application of the person whose year was said. */
async function findApplication(
  { db, contact }: ServiceContext,
  { number, year: said, years }: Asked,
): Promise<Outcome | undefined> {
  const applications = await listOwnApplications(db, contact.id);
  const found = applications.find(
    (one) =>
      one.number === number.value &&
      (years.length < 2 || (one.birthDate?.startsWith(`${said}-`) ?? false)),
  );
  return found && applicationOutcome(found);
}

async function statusOf(context: ServiceContext, asked: Asked): Promise<Outcome> {
  const { number } = asked;
  if (number.letter === 'D') return seekerStatus(context, asked);
  const find =
    number.letter === 'L'
      ? () => findApplication(context, asked)
      : () => findMatter(context, number);
  return phoneStatus(asked, find);
}

/** A number as typed; without its letter a registration is meant. */
function numberIn({ nomor }: Values): ShownNumber | undefined {
  const typed = textOf(nomor);
  return readNumber(typed) ?? readNumber(`D${typed}`);
}

/**
 * STATUS: how far something is, to its owner alone. Without a number everything of a phone that one
 * person uses. Unknown numbers and those of others take the same queries and get the same answer.
 */
export const show: Action = {
  takes: ['nomor', 'tahun'],
  outcomes: {
    list: ['baris_status'],
    nothing: [],
    stranger: [],
    which: [],
    year: ['nomor'],
    registered: ['nomor'],
    verified: ['nomor'],
    card: ['nomor', 'berlaku_sampai'],
    ended: ['nomor', 'berlaku_sampai'],
    waiting: ['nomor', 'balas_sampai'],
    held: ['nomor', 'balas_sampai'],
    answered: ['nomor'],
    closed: ['nomor'],
    forwarded: ['nomor', 'badan', 'rujukan'],
    applied: ['nomor', 'jabatan', 'perusahaan', 'keadaan'],
    unknown: [],
  },
  async run(input, context) {
    const years = await birthYears(context.db, context.contact.id);
    if (textOf(input['nomor']) === '') {
      return years.length > 1 ? { name: 'which', values: {} } : listOwn(context);
    }
    const number = numberIn(input);
    return number ? statusOf(context, { number, year: textOf(input['tahun']), years }) : unknown;
  },
};
