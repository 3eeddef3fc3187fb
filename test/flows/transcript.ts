import type { MediaRef } from '../../src/core/message.ts';

/** A line of a transcript that does something. */
export type TranscriptLine =
  /** `> text`: the person writes; `> [foto] text`: sends a picture with it. */
  | { readonly kind: 'sent'; readonly text: string }
  /** `@ +25h`: time passes. */
  | { readonly kind: 'wait'; readonly milliseconds: number; readonly text: string }
  /** `@ from +62...`: another phone writes from here on. */
  | { readonly kind: 'from'; readonly from: string; readonly text: string }
  /** `@ asks survei survey:K1001`: the machine asks by itself, see test/flows/events.ts. */
  | {
      readonly kind: 'event';
      readonly name: string;
      readonly words: readonly string[];
      readonly text: string;
    }
  /** `# words` or an empty line. */
  | { readonly kind: 'comment'; readonly text: string };

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A line break inside a message is written `\n`. */
const unescape = (text: string): string => text.replaceAll('\\n', '\n');
const escape = (text: string): string => text.replaceAll('\n', '\\n');

const pictures: Readonly<Record<string, MediaRef['kind']>> = {
  foto: 'photo',
  berkas: 'document',
  suara: 'voice',
  video: 'video',
};

/** `[foto] Ini tempatnya`: what is sent with the words, or without any. */
export function readSent(line: string): {
  readonly text: string;
  readonly media: readonly MediaRef[];
} {
  const [, name = '', words = ''] = /^\[(foto|berkas|suara|video)\] ?(.*)$/s.exec(line) ?? [];
  const kind = pictures[name];
  return kind ? { text: words, media: [{ kind, ref: 'f-1' }] } : { text: line, media: [] };
}

function readDirective(text: string): TranscriptLine {
  const [, amount, unit = ''] = /^@ \+(\d+)([mhd])$/.exec(text) ?? [];
  if (amount !== undefined) {
    return { kind: 'wait', milliseconds: Number(amount) * (units[unit] ?? 0), text };
  }
  const [, from] = /^@ from (\S+)$/.exec(text) ?? [];
  if (from !== undefined) return { kind: 'from', from, text };
  return readEvent(text);
}

function readEvent(text: string): TranscriptLine {
  const [name, ...words] = text.slice(2).split(' ');
  if (name && /^[a-z-]+$/.test(name)) return { kind: 'event', name, words, text };
  throw new Error(`a transcript does not know ${text}`);
}

/** Reads a transcript without its `<` lines: those are what a run has to give. */
export function readTranscript(source: string): TranscriptLine[] {
  return source.split('\n').flatMap((line): TranscriptLine[] => {
    if (line.startsWith('<')) return [];
    if (line.startsWith('@')) return [readDirective(line)];
    if (line.startsWith('> ')) return [{ kind: 'sent', text: unescape(line.slice(2)) }];
    if (line === '' || line.startsWith('#')) return [{ kind: 'comment', text: line }];
    throw new Error(`a transcript does not know ${line}`);
  });
}

/** The service as a transcript meets it; each gives what it said to that phone. */
export interface Partner {
  /** The person writes; `elapsed` milliseconds since the beginning. */
  readonly say: (from: string, text: string, elapsed: number) => Promise<readonly string[]>;
  /** Something happens at the office. */
  readonly event: (
    from: string,
    event: Extract<TranscriptLine, { kind: 'event' }>,
    elapsed: number,
  ) => Promise<readonly string[]>;
}

/** Runs a transcript and writes it down. */
export async function playTranscript(
  lines: readonly TranscriptLine[],
  { say, event }: Partner,
): Promise<string> {
  const written: string[] = [];
  let from = '+6281234567801';
  let elapsed = 0;
  for (const line of lines) {
    written.push(line.kind === 'sent' ? `> ${escape(line.text)}` : line.text);
    if (line.kind === 'wait') elapsed += line.milliseconds;
    if (line.kind === 'from') from = line.from;
    if (line.kind !== 'sent' && line.kind !== 'event') continue;
    elapsed += 60_000;
    const replies = await (line.kind === 'sent'
      ? say(from, line.text, elapsed)
      : event(from, line, elapsed));
    written.push(...replies.map((reply) => `< ${escape(reply)}`));
  }
  return written.join('\n');
}
