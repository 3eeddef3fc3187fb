import { readDanger } from '../language/danger.ts';
import type { KeywordMatch } from '../language/keywords.ts';
import type { Meaning } from './by-keyword.ts';
import { dangerFlow, type FlowBook } from './flow.ts';

/**
 * Words of danger: they come before everything, in any dialogue but one about danger itself. A
 * keyword before them (ADUAN saya disekap) is left out of what is kept.
 */
export function byDanger(
  book: FlowBook,
  text: string,
  { found, flow }: { readonly found: KeywordMatch | undefined; readonly flow: string | undefined },
): Meaning | undefined {
  if (!(dangerFlow in book.flows) || book.flows[flow ?? '']?.urgent) return undefined;
  const { danger, because } = readDanger(text);
  if (!danger) return undefined;
  const rest = found?.kind === 'keyword' ? found.rest : '';
  const words = rest !== '' && readDanger(rest).danger ? rest : text;
  return { event: { kind: 'start', flow: dangerFlow, text: words }, because: `danger, ${because}` };
}
