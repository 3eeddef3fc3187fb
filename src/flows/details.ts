import type { Values } from '../core/json.ts';
import type { Flow, FlowBook } from './flow.ts';
import { readForm } from './form.ts';
import type { AnswerContext, Parsed } from './types.ts';

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
  const parsed = book.answers[kind]?.parse(text, context);
  return parsed?.kind === 'value' ? { values: { [name]: parsed.value }, wrong: {} } : nothing;
}

function several({ takes }: Flow, text: string, context: AnswerContext): Details {
  const { values, wrong } = readForm(text, takes, context);
  return { values, wrong: Object.fromEntries(wrong.map(({ field, parsed }) => [field, parsed])) };
}
