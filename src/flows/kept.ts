import type { Conversation, Frame } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const areTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

const isLeftOutOr = (value: unknown, is: (value: unknown) => boolean): boolean =>
  value === undefined || is(value);

function isFrame(value: unknown): value is Frame {
  if (!isFields(value)) return false;
  const { flow, version, step, answers, wrong, given, back } = value;
  return (
    [flow, version, step].every((name) => typeof name === 'string') &&
    isFields(answers) &&
    isLeftOutOr(wrong, isFields) &&
    isLeftOutOr(given, areTexts) &&
    isLeftOutOr(back, areTexts)
  );
}

function isPending(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { kind, options, text } = value;
  if (kind === 'options') return Array.isArray(options) && options.every(isFields);
  return kind === 'suggestion' ? typeof text === 'string' : kind === 'resume' || kind === 'doubt';
}

function isConversation(value: Fields): boolean {
  const { stack, misses, askedAt, pending, pages } = value;
  return (
    isFrame(value) &&
    Array.isArray(stack) &&
    stack.every(isFrame) &&
    Number.isSafeInteger(misses) &&
    typeof askedAt === 'string' &&
    isLeftOutOr(pending, isPending) &&
    isLeftOutOr(pages, areTexts)
  );
}

/**
 * A conversation as it was kept; null when what was kept is none, as after a mistake of another
 * version: the person begins anew and is not shut out for ever.
 */
export function readConversation(kept: unknown): Conversation | null {
  return isFields(kept) && isConversation(kept) ? (kept as unknown as Conversation) : null;
}
