import { readDanger } from '../language/danger.ts';
import type { KeywordMatch } from '../language/keywords.ts';
import type { Meaning } from './by-keyword.ts';
import { dangerFlow, type FlowBook } from './flow.ts';

/**
 * Words of danger: they come before everything, in any dialogue. A keyword before them (ADUAN saya
 * disekap) is left out of what is kept.
 */
export function byDanger(
  book: FlowBook,
  text: string,
  found: KeywordMatch | undefined,
): Meaning | undefined {
  if (!(dangerFlow in book.flows)) return undefined;
  const { danger, because } = readDanger(text);
  if (!danger) return undefined;
  const rest = found?.kind === 'keyword' ? found.rest : '';
  const words = rest !== '' && readDanger(rest).danger ? rest : text;
  return { event: { kind: 'start', flow: dangerFlow, text: words }, because: `danger, ${because}` };
}
