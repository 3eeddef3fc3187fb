import type { FlowBook } from '../flows/flow.ts';
import type { FlowEvent } from '../flows/types.ts';
import { findWord } from '../language/keywords.ts';
import type { ServiceContext } from '../services/action.ts';
import { isDutyPhone } from '../services/alarm-answer.ts';

/**
 * A word of those on duty (SIAP), from one of their phones; undefined for everybody else, to whom it
 * means nothing. The list is looked at only when a text begins with such a word.
 */
export async function dutyWord(
  book: FlowBook,
  text: string,
  service: ServiceContext,
): Promise<{ readonly event: FlowEvent; readonly because: string } | undefined> {
  const found = findWord(book.duty, text);
  if (!found || !(await isDutyPhone(service))) return undefined;
  const event = { kind: 'start', flow: found.word, text: found.rest } as const;
  return { event, because: 'a word of those on duty' };
}
