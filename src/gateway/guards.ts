import type { Traffic } from '../store/traffic.ts';

/**
 * Replies to a contact in a minute and a day, the last of them saying that there are no more; equal
 * replies in six hours; long texts that a contact may write again in a day. Village helpers are exempt.
 */
export const limits = { minute: 20, day: 200, equalReplies: 20, equalTexts: 3 } as const;

/** Letters of a text that nobody types twice the same: longer than any of our words and numbers. */
export const longText = 40;

/** A contact is told at most once an hour that it writes too much. */
const noticeEvery = 3_600_000;

export type Admission = 'answer' | 'notice' | 'silence';

/**
 * Whether a message that comes after `traffic` is answered, told to slow down, or only kept.
 * RapidPro and WhatsApp gateways see storms of auto-replies between two machines; 20 a minute is
 * more than a person types.
 */
export function admit(
  traffic: Traffic | undefined,
  sender: { readonly helper: boolean; readonly floodNoticedAt: number | null },
  now: number,
): Admission {
  if (sender.helper || !traffic) return 'answer';
  if (traffic.minute < limits.minute - 1 && traffic.day < limits.day - 1) return 'answer';
  const told = sender.floodNoticedAt !== null && now - sender.floodNoticedAt < noticeEvery;
  return told ? 'silence' : 'notice';
}

/** True when the same reply went out so often that the other side must be a machine. */
export function isLoop(reply: string, recentReplies: readonly string[]): boolean {
  return recentReplies.filter((text) => text === reply).length >= limits.equalReplies;
}

/** True when a long text has come so often today that nobody can have typed it. */
export function isRepeated(text: string, before: readonly string[]): boolean {
  return before.filter((one) => one === text).length >= limits.equalTexts;
}
