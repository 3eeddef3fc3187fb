import { openPhrases } from '../services/phrases.ts';

const words = openPhrases('admin/doctor.yaml');

/** What the doctor says of one thing: a sentence, and how to mend it when it is wrong. */
export interface Finding {
  readonly about: string;
  readonly says: string;
  readonly mend?: string;
}

type Values = Readonly<Record<string, string>>;

/** `disk`, `ok`: all is well with the disk. */
export const well = (about: string, name: string, values: Values = {}): Finding => ({
  about: words(`about-${about}`),
  says: words(`${about}-${name}`, values),
});

/** `disk`, `low`: what is wrong with the disk, and how to mend it. */
export const ill = (about: string, name: string, values: Values = {}): Finding => ({
  ...well(about, name, values),
  mend: words(`${about}-${name}-mend`, values),
});

/** A sentence of its own. */
export const sentence = words;

/** As it is printed: what is wrong stands out, and its remedy on a line of its own. */
export function printed({ about, says, mend }: Finding): string {
  const line = `${mend === undefined ? 'baik ' : 'SALAH'}  ${about}: ${says}`;
  return mend === undefined ? line : `${line}\n       ${words('mend', { cara: mend })}`;
}
