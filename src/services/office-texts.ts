import { charactersBeyondGsm, measureSms } from '../core/sms.ts';

/** What is wrong with a text that an office writes; `detail` says which letters, names or how many. */
export interface TextProblem {
  readonly field: string;
  readonly problem:
    'empty' | 'not-gsm' | 'too-long' | 'unknown-placeholder' | 'too-few' | 'no-date';
  readonly detail: string;
}

const placeholder = /\{([^{}]*)\}/gu;

/** A text with its `{placeholders}` filled; those without a value are left out. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text
    .replace(placeholder, (_, name: string) => values[name] ?? '')
    .replace(/ {2,}/gu, ' ')
    .trim();
}

/** What a text is checked by: values of the placeholders it may name, and how long it may be. */
export interface TextRules {
  readonly field: string;
  /** With these it is measured. */
  readonly values: Readonly<Record<string, string>>;
  /** In septets of GSM-7. */
  readonly longest: number;
}

/** Why a text cannot be sent: letters that SMS has not, placeholders unknown, too long. */
export function checkText(text: string, { field, values, longest }: TextRules): TextProblem[] {
  if (text.trim() === '') return [{ field, problem: 'empty', detail: '' }];
  const strange = charactersBeyondGsm(text);
  if (strange.length > 0) return [{ field, problem: 'not-gsm', detail: strange.join(' ') }];
  const unknown = [...text.matchAll(placeholder)].flatMap(([, name = '']) =>
    name in values ? [] : [`{${name}}`],
  );
  const alone = /[{}]/u.test(text.replaceAll(placeholder, '')) ? ['{ }'] : [];
  const names = [...unknown, ...alone];
  if (names.length > 0) return [{ field, problem: 'unknown-placeholder', detail: names.join(' ') }];
  const { units } = measureSms(fillText(text, values));
  return units > longest ? [{ field, problem: 'too-long', detail: `${units}/${longest}` }] : [];
}

/** A text was not taken: what is wrong with which field. */
export class TextError extends Error {
  override readonly name = 'TextError';
  readonly problems: readonly TextProblem[];

  constructor(problems: readonly TextProblem[]) {
    super(problems.map(({ field, problem }) => `${field}: ${problem}`).join(', '));
    this.problems = problems;
  }
}
