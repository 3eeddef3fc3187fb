import type { KeywordMatch } from '../language/keywords.ts';
import { findWord } from '../language/keywords.ts';
import { Said } from '../language/said.ts';
import { isConfirmation, isOpen, type Asked } from './asked.ts';
import type { Meaning } from './by-keyword.ts';
import { isOfficers, type Spoken } from './by-matter.ts';
import type { Flow, FlowBook } from './flow.ts';
import { looksLikeForm } from './form.ts';
import { pickWord } from './steps/choice.ts';
import type { TurnContext } from './types.ts';

/** The question, unless it takes any words and these are almost a keyword: that is asked about first. */
function unlessAlmost(
  found: KeywordMatch | undefined,
  asked: Asked | undefined,
): Asked | undefined {
  if (found?.kind !== 'suggestion' || !asked?.question.kinds.includes('search')) return asked;
  return asked.here.flow.word === found.suggestion ? asked : undefined;
}

/** A message and the word that it begins with, if any. */
export class Heard extends Said {
  readonly found: KeywordMatch | undefined;

  constructor(text: string, found: KeywordMatch | undefined) {
    super(text);
    this.found = found;
  }
}

/** What stands behind the flow's own word, also when that is mistyped: `DAFTR 3508...`. */
function detailsOf({ word }: Flow, { text, found }: Heard): string {
  const begun = found?.kind === 'keyword' ? found.word : found?.suggestion;
  return found && begun === word ? found.rest : text;
}

/**
 * A flow whose form the text is, although no keyword says so: its own detail and two more. At a
 * question that takes any words nothing else may be said.
 */
function byForm(
  book: FlowBook,
  heard: Heard,
  asked: Asked | undefined,
  context: TurnContext,
): Meaning | undefined {
  for (const flow of book.all) {
    if (flow.form === undefined) continue;
    const text = detailsOf(flow, heard);
    if (looksLikeForm(text, context, flow.takes, isOpen(asked) ? 0 : undefined)) {
      return { event: { kind: 'start', flow: flow.name, text }, because: `form of ${flow.name}` };
    }
  }
  return undefined;
}

/** YA or TIDAK to what the machine itself asked: "Maksud Anda ...?", "Lanjutkan?". */
function byConfirmation(text: string, asked: Asked | undefined): Meaning | undefined {
  const kind = asked?.here.pending?.kind;
  if (!asked || (kind !== 'suggestion' && kind !== 'resume')) return undefined;
  const choice = pickWord(['YA', 'TIDAK'], text, asked.here.book.answers['yesno']);
  if (choice === undefined) return undefined;
  return { event: { kind: 'text', text }, because: `${choice} to ${kind}` };
}

/** More words than these behind a greeting or thanks are a text of their own. */
const mostBehind = 3;

function politeFlow(book: FlowBook, text: string): string | undefined {
  const found = findWord(book.polite, text);
  if (!found) return undefined;
  return found.rest.split(/\s+/u).length > mostBehind ? undefined : found.word;
}

/** Greetings and thanks. In a dialogue they say nothing: its question is asked again. */
function byPoliteness(book: FlowBook, text: string, asked: Asked | undefined): Meaning | undefined {
  const flow = asked && isConfirmation(asked) ? undefined : politeFlow(book, text);
  if (flow === undefined) return undefined;
  const because = 'a greeting or thanks';
  return asked?.here.flow.kept
    ? { event: { kind: 'text', text: '' }, because }
    : { event: { kind: 'start', flow, text: '' }, because };
}

function byAnswer(text: string, asked: Asked | undefined): Meaning | undefined {
  const turn = asked?.turnOn(text);
  if (!asked || !turn || turn.to === 'miss') return undefined;
  const { flow, step } = asked.here.frame;
  return { event: { kind: 'text', text, turn }, because: `answer to ${flow}.${step}` };
}

/** What a text says to the question that is pending. */
export function byQuestion(
  book: FlowBook,
  heard: Heard,
  spoken: Spoken,
  asked: Asked | undefined,
): Meaning | undefined {
  const { text, found } = heard;
  return (
    byConfirmation(text, asked) ??
    byForm(book, heard, asked, spoken.context) ??
    (isOfficers(spoken) ? undefined : byPoliteness(book, text, asked)) ??
    byAnswer(text, unlessAlmost(found, asked))
  );
}
