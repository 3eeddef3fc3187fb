import { textOf } from '../core/json.ts';
import type { Action } from './action.ts';
import { findReadyAnswer } from './ready-answers.ts';

/**
 * The ready answer to a question in the middle of a service (`jawaban`): to its own words, else with
 * those of the service (`tentang`), as `syaratnya apa` means those of the service.
 */
export const find: Action = {
  takes: ['pertanyaan', 'tentang'],
  outcomes: { found: ['jawaban'], none: [] },
  async run({ pertanyaan, tentang }, { db, office }) {
    const question = textOf(pertanyaan);
    const ready =
      (await findReadyAnswer(db, office, question)) ??
      (await findReadyAnswer(db, office, `${question} ${textOf(tentang)}`));
    return ready
      ? { name: 'found', values: { jawaban: ready.text } }
      : { name: 'none', values: {} };
  },
};
