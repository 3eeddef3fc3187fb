import { readCount } from '../../language/counts.ts';
import { plainText } from '../../language/words.ts';
import type { AnswerKind, Option } from '../types.ts';
import { wrong } from './words.ts';

function byWords(options: readonly Option[], plain: string): Option | undefined {
  const labels = options.map((option) => ({ option, label: plainText(option.label) }));
  const same = labels.find(({ label }) => label === plain);
  if (same) return same.option;
  const near = labels.filter(({ label }) =>
    plain.split(' ').every((word) => label.split(' ').includes(word)),
  );
  return near.length === 1 ? near[0]?.option : undefined;
}

/** The option that a text chooses: its number (digits or word), its label, or words only it has. */
export function pick(options: readonly Option[], text: string): Option | undefined {
  const plain = plainText(text);
  if (plain === '') return undefined;
  const count = readCount(text);
  return (count === undefined ? undefined : options[count - 1]) ?? byWords(options, plain);
}

/** One of some options, by number or word. Made for each question. */
export function choice(options: readonly Option[]): AnswerKind {
  return {
    name: 'choice',
    expects: 'choice',
    parse(text) {
      const option = pick(options, text);
      return option
        ? { kind: 'value', value: option.value, shown: option.label }
        : wrong('choice.unknown', { jumlah: options.length });
    },
    show: (value) =>
      options.find((option) => option.value === value)?.label ?? JSON.stringify(value),
  };
}
