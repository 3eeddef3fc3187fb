import { shownMoment } from '../core/format.ts';
import { textOf } from '../core/json.ts';
import type { Action, ServiceContext } from './action.ts';
import { openMatter } from './matters.ts';

/** Opens a consultation with its first message and gives the number to show, e.g. `K1311`. */
export async function openConsultation(context: ServiceContext, text: string): Promise<string> {
  return (await openMatter(context, { kind: 'K', text })).number;
}

/** A question for an officer; `balas_sampai` is when it is answered at the latest. */
export const open: Action = {
  takes: ['pertanyaan'],
  outcomes: { opened: ['nomor', 'balas_sampai'] },
  async run({ pertanyaan }, context) {
    const text = textOf(pertanyaan);
    const { number, replyBy } = await openMatter(context, { kind: 'K', text });
    return { name: 'opened', values: { nomor: number, balas_sampai: shownMoment(replyBy) } };
  },
};
