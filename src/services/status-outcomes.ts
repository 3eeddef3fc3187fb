import type { Outcome } from '../core/action.ts';
import { localDate, shownDate, shownMoment } from '../core/format.ts';
import { textOf } from '../core/json.ts';
import { showNumber } from '../core/number.ts';
import type { MatterStatus } from '../store/matters.ts';
import type { OwnApplication, OwnMatterStatus, OwnSeeker } from '../store/own-records.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('status/phrases.yaml');

/** How far a registration is; a card is valid on its last day too. */
export function seekerOutcome({ number, status, cardEndsOn }: OwnSeeker, now: Date): Outcome {
  const nomor = showNumber('D', number);
  if (cardEndsOn === null) return { name: status, values: { nomor } };
  const name = cardEndsOn >= localDate(now) ? 'card' : 'ended';
  return { name, values: { nomor, berlaku_sampai: shownDate(cardEndsOn) } };
}

const matterNames: Readonly<Record<MatterStatus, string>> = {
  open: 'waiting',
  claimed: 'held',
  answered: 'answered',
  closed: 'closed',
  forwarded: 'forwarded',
};

/** How far a question or complaint is. */
export function matterOutcome(matter: OwnMatterStatus): Outcome {
  const { kind, number, status, replyBy, forwardedTo, forwardedReference } = matter;
  const nomor = showNumber(kind, number);
  const badan = forwardedTo ?? '';
  const rujukan = forwardedReference || phrase('no-reference');
  const balas_sampai = shownMoment(new Date(replyBy));
  return { name: matterNames[status], values: { nomor, balas_sampai, badan, rujukan } };
}

/** How far an application is. */
export function applicationOutcome({ number, title, employer, state }: OwnApplication): Outcome {
  const values = { nomor: showNumber('L', number), jabatan: title, perusahaan: employer };
  return { name: 'applied', values: { ...values, keadaan: phrase(state) } };
}

/** The same in a few words, for a list. */
export function lineOf({ name, values }: Outcome): string {
  const texts = Object.entries(values).map(([key, value]) => [key, textOf(value)] as const);
  return phrase(name, Object.fromEntries(texts));
}
