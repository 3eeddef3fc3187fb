import { dayStart, localDate } from '../core/format.ts';
import { isForeignPhone } from '../core/phone.ts';
import { replyText } from '../flows/book.ts';
import type { ServiceContext } from '../services/action.ts';
import { alertAbroad } from '../services/abroad.ts';
import { countReplies } from '../store/replies.ts';
import type { Db } from '../store/store.ts';
import type { Answer, Given, Question } from './answer.ts';
import type { GatewayTools } from './tools.ts';

/**
 * Replies of the machine by SMS to a number of another country in a day, the last of them saying so.
 * The longest service there, the test of an offer, takes ten; an SMS abroad costs several of ours.
 */
export const repliesAbroad = 20;

/** Somebody in another country; on WhatsApp and Telegram only where the provider gives the number. */
export function isFromAbroad({ sender, from }: Pick<Question, 'sender' | 'from'>): boolean {
  return isForeignPhone(sender.phone ?? from);
}

/** True where each reply is an SMS to another country. */
export function isSmsAbroad(question: Question): boolean {
  return question.account.medium === 'sms' && isFromAbroad(question);
}

/** The reply, as far as the day has room for it; what is said of danger always has. */
async function withinDay(
  tools: GatewayTools,
  db: Db,
  answered: Answer,
  about: { readonly question: Question; readonly given: Given },
): Promise<Answer> {
  const { reply, ...rest } = answered;
  const { sender } = about.question;
  if (reply === undefined || answered.purpose === 'danger') return answered;
  const today = dayStart(localDate(about.given.now));
  const said = await countReplies(db, sender, today);
  if (said < repliesAbroad - 1) return answered;
  if (said >= repliesAbroad) return rest;
  return { ...rest, reply: replyText(tools.book, 'abroad-limit', about.given.facts) };
}

/** What is done besides for who writes from another country: the office is told, replies are counted. */
export async function heedAbroad(
  tools: GatewayTools,
  answered: Answer,
  service: ServiceContext,
  about: { readonly question: Question; readonly given: Given },
): Promise<Answer> {
  const { question } = about;
  if (!isFromAbroad(question)) return answered;
  if (answered.purpose !== 'danger') await alertAbroad(service, question.text);
  return isSmsAbroad(question) ? withinDay(tools, service.db, answered, about) : answered;
}
