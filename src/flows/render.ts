import type { Json } from '../core/json.ts';
import type { Medium } from '../core/message.ts';
import { charactersBeyondGsm, fitsSms, toGsm } from '../core/sms.ts';
import type { FlowBook } from './flow.ts';
import type { Here } from './steps/step.ts';
import type { TurnContext } from './types.ts';

/** Longer values are content of their own (a list, a description) and are paged, not shortened. */
const longestLabel = 80;

/** A name shorter than this tells nothing any more. */
const shortestLabel = 12;

const placeholder = /\{([a-z][a-z0-9_]*)\}/;

/** A text with placeholders, taken apart: the words before, between and behind the names. */
interface Template {
  readonly words: readonly string[];
  readonly names: readonly string[];
}

// Texts with placeholders come from files: there are some hundred.
const templates = new Map<string, Template>();

function templateOf(text: string): Template {
  const known = templates.get(text);
  if (known) return known;
  const parts = text.split(placeholder);
  const made = {
    words: parts.filter((_, index) => index % 2 === 0),
    names: parts.filter((_, index) => index % 2 === 1),
  };
  templates.set(text, made);
  return made;
}

/** Names between braces in a text, in order, each as often as it stands there. */
export function placeholders(text: string): readonly string[] {
  return templateOf(text).names;
}

/** A value in plain words; several divided by commas. */
export function plain(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(plain).join(', ');
  return typeof value === 'object' ? '' : String(value);
}

/** A value as the person reads it: by its kind of answer where it has one. */
export function shown(book: FlowBook, kind: string | undefined, value: Json | undefined): string {
  const answer = kind === undefined ? undefined : book.answers[kind];
  return value === undefined || value === null || !answer ? plain(value) : answer.show(value);
}

function substitute(text: string, values: Readonly<Record<string, string>>): string {
  const { words, names } = templateOf(text);
  const said = names.reduce(
    (before, name, at) => before + (values[name] ?? '') + words[at + 1],
    words[0] ?? '',
  );
  return said.includes('  ') ? said.replace(/ {2,}/g, ' ') : said;
}

/** Cuts at a word; two dots say that something is missing. */
function shorten(value: string, length: number): string {
  const cut = value.slice(0, length - 2);
  const word = cut.lastIndexOf(' ');
  return `${cut.slice(0, word >= shortestLabel / 2 ? word : undefined).trimEnd()}..`;
}

function longestOf(
  values: Readonly<Record<string, string>>,
  names: readonly string[],
): string | undefined {
  const cuttable = names.filter((name) => (values[name] ?? '').length > shortestLabel);
  return cuttable.toSorted((a, b) => (values[b] ?? '').length - (values[a] ?? '').length)[0];
}

/**
 * Puts values into a text. When that is more than two segments, the longest labels (names,
 * places) are shortened one after the other until it fits; `labels` are shortened at any length.
 */
export function fill(
  text: string,
  values: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, unknown>> = {},
): string {
  let result = substitute(text, values);
  if (fits(result)) return result;
  const names = [...new Set(placeholders(text))].filter(
    (name) => name in labels || (values[name] ?? '').length <= longestLabel,
  );
  const fitted = { ...values };
  while (!fits(result)) {
    const longest = longestOf(fitted, names);
    // No shortening is enough: this is content, to be paged whole.
    if (longest === undefined) return substitute(text, values);
    const value = fitted[longest] ?? '';
    fitted[longest] = shorten(value, Math.max(shortestLabel, Math.ceil(value.length * 0.75)));
    result = substitute(text, fitted);
  }
  return result;
}

/** What a placeholder stands for: what is given, an answer of the dialogue, or what the office says. */
function valueOf(
  name: string,
  { book, flow, frame, context }: Here,
  given: Readonly<Record<string, string>>,
): string {
  if (name in given) return given[name] ?? '';
  if (name in frame.answers) return shown(book, flow.kinds[name], frame.answers[name]);
  if (name === 'judul') return flow.title;
  if (name === 'pemberitahuan') return noticeOn(book, context);
  return name === 'tarif' ? tariffOn(book, context) : (context.facts[name] ?? '');
}

/** A text of a step with the answers, the office's facts and what else is `given`. */
export function say(
  here: Here,
  text: string,
  given: Readonly<Record<string, string>> = {},
): string {
  const values = placeholders(text).map((name) => [name, valueOf(name, here, given)] as const);
  return fill(text, Object.fromEntries(values), here.flow.kinds);
}

/**
 * What stands behind a question for the NIK where a foreign platform carries the answer: there none
 * is asked for without the notice (PP 71/2019). An SMS has no room for it; its next question has it.
 */
export function noticeOn({ replies }: FlowBook, { medium, facts }: TurnContext): string {
  return medium === 'sms' ? '' : fill(replies['notice'] ?? '', facts);
}

/** What a message costs, behind "gratis": only an SMS costs anything. */
export function tariffOn({ replies }: FlowBook, { medium }: TurnContext): string {
  return medium === 'sms' ? ` ${replies['tariff'] ?? ''}` : '';
}

/** Texts of one reply, one after the other; a list that ends without a full stop gets one. */
export function join(...texts: readonly string[]): string {
  const said = texts.filter((text) => text !== '');
  const ended = said.map((text, index) =>
    index < said.length - 1 && /[\p{L}\p{N})]$/u.test(text) ? `${text}.` : text,
  );
  return ended.join(' ');
}

/** True when the text takes at most two segments: then it may go in one reply. */
export function fits(text: string): boolean {
  return fitsSms(toGsm(text));
}

/** The text in letters that the medium carries cheaply: SMS is GSM-7 and nothing else. */
export function spell(text: string, medium: Medium): string {
  if (medium !== 'sms') return text;
  const plainest = toGsm(text);
  const beyond = new Set(charactersBeyondGsm(plainest));
  if (beyond.size === 0) return plainest;
  return Array.from(plainest)
    .filter((character) => !beyond.has(character))
    .join('');
}
