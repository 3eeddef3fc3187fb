import type { Json } from '../../core/json.ts';
import { openPhrases } from '../../services/phrases.ts';

const words = openPhrases('admin/words.yaml');

/** What the trace of a reply says, and the phrase that says it to officers; the first that fits. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^keyword (.+)$/, 'because-keyword'],
  [/^word (.+)$/, 'because-word'],
  [/^form of (.+)$/, 'because-form'],
  [/^number of (.+)$/, 'because-number'],
  [/^answer to (.+)$/, 'because-answer'],
  [/^almost (.+)$/, 'because-almost'],
  [/^a text for (.+)$/, 'because-matter'],
  [/^officer (.+)$/, 'because-officer'],
  [/^\S+ to ([KA]\d+)$/, 'because-verdict'],
  [/^danger/, 'because-danger'],
  [/^a greeting or thanks$/, 'because-polite'],
  [/^a picture or voice$/, 'because-media'],
  [/^not understood$/, 'because-unknown'],
  [/^our mistake$/, 'because-mistake'],
];

/** In the trace as the API shows it. */
interface Trace {
  readonly because?: unknown;
  readonly flow?: unknown;
  readonly step?: unknown;
}

function reasonOf(because: unknown): string {
  if (typeof because !== 'string') return '';
  for (const [pattern, name] of reasons) {
    const found = pattern.exec(because);
    if (found) return words(name, { rest: (found[1] ?? '').replace('.', ' › ') });
  }
  return '';
}

/** Why the machine said it, in officers' words: `kata kunci DAFTAR`, and where it stood: `daftar › nik`. */
export function explain(trace: Json | undefined): {
  readonly because: string;
  readonly place: string;
} {
  const { because, flow, step } = (trace ?? {}) as Trace;
  const place = [flow, step].filter((part) => typeof part === 'string').join(' › ');
  return { because: reasonOf(because), place };
}
