import type { InlineKeyboardMarkup, ReplyKeyboardMarkup } from 'telegraf/types';
import type { Choice } from '../../core/message.ts';
import { shorten } from '../shorten.ts';

/** Telegram refuses a text or label in which there is nothing but spaces, joiners and marks. */
export const canBeSeen = (text: string): boolean => /[^\p{C}\p{Z}\p{M}]/u.test(text);

/** The choice that asks for the sender's own phone number. */
const shareNumber = 'BAGIKAN NOMOR';

/** Longest label; about two lines on a small phone. */
const labelLimit = 60;
/** Bytes of what a button gives back (https://core.telegram.org/bots/api#inlinekeyboardbutton). */
const dataLimit = 64;
/** Buttons of one message. */
const buttonLimit = 100;

const labelOf = ({ label, text }: Choice): string =>
  shorten(canBeSeen(label) ? label : text, labelLimit);

/** How many of a label's length stand beside each other: three YA, two LOWONGAN, one "Kasir, Tempeh". */
function besideEachOther(choice: Choice): number {
  const { length } = labelOf(choice);
  if (length <= 8) return 3;
  return length <= 16 ? 2 : 1;
}

/** In the order given, a line of a list in a row of its own, short words together. */
function inRows(choices: readonly Choice[]): Choice[][] {
  const rows: Choice[][] = [];
  for (const choice of choices) {
    const wide = besideEachOther(choice);
    const [first, ...others] = rows.at(-1) ?? [];
    const fitsIn = first && besideEachOther(first) === wide && others.length + 1 < wide;
    if (fitsIn) rows.at(-1)?.push(choice);
    else rows.push([choice]);
  }
  return rows;
}

/** What a button can give back whole; what it cannot is left to typing. */
const fits = ({ text }: Choice): boolean => canBeSeen(text) && Buffer.byteLength(text) <= dataLimit;

/**
 * Answers as buttons under the message; pressing one gives back its `text`. One choice is another
 * thing: `BAGIKAN NOMOR` asks for the phone number, which Telegram allows only on a keyboard in
 * place of the letters (KeyboardButton.request_contact, private chats). With it all choices of the
 * message stand on that keyboard, where a button types what it shows: so each shows its `text`, not
 * its label. It goes away once it was used.
 */
export function keyboardOf(
  choices: readonly Choice[] = [],
): InlineKeyboardMarkup | ReplyKeyboardMarkup | undefined {
  const usable = choices.filter(fits).slice(0, buttonLimit);
  if (usable.length === 0) return undefined;
  if (!usable.some(({ text }) => text === shareNumber)) {
    const button = (choice: Choice) => ({ text: labelOf(choice), callback_data: choice.text });
    return { inline_keyboard: inRows(usable).map((row) => row.map(button)) };
  }
  const keyboard = usable.map((choice) => [
    choice.text === shareNumber
      ? { text: labelOf(choice), request_contact: true as const }
      : { text: choice.text },
  ]);
  return { keyboard, one_time_keyboard: true, resize_keyboard: true };
}
