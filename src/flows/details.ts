import type { Values } from '../core/json.ts';
import type { Flow, FlowBook } from './flow.ts';
import { readForm } from './form.ts';
import type { AnswerContext, AnswerKind, Parsed } from './types.ts';

/** What a text says of a flow's details. */
export interface Details {
  readonly values: Values;
  /** Fields that were given but not rightly. */
  readonly wrong: Readonly<Record<string, Parsed>>;
}

const nothing: Details = { values: {}, wrong: {} };

/** Reads the details that may stand behind a flow's keyword: one as it is, several as a form. */
export function readDetails(
  book: FlowBook,
  flow: Flow,
  text: string,
  context: AnswerContext,
): Details {
  const [only, ...others] = Object.entries(flow.takes);
  if (text.trim() === '' || !only) return nothing;
  if (others.length > 0) return several(flow, text, context);
  const [name, kind] = only;
  return single(name, book.answers[kind], text, context);
}

function single(
  name: string,
  kind: AnswerKind | undefined,
  text: string,
  context: AnswerContext,
): Details {
  const parsed = kind?.parse(text, context);
  if (parsed?.kind === 'value') return { values: { [name]: parsed.value }, wrong: {} };
  return parsed && kind?.meant ? { values: {}, wrong: { [name]: parsed } } : nothing;
}

function several({ takes }: Flow, text: string, context: AnswerContext): Details {
  const { values, wrong } = readForm(text, takes, context);
  return { values, wrong: Object.fromEntries(wrong.map(({ field, parsed }) => [field, parsed])) };
}
