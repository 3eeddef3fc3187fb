import type { Json } from '../core/json.ts';
import type { AreaMatch } from '../language/areas.ts';
import type { Word } from '../language/words.ts';
import { answerKinds } from './answers/index.ts';
import type { AnswerContext, Parsed } from './types.ts';

/** A field that was given, but not rightly. */
export interface WrongField {
  readonly field: string;
  readonly parsed: Parsed;
}

/** A form being filled in. */
export interface Sheet {
  /** Fields not yet given, with their kinds of answer. */
  readonly open: Map<string, string>;
  readonly values: Record<string, Json>;
  readonly wrong: WrongField[];
  readonly takes: Readonly<Record<string, string>>;
  readonly context: AnswerContext;
  /** Places that were looked for in the text. */
  readonly places: Map<string, AreaMatch | undefined>;
}

/** Words in a row that no field has taken. */
export interface Run {
  readonly words: readonly Word[];
  /** What stands behind a school in the same piece: perhaps its subject, perhaps a skill. */
  readonly weak: boolean;
}

export function openSheet(takes: Readonly<Record<string, string>>, context: AnswerContext): Sheet {
  const open = new Map(Object.entries(takes));
  return { open, values: {}, wrong: [], takes, context, places: new Map() };
}

/** True when the flow takes this kind of answer at all. */
export function has(sheet: Sheet, kind: string): boolean {
  return Object.values(sheet.takes).includes(kind);
}

/** True when a field of this kind is still empty. */
export function isOpen(sheet: Sheet, kind: string): boolean {
  return [...sheet.open.values()].includes(kind);
}

export function parseAs(sheet: Sheet, kind: string, text: string): Parsed | undefined {
  return text === '' ? undefined : answerKinds[kind]?.parse(text, sheet.context);
}

/** Writes an answer into the first empty field of its kind, or the named one; false when none is. */
export function fill(sheet: Sheet, kind: string, parsed: Parsed, named?: string): boolean {
  const field = named ?? [...sheet.open].find(([, open]) => open === kind)?.[0];
  if (field === undefined || !sheet.open.has(field)) return false;
  if (parsed.kind === 'value') sheet.values[field] = parsed.value;
  else sheet.wrong.push({ field, parsed });
  sheet.open.delete(field);
  return true;
}

/** The words as they were written. */
export function written(words: readonly Word[]): string {
  return words.map(({ raw }) => raw).join(' ');
}

/** The words as they are compared. */
export function plain(words: readonly Word[]): string {
  return words.map((word) => word.plain).join(' ');
}
