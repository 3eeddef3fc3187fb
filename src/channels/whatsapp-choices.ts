import type { Choice } from '../core/message.ts';
import { shorten } from './shorten.ts';

/*
 * How WhatsApp shows choices (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages):
 * limits in characters. What fits neither buttons nor a list is said by the text, which names all choices.
 */
const mostButtons = 3;
const buttonTitle = 20;
const mostRows = 10;
const rowTitle = 24;
const rowDescription = 72;
const rowId = 200;
const textBeside = 1024;

/** What may be pressed, within WhatsApp's limits. `id` is what is taken as typed. */
export interface Pressable {
  readonly look: 'buttons' | 'list';
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    /** The whole label, where it is too long for the title; in lists only. */
    readonly description?: string;
  }[];
}

/** One title each: two alike would be refused. */
function areButtons(choices: readonly Choice[]): boolean {
  const titles = new Set(choices.map(({ label }) => label));
  const fit = choices.length <= mostButtons && titles.size === choices.length;
  return fit && choices.every(({ label }) => label.length <= buttonTitle);
}

function toRow({ text: id, label }: Choice): Pressable['items'][number] {
  const title = shorten(label, rowTitle);
  return { id, title, ...(title !== label && { description: shorten(label, rowDescription) }) };
}

/** Ids must be told apart, short, and there must be a label to press. */
function arePressable(choices: readonly Choice[]): boolean {
  const ids = new Set(choices.map(({ text }) => text));
  return (
    choices.length > 0 &&
    choices.length <= mostRows &&
    ids.size === choices.length &&
    choices.every(({ text, label }) => text.length <= rowId && label.trim() !== '')
  );
}

/** The choices of a message as buttons or a list; undefined when they fit neither. */
export function pressableOf(text: string, choices: readonly Choice[] = []): Pressable | undefined {
  if (!arePressable(choices) || text.length > textBeside) return undefined;
  if (!areButtons(choices)) return { look: 'list', items: choices.map(toRow) };
  const items = choices.map(({ text: id, label: title }) => ({ id, title }));
  return { look: 'buttons', items };
}
