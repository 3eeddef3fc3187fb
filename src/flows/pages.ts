import type { Medium } from '../core/message.ts';
import { measureSms } from '../core/sms.ts';
import { twoSegments } from './render.ts';

/** Longest reply in septets (SMS) or characters; chat apps take 4,096, people read a screen. */
const longest: Readonly<Record<Medium, number>> = {
  sms: twoSegments,
  whatsapp: 1_000,
  telegram: 1_000,
};

function sizeOf(text: string, medium: Medium): number {
  return medium === 'sms' ? measureSms(text).units : text.length;
}

/** The longest beginning of `text` within `room`, by whole characters. */
function beginning(text: string, medium: Medium, room: number): string {
  let size = 0;
  let end = 0;
  for (const character of text) {
    size += sizeOf(character, medium);
    if (size > room) break;
    end += character.length;
  }
  return text.slice(0, end);
}

function cut(text: string, medium: Medium, room: number): string {
  const part = beginning(text, medium, room);
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
  const limit = longest[medium];
  const pages: string[] = [];
  let rest = text;
  while (sizeOf(rest, medium) > limit) {
    const part = cut(rest, medium, limit - sizeOf(more, medium) - 1);
    pages.push(`${part.trimEnd()} ${more}`);
    rest = rest.slice(part.length).trimStart();
  }
  return [...pages, rest];
}
