import { readNumber } from '../core/number.ts';
import { findKeyword } from '../language/keywords.ts';
import { askedOf, type Asked } from './asked.ts';
import { byCorrection, byFreeText, isBusy } from './by-aside.ts';
import { heedAbroad } from './by-abroad.ts';
import { heedSilence } from './by-silence.ts';
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
import { byQuestion, Heard } from './by-question.ts';
import { byUnderstanding, isSearch } from './by-understanding.ts';
import type { FlowBook } from './flow.ts';
import { isExpired } from './state.ts';
import type { Conversation, TurnContext } from './types.ts';

/** `L 1012` and nothing else: the flow that such numbers belong to. */
function byNumber(book: FlowBook, text: string): Meaning | undefined {
  const letter = readNumber(text)?.letter;
  const flow = book.all.find(({ numbers }) => numbers.some((one) => one === letter));
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

/** Why a text goes to the pending question, or to the menu: nothing explains it. */
export const notUnderstood = 'not understood';

function byAlmost({ found }: Heard): Meaning | undefined {
  if (found?.kind !== 'suggestion') return undefined;
  const { suggestion: word, rest } = found;
  return { event: { kind: 'suggest', word, text: rest }, because: `almost ${word}` };
}

/** One word that is almost a keyword; a sentence about a service; nothing that is known. */
function byDefault(
  book: FlowBook,
  heard: Heard,
  asked: Asked | undefined,
  context: TurnContext,
): Meaning {
  const { text } = heard;
  return (
    (isSlip(heard) ? byAlmost(heard) : undefined) ??
    byFreeText(book, heard, asked, context) ??
    byAlmost(heard) ?? {
      event: { kind: 'text', text, turn: asked?.turnOn(text) },
      because: notUnderstood,
    }
  );
}

/** A sentence behind a list, where any words would be searched for: `gaji saya tidak dibayar`. */
function bySentence(
  book: FlowBook,
  heard: Heard,
  asked: Asked | undefined,
  context: TurnContext,
): Meaning | undefined {
  if (!asked?.question.kinds.includes('search') || !isSearch(asked.here.flow)) return undefined;
  return byUnderstanding(book, heard, { context, moment: 'searching' });
}

/** The text beside the question of a dialogue that goes on. */
export function spokenIn(
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

/** `kerja di taiwan syaratnya apa`: an everyday word in a sentence that is clearly about something else. */
function byOtherService(
  book: FlowBook,
  { word }: { readonly word: string },
  heard: Heard,
  context: TurnContext,
): Meaning | undefined {
  const meaning = byUnderstanding(book, heard, { context, moment: 'busy' });
  const flow = meaning?.event.kind === 'start' ? book.flows[meaning.event.flow] : undefined;
  return flow && flow.word !== word ? meaning : undefined;
}

/** The word that a text begins with; an everyday word in a sentence is no word beside an officer. */
function bySureWord(
  book: FlowBook,
  heard: Heard,
  spoken: Spoken,
  asked: Asked | undefined,
): Meaning | undefined {
  const { found } = heard;
  if (found?.kind !== 'keyword') return undefined;
  if (!found.weak || found.rest === '') return byKeyword(book, found, asked);
  if (isOfficers(spoken)) return undefined;
  const other = isBusy(asked) ? undefined : byOtherService(book, found, heard, spoken.context);
  return other ?? byKeyword(book, found, asked);
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

/** What a text says to what waits: an officer's answer, a matter by its number, the pending question. */
function byWaiting(
  book: FlowBook,
  heard: Heard,
  spoken: Spoken,
  { asked, open }: { readonly asked: Asked | undefined; readonly open: Asked | undefined },
): Meaning | undefined {
  return (
    byNewestAnswer(spoken) ??
    byMatterNumber(spoken) ??
    byCorrection(heard.text, open) ??
    bySentence(book, heard, asked, spoken.context) ??
    byQuestion(book, heard, spoken, open) ??
    byOlderAnswer(spoken)
  );
}

/** What a text means that tells of no danger. */
function interpretCalmly(
  book: FlowBook,
  conversation: Conversation | null,
  heard: Heard,
  context: TurnContext,
): Meaning {
  const asked = askedOf(book, conversation, context);
  const spoken = spokenIn(heard.text, conversation, asked, context);
  const open = stillAsked(asked, conversation, spoken);
  return (
    bySureWord(book, heard, spoken, asked) ??
    byWaiting(book, heard, spoken, { asked, open }) ??
    byNumber(book, heard.text) ??
    byTalk(heard, spoken) ??
    byDefault(book, heard, open, context)
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
  const heard = new Heard(text, findKeyword(book.words, text));
  const goesOn = conversation !== null && !isExpired(conversation, context.now);
  const danger = byDanger(book, heard, goesOn ? conversation.flow : undefined);
  const meaning = danger ?? interpretCalmly(book, conversation, heard, context);
  const open = heedAbroad(book, conversation, meaning, context);
  return heedSilence(book, conversation, open, context);
}
