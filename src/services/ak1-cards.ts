import { ak1EndsOn, nextReminder, type Ak1Rule } from '../core/ak1-dates.ts';
import { readAk1Number, type Ak1Number, type Ak1NumberProblem } from '../core/ak1-number.ts';
import { localDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import {
  currentCard,
  endCard,
  holdersOfNumber,
  insertCard,
  lockNumbers,
  type Card,
  type CardEnd,
} from '../store/ak1-cards.ts';
import { recordAudit } from '../store/audit.ts';
import { findSeeker, type RegisteredSeeker } from '../store/registered-seekers.ts';
import { lockSeeker } from '../store/seekers.ts';
import type { Db } from '../store/store.ts';
import { ak1RuleOf } from './ak1-rule.ts';

/**
 * Why a card is issued: `first`; `renewed` after two years; `replaced`, lost or damaged, with the
 * days of the old one; `mistake`, the number or date of the last one was typed wrong.
 */
export type IssueReason = 'first' | 'renewed' | 'replaced' | 'mistake';

/** As an officer fills it in. `issuedOn` is `YYYY-MM-DD`. */
export interface CardForm {
  readonly number: string;
  readonly issuedOn: string;
  readonly reason: IssueReason;
}

/** What is wrong with which field; `holder` is who has the number, where this officer may know. */
export type CardProblem =
  | { readonly field: 'number'; readonly problem: Ak1NumberProblem['problem'] | 'nik' }
  | { readonly field: 'number'; readonly problem: 'taken'; readonly holder: string }
  | { readonly field: 'issuedOn'; readonly problem: 'future' | 'before-registration' }
  | { readonly field: 'reason'; readonly problem: 'held' | 'none' | 'too-early' | 'not-verified' };

/** Who does it, and when. */
export interface OfficerDeed {
  readonly officerId: number;
  readonly now: Date;
}

/** A renewal may be made from this long before the end, in days: nobody is sent away a week too early. */
const renewalDays = 30;
const day = 24 * 60 * 60 * 1000;

function checkDate(seeker: RegisteredSeeker, issuedOn: string, now: Date): CardProblem | undefined {
  if (issuedOn > localDate(now)) return { field: 'issuedOn', problem: 'future' };
  if (issuedOn < localDate(new Date(seeker.registeredAt))) {
    return { field: 'issuedOn', problem: 'before-registration' };
  }
  return undefined;
}

function checkReason(
  { reason, issuedOn }: CardForm,
  held: Card | undefined,
): CardProblem | undefined {
  if (reason === 'first') return held && { field: 'reason', problem: 'held' };
  if (!held) return reason === 'renewed' ? undefined : { field: 'reason', problem: 'none' };
  const from = new Date(Date.parse(held.endsOn) - renewalDays * day).toISOString().slice(0, 10);
  const early = reason === 'renewed' && issuedOn < from;
  return early ? { field: 'reason', problem: 'too-early' } : undefined;
}

async function checkHolder(
  db: Db,
  seeker: RegisteredSeeker,
  number: Ak1Number,
): Promise<CardProblem | undefined> {
  if (number.key === seeker.nik) return { field: 'number', problem: 'nik' };
  const office = seeker.officeCode;
  await lockNumbers(db, office);
  const holders = await holdersOfNumber(db, { numberKey: number.key, office });
  const other = holders.find(({ seekerId }) => seekerId !== seeker.id);
  return other && { field: 'number', problem: 'taken', holder: showNumber('D', other.number) };
}

const ends: Readonly<Record<IssueReason, CardEnd>> = {
  first: 'renewed',
  renewed: 'renewed',
  replaced: 'replaced',
  mistake: 'mistake',
};

/** A replacement is valid no longer than what it replaces; reminders follow its days too. */
function cardDays(form: CardForm, held: Card | undefined, today: string, rule: Ak1Rule) {
  const from = form.reason === 'replaced' && held ? held : undefined;
  const start = from?.issuedOn ?? form.issuedOn;
  return {
    endsOn: from?.endsOn ?? ak1EndsOn(form.issuedOn, rule),
    remindOn: nextReminder(start, today, rule) ?? null,
  };
}

async function checkCard(
  db: Db,
  seeker: RegisteredSeeker,
  form: CardForm,
  now: Date,
): Promise<CardProblem | { readonly number: Ak1Number; readonly held: Card | undefined }> {
  if (seeker.status !== 'verified') return { field: 'reason', problem: 'not-verified' };
  const number = readAk1Number(form.number);
  if (number.kind === 'problem') return { field: 'number', problem: number.problem };
  const held = await currentCard(db, seeker.id);
  const wrong =
    checkDate(seeker, form.issuedOn, now) ??
    checkReason(form, held) ??
    (await checkHolder(db, seeker, number));
  return wrong ?? { number, held };
}

async function auditCard(
  db: Db,
  number: number,
  { reason, issuedOn }: CardForm,
  { officerId, now }: OfficerDeed,
): Promise<void> {
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${officerId}`,
    action: 'seeker.card',
    subject: showNumber('D', number),
    detail: { reason, issuedOn },
  });
}

/**
 * Marks an AK1 card as issued at the counter, in the caller's transaction, and ends the one before.
 * Gives what is wrong when it is not taken, undefined when there is no such seeker.
 */
export async function issueCard(
  db: Db,
  number: number,
  form: CardForm,
  deed: OfficerDeed,
): Promise<CardProblem | 'issued' | undefined> {
  await lockSeeker(db, number);
  const seeker = await findSeeker(db, number);
  if (!seeker) return undefined;
  const checked = await checkCard(db, seeker, form, deed.now);
  if ('problem' in checked) return checked;
  const { held } = checked;
  const today = localDate(deed.now);
  if (held) await endCard(db, { id: held.id, on: today, because: ends[form.reason] });
  const card = {
    seekerId: seeker.id,
    officeCode: seeker.officeCode,
    number: checked.number.shown,
    numberKey: checked.number.key,
    issuedOn: form.issuedOn,
    ...cardDays(form, held, today, await ak1RuleOf(db, seeker.officeCode)),
    officerId: deed.officerId,
  };
  await insertCard(db, card, deed.now.getTime());
  await auditCard(db, number, form, deed);
  return 'issued';
}
