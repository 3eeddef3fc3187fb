/*
 * The official number of an AK1 card is the office's: 16 boxes grouped 4-6-6 (the card of
 * Bojonegoro), 4-10-6 (Pariaman), or a number of the office's own making ("AK1-2024-00001").
 */

/** An official number: how it is shown, and its letters and digits alone, by which it is known. */
export interface Ak1Number {
  readonly kind: 'number';
  readonly shown: string;
  readonly key: string;
}

/** Why a text is none. */
export interface Ak1NumberProblem {
  readonly kind: 'problem';
  readonly problem:
    | 'empty'
    | 'letters' // something else than letters, digits, space, dot, slash, hyphen
    | 'digits' // fewer than three digits
    | 'length' // more than 40 characters
    | 'boxes' // digits alone, longer than an office's own number, but not as many as there are boxes
    | 'ours'; // D1042 is our number of the registration, not the card's
}

const longest = 40;
const fewestDigits = 3;

/** Digits alone up to this length may be an office's own number. */
const ownDigits = 12;
const boxes: Readonly<Record<number, readonly number[]>> = { 16: [4, 6, 6], 20: [4, 10, 6] };

function problem(name: Ak1NumberProblem['problem']): Ak1NumberProblem {
  return { kind: 'problem', problem: name };
}

function grouped(digits: string, groups: readonly number[]): string {
  let at = 0;
  return groups.map((length) => digits.slice(at, (at += length))).join(' ');
}

function checkText(text: string): Ak1NumberProblem | undefined {
  if (text === '') return problem('empty');
  if (text.length > longest) return problem('length');
  if (!/^[\dA-Z ./-]+$/u.test(text)) return problem('letters');
  if (/^D *-?\d+$/u.test(text)) return problem('ours');
  return text.replace(/\D/gu, '').length < fewestDigits ? problem('digits') : undefined;
}

/** Reads an official number as an officer types or copies it. */
export function readAk1Number(typed: string): Ak1Number | Ak1NumberProblem {
  const text = typed.normalize('NFKC').replace(/\s+/gu, ' ').trim().toUpperCase();
  const wrong = checkText(text);
  if (wrong) return wrong;
  const key = text.replace(/[^\dA-Z]/gu, '');
  if (/[A-Z/]/u.test(text)) return { kind: 'number', shown: text, key };
  const groups = boxes[key.length];
  if (groups) return { kind: 'number', shown: grouped(key, groups), key };
  return key.length <= ownDigits ? { kind: 'number', shown: text, key } : problem('boxes');
}
