import { TextError } from '../../services/office-texts.ts';
import type { TextDeed } from '../../services/ready-answers.ts';
import { FormError, type AdminCall } from './route.ts';

/** Who changes which office's texts, and when. */
export function textDeed({ officer, now }: AdminCall, office: string): TextDeed {
  return { officer, office, now };
}

/** Does it, with what is wrong with a text beside its field. @throws FormError */
export async function withTextErrors(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const errors = error.problems.map(
      ({ field, problem, detail }) =>
        [field, { name: `text-${problem}`, values: { detail } }] as const,
    );
    throw new FormError(Object.fromEntries(errors));
  }
}
