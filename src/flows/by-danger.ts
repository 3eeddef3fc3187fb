import { readDanger } from '../language/danger.ts';
import type { KeywordMatch } from '../language/keywords.ts';
import type { Meaning } from './by-keyword.ts';
import { escapeWords } from './escapes.ts';
import { dangerFlow, type FlowBook } from './flow.ts';

const escapes: ReadonlySet<string> = new Set(escapeWords);

/** Whether words of danger count: not in a flow about danger itself, where they are answers. */
function mayInterrupt({ flows }: FlowBook, flow: string | undefined): boolean {
  return dangerFlow in flows && !flows[flow ?? '']?.urgent;
}

/**
 * The text without a service's keyword before it (ADUAN saya disekap), when the rest says it too;
 * `petugas memukul saya` begins with whom it is about.
 */
function withoutKeyword(text: string, found: KeywordMatch | undefined): string {
  const isService = found?.kind === 'keyword' && !escapes.has(found.word);
  const rest = isService ? found.rest : '';
  return rest !== '' && readDanger(rest).danger ? rest : text;
}

/** Words of danger: they come before everything, in any dialogue but one about danger itself. */
export function byDanger(
  book: FlowBook,
  text: string,
  { found, flow }: { readonly found: KeywordMatch | undefined; readonly flow: string | undefined },
): Meaning | undefined {
  if (!mayInterrupt(book, flow)) return undefined;
  const { danger, because } = readDanger(text);
  if (!danger) return undefined;
  const event = { kind: 'start', flow: dangerFlow, text: withoutKeyword(text, found) } as const;
  return { event, because: `danger, ${because}` };
}
