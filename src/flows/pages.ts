import type { Medium } from '../core/message.ts';
import { fitsSms, measureSms } from '../core/sms.ts';

/**
 * Room of a page in septets (SMS) or characters. Two GSM-7 segments hold 153 septets each (3GPP
 * 23.040), one less when a character of two septets would be cut; chat apps take 4,096 characters,
 * people read a screen.
 */
const room: Readonly<Record<Medium, number>> = { sms: 305, whatsapp: 1_000, telegram: 1_000 };

function sizeOf(text: string, medium: Medium): number {
  return medium === 'sms' ? measureSms(text).units : text.length;
}

function isOnePage(text: string, medium: Medium): boolean {
  return medium === 'sms' ? fitsSms(text) : text.length <= room[medium];
}

/** The longest beginning of `text` within `limit`, by whole characters. */
function beginning(text: string, medium: Medium, limit: number): string {
  let size = 0;
  let end = 0;
  for (const character of text) {
    size += sizeOf(character, medium);
    if (size > limit) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function cut(text: string, medium: Medium, limit: number): string {
  const part = beginning(text, medium, limit);
  const end = Math.max(...['. ', '? ', '! ', '\n'].map((mark) => part.lastIndexOf(mark)));
  if (end > part.length / 2) return part.slice(0, end + 1);
  const space = part.lastIndexOf(' ');
  return space > part.length / 2 ? part.slice(0, space) : part;
}

/**
 * Cuts a reply into pages, where a sentence ends or else at words, that the medium takes in one message; each but the last ends
 * with `more` ("Balas LAGI ...").
 */
export function paginate(text: string, medium: Medium, more: string): string[] {
  const pages: string[] = [];
  let rest = text;
  while (!isOnePage(rest, medium)) {
    const part = cut(rest, medium, room[medium] - sizeOf(more, medium) - 1);
    pages.push(`${part.trimEnd()} ${more}`);
    rest = rest.slice(part.length).trimStart();
  }
  return [...pages, rest];
}
