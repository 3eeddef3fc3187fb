import type { FlowMistake } from '../../core/errors.ts';
import { measureSms } from '../../core/sms.ts';
import type { Flow, FlowBook, Path } from '../flow.ts';
import { fill, fits, placeholders } from '../render.ts';
import type { Replies } from '../replies.ts';
import type { Samples } from '../samples.ts';
import { mistakeAt } from '../source.ts';

/** One GSM-7 segment (3GPP 23.040: 160 septets). */
const oneSegment = 160;

/** Two of 153 septets: a header takes the rest. */
const twoSegments = 306;

/** For a value that samples.yaml does not know. */
const unknown = { ordinary: 'x'.repeat(10), longest: 'x'.repeat(60) };

type At = (path: Path, message: string) => FlowMistake;

interface Spoken {
  readonly text: string;
  readonly path: Path;
  /** Content that is meant to be paged. */
  readonly long?: boolean | undefined;
}

function filled(text: string, samples: Samples, which: 'ordinary' | 'longest'): string {
  const values = placeholders(text).map((name) => [name, (samples[name] ?? unknown)[which]]);
  return fill(
    text,
    Object.fromEntries(values),
    which === 'longest' ? Object.fromEntries(values) : {},
  );
}

function checkText({ text, path, long }: Spoken, samples: Samples, at: At): FlowMistake[] {
  const strange = Array.from(text).filter((letter) => measureSms(letter).encoding !== 'GSM-7');
  if (strange.length > 0) return [at(path, `GSM-7 has no ${[...new Set(strange)].join(' ')}`)];
  if (long) return [];
  const { units } = measureSms(filled(text, samples, 'ordinary'));
  if (units > oneSegment) {
    return [at(path, `is ${units} characters with ordinary values, one SMS holds ${oneSegment}`)];
  }
  const longest = filled(text, samples, 'longest');
  if (fits(longest)) return [];
  const most = measureSms(longest).units;
  return [at(path, `is ${most} characters with the longest values, two SMS hold ${twoSegments}`)];
}

/** Texts of a flow that SMS cannot carry, or not in one segment (two with the longest values). */
export function checkFlowLengths(flow: Flow, samples: Samples): FlowMistake[] {
  const named = {
    ...samples,
    judul: { ordinary: flow.title, longest: flow.title },
    pemberitahuan: { ordinary: '', longest: '' }, // not said by SMS
  };
  return Object.entries(flow.steps).flatMap(([name, { texts }]) =>
    texts.flatMap((text) =>
      checkText(text, named, (path, message) => mistakeAt(flow, ['steps', name, ...path], message)),
    ),
  );
}

/** `problems.nik.length` stands under `problems` as `nik.length`. */
function placeOf(name: string): Path {
  const [section = '', ...rest] = name.split('.');
  return rest.length === 0 ? [section] : [section, rest.join('.')];
}

/** The same of the words said outside flows. */
export function checkReplyLengths(
  { source }: Replies,
  { replies }: FlowBook,
  samples: Samples,
): FlowMistake[] {
  if (!source) return [];
  return Object.entries(replies).flatMap(([name, text]) =>
    checkText({ text, path: placeOf(name) }, samples, (path, message) =>
      mistakeAt(source, path, message),
    ),
  );
}
