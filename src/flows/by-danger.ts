import { readDanger } from '../language/danger.ts';

import type { Meaning } from './by-keyword.ts';
import type { Heard } from './by-question.ts';
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
function withoutKeyword({ text, found }: Heard): string {
  const isService = found?.kind === 'keyword' && !escapes.has(found.word);
  const rest = isService ? found.rest : '';
  return rest !== '' && readDanger(rest).danger ? rest : text;
}

/** Words of danger: they come before everything, in any dialogue (`flow`) but one about danger itself. */
export function byDanger(
  book: FlowBook,
  heard: Heard,
  flow: string | undefined,
): Meaning | undefined {
  if (!mayInterrupt(book, flow)) return undefined;
  const { danger, because } = heard.danger;
  if (!danger) return undefined;
  const event = { kind: 'start', flow: dangerFlow, text: withoutKeyword(heard) } as const;
  return { event, because: `danger, ${because}` };
}
