import type { Traffic } from '../store/traffic.ts';

/** Messages a contact may write before we stop answering; village helpers are exempt. */
export const limits = { minute: 20, day: 200, equalReplies: 20 } as const;

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
  if (traffic.minute < limits.minute && traffic.day < limits.day) return 'answer';
  const told = sender.floodNoticedAt !== null && now - sender.floodNoticedAt < noticeEvery;
  return told ? 'silence' : 'notice';
}

/** True when the same reply went out so often in five minutes that the other side must be a machine. */
export function isLoop(reply: string, recentReplies: readonly string[]): boolean {
  return recentReplies.filter((text) => text === reply).length >= limits.equalReplies;
}
