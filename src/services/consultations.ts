import { shownMoment } from '../core/format.ts';
import { textOf } from '../core/json.ts';
import type { Action, ServiceContext } from './action.ts';
import { openMatter } from './matters.ts';
import { offerReadyAnswer } from './ready-answer-offers.ts';
import { findReadyAnswer } from './ready-answers.ts';

/** Opens a consultation with its first message and gives the number to show, e.g. `K1311`. */
export async function openConsultation(context: ServiceContext, text: string): Promise<string> {
  return (await openMatter(context, { kind: 'K', text })).number;
}

/**
 * A question for an officer; `balas_sampai` is when it is answered at the latest. `answered`: a
 * ready answer fits as well (`jawaban`), the officer's comes all the same unless YA closes it.
 */
export const open: Action = {
  purpose: 'record',
  takes: ['pertanyaan'],
  outcomes: {
    opened: ['nomor', 'balas_sampai'],
    answered: ['nomor', 'balas_sampai', 'jawaban'],
  },
  async run({ pertanyaan }, context) {
    const text = textOf(pertanyaan);
    const { id, number, replyBy } = await openMatter(context, { kind: 'K', text });
    const values = { nomor: number, balas_sampai: shownMoment(replyBy) };
    const ready = await findReadyAnswer(context.db, context.office, text);
    if (!ready) return { name: 'opened', values };
    await offerReadyAnswer(context, id, ready);
    return { name: 'answered', values: { ...values, jawaban: ready.text } };
  },
};

/** Somebody wants to talk with an officer: no ready answer stands in between. */
export const request: Action = {
  purpose: 'record',
  takes: ['pertanyaan'],
  outcomes: { opened: ['nomor', 'balas_sampai'] },
  async run({ pertanyaan }, context) {
    const { number, replyBy } = await openMatter(context, { kind: 'K', text: textOf(pertanyaan) });
    return { name: 'opened', values: { nomor: number, balas_sampai: shownMoment(replyBy) } };
  },
};
