import { readFileSync } from 'node:fs';
import { localDate } from '../core/format.ts';
import { charactersBeyondGsm, measureSms, toGsm } from '../core/sms.ts';
import type { FactForm } from './content-edit.ts';
import { linesOf, shownFact, type ContentFact } from './content.ts';
import { parseYaml } from './yaml.ts';

/** What is wrong with a field of a fact; the officers' page has words for each. */
export type FactProblem =
  | { readonly problem: 'empty' | 'no-date' | 'future' | 'braces' }
  /** `detail`: how many letters it may have, or how many things a list. */
  | { readonly problem: 'too-long' | 'too-many'; readonly detail: string }
  /** `detail`: the letters that an SMS has not. */
  | { readonly problem: 'letters'; readonly detail: string };

export type FactProblems = Readonly<Partial<Record<'text' | 'source' | 'checked', FactProblem>>>;

/** A list that people tick by number. */
const mostLines = 20;
const longestSource = 300;

/** Letters of a fact that templates/replies/samples.yaml does not know. */
const longestUnknown = 160;

let longest: ReadonlyMap<string, number> | undefined;

/** The longest values that the texts of flows were measured with. */
function longestSample(name: string): number {
  if (!longest) {
    const file = new URL('../../../templates/replies/samples.yaml', import.meta.url);
    const samples = parseYaml(readFileSync(file, 'utf8')) as Record<string, [string, string]>;
    longest = new Map(
      Object.entries(samples).map(([known, texts]) => [
        known,
        Math.max(...texts.map((text) => measureSms(text).units)),
      ]),
    );
  }
  return longest.get(name) ?? longestUnknown;
}

/** How many letters (GSM-7 septets) the text of a fact may have so that every message still fits. */
export function mostLetters({ name, most }: Pick<ContentFact, 'name' | 'most'>): number {
  return most ?? longestSample(name);
}

/** What an officer typed, as it is kept: one line, or the lines of a list, in letters of an SMS. */
export function tidyFact(text: string, list: boolean): string {
  const lines = linesOf(toGsm(text));
  return lines.join(list ? '\n' : ' ');
}

function textProblem(fact: ContentFact, text: string): FactProblem | undefined {
  if (text === '') return { problem: 'empty' };
  const strange = charactersBeyondGsm(text);
  if (strange.length > 0) return { problem: 'letters', detail: strange.join(' ') };
  if (/[{}]/.test(text)) return { problem: 'braces' };
  if (fact.list && linesOf(text).length > mostLines) {
    return { problem: 'too-many', detail: String(mostLines) };
  }
  const shown = shownFact({ text, list: fact.list ? 'yes' : 'no' });
  const most = mostLetters(fact);
  return measureSms(shown).units > most ? { problem: 'too-long', detail: String(most) } : undefined;
}

function dateProblem(checked: string, now: Date): FactProblem | undefined {
  const at = /^\d{4}-\d\d-\d\d$/.test(checked) ? Date.parse(`${checked}T00:00:00Z`) : Number.NaN;
  const exists = !Number.isNaN(at) && new Date(at).toISOString().startsWith(checked);
  if (!exists) return { problem: 'no-date' };
  return checked > localDate(now) ? { problem: 'future' } : undefined;
}

function sourceProblem(source: string): FactProblem | undefined {
  if (source === '') return { problem: 'empty' };
  if (source.length <= longestSource) return undefined;
  return { problem: 'too-long', detail: String(longestSource) };
}

/** What is wrong with a fact as typed (tidied before), by field; nothing when it may be kept. */
export function checkFact(fact: ContentFact, form: FactForm, now: Date): FactProblems {
  const text = textProblem(fact, form.text);
  const source = sourceProblem(form.source);
  const checked = dateProblem(form.checked, now);
  return { ...(text && { text }), ...(source && { source }), ...(checked && { checked }) };
}
