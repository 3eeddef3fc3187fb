import { localDate, shortDate, shownTime } from '../../core/format.ts';
import { openPhrases } from '../../services/phrases.ts';

const words = openPhrases('admin/words.yaml');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in one word and a half: `baru saja`, `12 menit`, `3 jam`, `2 hari`. In milliseconds. */
export function shownLength(ms: number): string {
  if (ms < minute) return words('just-now');
  if (ms < hour) return words('minutes', { n: String(Math.floor(ms / minute)) });
  if (ms < day) return words('hours', { n: String(Math.floor(ms / hour)) });
  return words('days', { n: String(Math.floor(ms / day)) });
}

/** A moment near today: `hari ini 15.00`, `besok 09.00`, `kemarin 14.20`, else `Sel 24 Nov 15.00`. */
export function shownNear(at: number, now: Date, zone: string): string {
  const date = localDate(new Date(at), zone);
  const time = shownTime(new Date(at), zone);
  const near: Readonly<Record<string, string>> = {
    [localDate(new Date(now.getTime() - day), zone)]: 'yesterday',
    [localDate(now, zone)]: 'today',
    [localDate(new Date(now.getTime() + day), zone)]: 'tomorrow',
  };
  const word = near[date];
  return word === undefined ? `${shortDate(date)} ${time}` : words(word, { time });
}

/** How late or how soon: `lewat 2 jam`, `hari ini 15.00`, `Sel 24 Nov 15.00`. */
export function shownDue(replyBy: number, now: Date, zone: string): string {
  const over = now.getTime() - replyBy;
  if (over < 0) return shownNear(replyBy, now, zone);
  return words('late', { how: shownLength(Math.max(over, minute)) });
}

/** A moment as officers read it: `Sel 24 Nov 2026 15.00`. */
export function shownAt(at: number, zone: string): string {
  const moment = new Date(at);
  const date = localDate(moment, zone);
  return `${shortDate(date)} ${date.slice(0, 4)} ${shownTime(moment, zone)}`;
}
