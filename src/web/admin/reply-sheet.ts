import type { Medium } from '../../core/message.ts';
import { charactersBeyondGsm, measureSms, toGsm } from '../../core/sms.ts';
import { answerText } from '../../services/matters.ts';
import { openPhrases } from '../../services/phrases.ts';

const words = openPhrases('admin/words.yaml');

/** What is written around an officer's text. */
export interface ReplyFrame {
  readonly before: string;
  readonly after: string;
  /** Whether a full stop is set behind a text that has no end. */
  readonly stop: boolean;
}

/** A reply as it will leave, and what it costs. */
export interface ReplySheet {
  readonly whole: string;
  /** `154 huruf · 1 SMS · Rp350` */
  readonly cost: string;
  /** The characters that make an SMS UCS-2, side by side; '' when there is none. */
  readonly beyond: string;
}

type Answered = Parameters<typeof answerText>[0];

/** No text that is typed holds it. */
const mark = '\u0000';

/** The words around an answer, for the page to set as the officer types. */
export function frameOf(matter: Answered, officer: string): ReplyFrame {
  const [before = '', rest = ''] = answerText(matter, {
    text: mark,
    officer,
    close: false,
  }).split(mark);
  const stop = rest.startsWith('.');
  return { before, after: stop ? rest.slice(1) : rest, stop };
}

/** Whole rupiah as `Rp1.050`. */
export function shownRupiah(amount: number): string {
  return `Rp${String(Math.round(amount)).replace(/\B(?=(?:\d{3})+$)/gu, '.')}`;
}

/** Measures a reply; `rupiah` is what one SMS segment costs. */
export function sheetOf(
  matter: Answered,
  answer: { readonly text: string; readonly officer: string },
  { medium, rupiah }: { readonly medium: Medium | null; readonly rupiah: number },
): ReplySheet {
  const text = answer.text.trim() || '...';
  const written = answerText(matter, { ...answer, text, close: false });
  const whole = medium === 'sms' ? toGsm(written) : written;
  const n = String(Array.from(whole).length);
  if (medium !== 'sms') return { whole, cost: words('cost-letters', { n }), beyond: '' };
  const { segments } = measureSms(whole);
  const price = shownRupiah(segments * rupiah);
  return {
    whole,
    cost: words('cost-sms', { n, segments: String(segments), rupiah: price }),
    beyond: charactersBeyondGsm(whole).join(' '),
  };
}
