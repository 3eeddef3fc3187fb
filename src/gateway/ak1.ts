import {
  addDays,
  countedFrom,
  nextAk1Date,
  nextReminder,
  remindDaysBefore,
  type Ak1Date,
  type Ak1Rule,
} from '../core/ak1-dates.ts';
import { localDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import { isPushTime } from '../core/push-hours.ts';
import { ak1RuleOf } from '../services/ak1-rule.ts';
import { openCalendars } from '../services/survey-invitations.ts';
import {
  expireCards,
  isReported,
  listCardsToRemind,
  setReminder,
  type HeldCard,
} from '../store/held-cards.ts';
import { readersOf } from '../store/survey-occasions.ts';
import { askUnasked, type AskOutcome } from './ask.ts';
import type { GatewayTools } from './tools.ts';

/** Reminders of one round; the others come with the next. */
const batch = 200;

/** The date of which a card's holder is to be reminded today; undefined: of none. */
function dateToRemind(card: HeldCard, today: string, rule: Ak1Rule): Ak1Date | undefined {
  const next = nextAk1Date(countedFrom(card, rule), today, rule);
  return next && addDays(next.on, -remindDaysBefore) <= today ? next : undefined;
}

/** Reminds of a date, unless it is reported; undefined when there is nobody to remind. */
async function remindOf(
  tools: GatewayTools,
  card: HeldCard,
  { kind, on }: Ak1Date,
): Promise<AskOutcome | undefined> {
  const { store } = tools;
  if (kind === 'report' && (await isReported(store, card.id, on))) return undefined;
  const contactId = (await readersOf(store, [card.seekerId])).get(card.seekerId);
  if (contactId === undefined) return undefined;
  const values = { nomor: showNumber('D', card.seekerNumber) };
  const occasion = `ak1:${card.id}:${on}`;
  return askUnasked(tools, contactId, { occasion, flow: 'ak1-lapor', values });
}

/** One card: reminded, left for the next round, or done with until its next date. */
async function remind(tools: GatewayTools, card: HeldCard): Promise<AskOutcome | undefined> {
  const { store, clock } = tools;
  const today = localDate(clock());
  const rule = await ak1RuleOf(store, card.officeCode);
  const date = dateToRemind(card, today, rule);
  const outcome = date && (await remindOf(tools, card, date));
  if (outcome !== 'asked' && outcome !== 'busy') {
    const next = nextReminder(countedFrom(card, rule), today, rule);
    await setReminder(store, card.id, next ?? null);
  }
  return outcome;
}

/**
 * Reminds the holders of AK1 cards to report, and of the end, by daylight on a working day; ends the
 * cards whose last day is over. Gives how many were reminded. Several processes may do it at once.
 */
export async function remindCards(tools: GatewayTools): Promise<number> {
  const { store, clock } = tools;
  const today = localDate(clock());
  await expireCards(store, today);
  const calendarOf = openCalendars(store);
  let reminded = 0;
  for (const card of await listCardsToRemind(store, today, batch)) {
    if (!isPushTime(await calendarOf(card.officeCode), clock())) continue;
    if ((await remind(tools, card)) === 'asked') reminded += 1;
  }
  return reminded;
}
