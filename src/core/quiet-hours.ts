import { shownTime } from './format.ts';

/** From when until when nobody is written to who has not asked, `HH.MM` of the office's clock. */
export interface QuietHours {
  readonly from: string;
  readonly to: string;
}

/** An office that has set nothing lets people sleep. */
export const usualQuietHours: QuietHours = { from: '20.00', to: '07.00' };

/** Whether a moment is in these hours; over midnight when `from` is the later one, never when equal. */
export function isQuiet({ from, to }: QuietHours, at: Date): boolean {
  const time = shownTime(at);
  if (from <= to) return from <= time && time < to;
  return time >= from || time < to;
}
