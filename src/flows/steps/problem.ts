import { fits, join, plain, say } from '../render.ts';
import type { Parsed } from '../types.ts';
import { listOptions } from './choice.ts';
import type { Here, Turn } from './step.ts';

/** A turn that says something and waits. */
export type Said = Extract<Turn, { readonly to: 'miss' | 'question' }>;

/** What an answer was read as, when it was not simply right. */
export type Problem = Exclude<Parsed, { readonly kind: 'value' }>;

/** The question again, after saying that the answer was not understood. */
export function unclear(prompt: string, here: Here): string {
  const both = join(say(here, here.book.replies['unclear'] ?? ''), prompt);
  return fits(both) ? both : prompt;
}

/** The words for the problem. @throws Error when the replies have none: a bug. */
function problemText(parsed: Problem, here: Here): string {
  const words = here.book.replies[`problems.${parsed.problem}`];
  if (words === undefined) throw new Error(`templates/replies has no problem ${parsed.problem}`);
  const values = Object.entries(parsed.values ?? {}).map(([key, value]) => [key, plain(value)]);
  const pilihan = parsed.kind === 'options' ? listOptions(parsed.options) : '';
  return say(here, words, { pilihan, ...Object.fromEntries(values) });
}

/** What is said when the answer is not simply right. */
export function respond(parsed: Problem, here: Here): Said {
  const said = problemText(parsed, here);
  switch (parsed.kind) {
    case 'wrong':
      return { to: 'miss', text: said };
    case 'options':
      return { to: 'question', text: said, pending: { kind: 'options', options: parsed.options } };
    case 'doubt':
      return { to: 'question', text: said, pending: { kind: 'doubt', value: parsed.value } };
  }
}
