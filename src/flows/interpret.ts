import { readNumber } from '../core/number.ts';
import { findKeyword } from '../language/keywords.ts';
import { askedOf, type Asked } from './asked.ts';
import { byDanger } from './by-danger.ts';
import { byKeyword, type Meaning } from './by-keyword.ts';
import {
  byMatterNumber,
  byNewestAnswer,
  byOlderAnswer,
  byOpenMatter,
  isClaimed,
  isOfficers,
  isOlder,
  type Spoken,
} from './by-matter.ts';
import { byQuestion, type Heard } from './by-question.ts';
import type { FlowBook } from './flow.ts';
import { isExpired } from './state.ts';
import type { Conversation, TurnContext } from './types.ts';

/** `L 1012` and nothing else: the flow that such numbers belong to. */
function byNumber(book: FlowBook, text: string): Meaning | undefined {
  const letter = readNumber(text)?.letter;
  const flow = Object.values(book.flows).find(({ numbers }) =>
    numbers.some((one) => one === letter),
  );
  if (!flow) return undefined;
  return { event: { kind: 'start', flow: flow.name, text }, because: `number of ${flow.name}` };
}

/** One word that is almost a keyword; several words with such a one may be anything. */
function isSlip({ found }: Heard): boolean {
  return found?.kind === 'suggestion' && found.rest === '';
}

/** Words for what is open with the person: not one word that was nearly a keyword. */
function byTalk(heard: Heard, spoken: Spoken): Meaning | undefined {
  const isAside = isSlip(heard) && !isClaimed(spoken.context);
  return isAside ? undefined : byOpenMatter(spoken);
}

/** A keyword with one typing error, or nothing that is known. */
function byDefault({ text, found }: Heard): Meaning {
  if (found?.kind === 'suggestion') {
    const { suggestion: word, rest } = found;
    return { event: { kind: 'suggest', word, text: rest }, because: `almost ${word}` };
  }
  // Free text: a later classifier finds the service here.
  return { event: { kind: 'text', text }, because: 'not understood' };
}

/** The text beside the question of a dialogue that goes on; the menu and what has expired are none. */
function spokenIn(
  text: string,
  conversation: Conversation | null,
  asked: Asked | undefined,
  context: TurnContext,
): Spoken {
  if (!conversation || !asked?.here.flow.kept || isExpired(conversation, context.now)) {
    return { text, asked: undefined, askedAt: 0, context };
  }
  // What stood in a reply without the question is newer than the question.
  const askedAt = Date.parse(conversation.askedAt) - (conversation.unsaid ? 1 : 0);
  return { text, asked, askedAt, context };
}

/** The word that a text begins with; an everyday word in a sentence is no word beside an officer. */
function bySureWord(
  book: FlowBook,
  { found }: Heard,
  spoken: Spoken,
  asked: Asked | undefined,
): Meaning | undefined {
  if (found?.kind !== 'keyword') return undefined;
  const isSentence = found.weak && found.rest !== '' && isOfficers(spoken);
  return isSentence ? undefined : byKeyword(book, found, asked);
}

/** The question, unless it is only a list of services and an officer has written since. */
function stillAsked(
  asked: Asked | undefined,
  conversation: Conversation | null,
  spoken: Spoken,
): Asked | undefined {
  if (!conversation || spoken.asked) return asked;
  return isOlder(spoken.context, Date.parse(conversation.askedAt)) ? undefined : asked;
}

/** What a text means that tells of no danger. */
function interpretCalmly(
  book: FlowBook,
  conversation: Conversation | null,
  heard: Heard,
  context: TurnContext,
): Meaning {
  const { text } = heard;
  const asked = askedOf(book, conversation, context);
  const spoken = spokenIn(text, conversation, asked, context);
  return (
    bySureWord(book, heard, spoken, asked) ??
    byNewestAnswer(spoken) ??
    byMatterNumber(spoken) ??
    byQuestion(book, heard, spoken, stillAsked(asked, conversation, spoken)) ??
    byOlderAnswer(spoken) ??
    byNumber(book, text) ??
    byTalk(heard, spoken) ??
    byDefault(heard)
  );
}

/**
 * Says what a text means here, in this order: words of danger; a keyword or escape word; YA or
 * BELUM to an officer's answer that is newer than the pending question; what the pending question
 * takes (YA to "Maksud Anda ...?", a form that needs no keyword, a greeting or thanks, an answer);
 * a matter named by its number; YA or BELUM to an older answer; a number of the office; words for
 * what is open with the person; a keyword with one typing error; free text.
 */
export function interpret(
  book: FlowBook,
  conversation: Conversation | null,
  text: string,
  context: TurnContext,
): Meaning {
  const heard = { text, found: findKeyword(book.words, text) };
  const goesOn = conversation !== null && !isExpired(conversation, context.now);
  const danger = byDanger(book, text, { ...heard, flow: goesOn ? conversation.flow : undefined });
  return danger ?? interpretCalmly(book, conversation, heard, context);
}
