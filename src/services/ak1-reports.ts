import {
  ak1Dates,
  countedFrom,
  dateAfterReport,
  reportMadeOn,
  type Ak1Date,
} from '../core/ak1-dates.ts';
import type { Outcome } from '../core/action.ts';
import { localDate, shownDate } from '../core/format.ts';
import { textOf, type Values } from '../core/json.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { endCard } from '../store/ak1-cards.ts';
import { recordAudit } from '../store/audit.ts';
import {
  addCardReport,
  addPlacement,
  cardsOfContact,
  isReported,
  type HeldCard,
} from '../store/held-cards.ts';
import type { Action, ServiceContext } from './action.ts';
import { ak1RuleOf } from './ak1-rule.ts';

/** More cards than these on a phone are not listed: a village helper knows the numbers. */
const mostListed = 4;

const shownNumber = ({ seekerNumber }: HeldCard): string => showNumber('D', seekerNumber);

function listed(cards: readonly HeldCard[]): string {
  const shown = cards.slice(0, mostListed).map((card) => `${shownNumber(card)} ${card.name}`);
  return shown.join(', ') + (cards.length > mostListed ? ' dll' : '');
}

const dayValues = (card: HeldCard, on: string): Values => ({
  nomor: shownNumber(card),
  tanggal: shownDate(on),
});

/** The card that is meant, or why there is none: `which`, `none`, `ended`. */
async function cardMeant(
  { db, now, contact }: ServiceContext,
  input: Values,
): Promise<{ readonly card: HeldCard } | { readonly outcome: Outcome }> {
  const cards = await cardsOfContact(db, contact.id);
  const said = textOf(input['nomor']).replace(/^d/iu, '');
  const number = readNumber(`D${said}`)?.value;
  const meant = said === '' ? cards : cards.filter((card) => card.seekerNumber === number);
  const [card, other] = meant;
  if (!card) return { outcome: { name: 'none', values: {} } };
  if (other) return { outcome: { name: 'which', values: { daftar: listed(meant) } } };
  const isOver = card.endedOn !== null || card.endsOn < localDate(now);
  return isOver ? { outcome: { name: 'ended', values: dayValues(card, card.endsOn) } } : { card };
}

const without = { which: ['daftar'], none: [], ended: ['nomor', 'tanggal'] } as const;

/** The card's next date that is not reported yet. */
async function nextOpenDate({ db, now }: ServiceContext, card: HeldCard): Promise<Ak1Date> {
  const rule = await ak1RuleOf(db, card.officeCode);
  const dates = ak1Dates(countedFrom(card, rule), rule);
  for (const date of dates.filter(({ on }) => on >= localDate(now))) {
    if (date.kind === 'end' || !(await isReported(db, card.id, date.on))) return date;
  }
  return { kind: 'end', on: card.endsOn };
}

/** What a card's holder has to do next: to report, or to renew it. */
export const due: Action = {
  takes: ['nomor'],
  outcomes: { report: ['nomor', 'tanggal'], end: ['nomor', 'tanggal'], ...without },
  async run(input, context) {
    const meant = await cardMeant(context, input);
    if ('outcome' in meant) return meant.outcome;
    const { kind, on } = await nextOpenDate(context, meant.card);
    return { name: kind, values: dayValues(meant.card, on) };
  },
};

/** Keeps a report; gives its id and the card's date behind it. */
async function report(
  { db, now, contact }: ServiceContext,
  card: HeldCard,
  said: 'seeking' | 'working',
): Promise<{ readonly id: number; readonly next: ReturnType<typeof dateAfterReport> }> {
  const today = localDate(now);
  const rule = await ak1RuleOf(db, card.officeCode);
  const start = countedFrom(card, rule);
  const dueOn = reportMadeOn(start, today, rule) ?? null;
  const made = { cardId: card.id, said, dueOn, reportedOn: today, contactId: contact.id };
  const id = await addCardReport(db, made, now.getTime());
  await recordAudit(db, {
    at: now.getTime(),
    actor: `contact:${contact.id}`,
    action: 'ak1.report',
    subject: shownNumber(card),
    detail: { said, dueOn },
  });
  return { id, next: dateAfterReport(start, today, rule) };
}

/** AK1 BELUM: still looking for work. `last` when only the end of the card is to come. */
export const seeking: Action = {
  takes: ['nomor'],
  outcomes: { recorded: ['nomor', 'tanggal'], last: ['nomor', 'tanggal'], ...without },
  async run(input, context) {
    const meant = await cardMeant(context, input);
    if ('outcome' in meant) return meant.outcome;
    const { card } = meant;
    const { next } = await report(context, card, 'seeking');
    const name = next?.kind === 'report' ? 'recorded' : 'last';
    return { name, values: dayValues(card, next?.on ?? card.endsOn) };
  },
};

/** AK1 SUDAH: works now. The card is over; `laporan` takes what is told of the work. */
export const working: Action = {
  takes: ['nomor'],
  outcomes: { recorded: ['nomor', 'laporan'], ...without },
  async run(input, context) {
    const meant = await cardMeant(context, input);
    if ('outcome' in meant) return meant.outcome;
    const { card } = meant;
    const { id } = await report(context, card, 'working');
    await endCard(context.db, { id: card.id, on: localDate(context.now), because: 'working' });
    return { name: 'recorded', values: { nomor: shownNumber(card), laporan: id } };
  },
};

/** Where the holder works now (`tempat`) and since when (`mulai`), of a report just made. */
export const placement: Action = {
  takes: ['laporan', 'tempat', 'mulai'],
  outcomes: { saved: [] },
  async run(input, { db }) {
    const employer = textOf(input['tempat']);
    const startedOn = textOf(input['mulai']);
    await addPlacement(db, Number(textOf(input['laporan'])), {
      ...(employer !== '' && { employer }),
      ...(startedOn !== '' && { startedOn }),
    });
    return { name: 'saved', values: {} };
  },
};
