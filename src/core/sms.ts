/** How a text travels as SMS. `units` are septets (GSM-7) or 16-bit units (UCS-2). */
export interface SmsSize {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly units: number;
  readonly segments: number;
}

// 3GPP TS 23.038 section 6.2.1: the default alphabet, and the extension behind ESC.
const alphabet =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const extension = '\f^{}\\[~]|€';
const septets: ReadonlyMap<string, number> = new Map([
  ...Array.from(alphabet, (character) => [character, 1] as const),
  ...Array.from(extension, (character) => [character, 2] as const),
]);

/** Septets of a part beside a header of 6 bytes, and 16-bit units (3GPP TS 23.040 section 9.2.3.24.1). */
const room = {
  'GSM-7': { single: 160, part: 153 },
  'UCS-2': { single: 70, part: 67 },
} as const;

// Nearly every text that we write: each character one septet, nothing to spell otherwise.
const everyday = /^[A-Za-z0-9 \n@$_!"#%&'()*+,./:;<=>?-]*$/;

const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** What is seen as one sign stays together: a flag, a family, a letter with its accents. */
function signsOf(text: string): readonly string[] {
  return Array.from(clusters.segment(text), ({ segment }) => segment).flatMap((sign) =>
    sign === '\r\n' || sign.length > room['UCS-2'].part ? Array.from(sign) : [sign],
  );
}

const sizeIn = (encoding: SmsSize['encoding'], sign: string): number =>
  encoding === 'GSM-7' ? (septets.get(sign) ?? 0) : sign.length;

/** No sign is cut in two: what does not fit whole begins the next part. */
function cut(signs: readonly string[], encoding: SmsSize['encoding']): string[] {
  const parts = [''];
  let used = 0;
  for (const sign of signs) {
    const size = sizeIn(encoding, sign);
    if (used + size > room[encoding].part) {
      parts.push('');
      used = 0;
    }
    used += size;
    parts.push((parts.pop() ?? '') + sign);
  }
  return parts;
}

/** The texts of the parts in which an SMS travels; one for what fits whole, also for the empty text. */
export function splitSms(text: string): {
  readonly encoding: SmsSize['encoding'];
  readonly units: number;
  readonly parts: readonly string[];
} {
  const characters = Array.from(text);
  const encoding = characters.every((character) => septets.has(character)) ? 'GSM-7' : 'UCS-2';
  const units = characters.reduce((sum, character) => sum + sizeIn(encoding, character), 0);
  if (units <= room[encoding].single) return { encoding, units, parts: [text] };
  const signs = encoding === 'GSM-7' ? characters : signsOf(text);
  return { encoding, units, parts: cut(signs, encoding) };
}

/**
 * Counts what a text costs: one SMS holds 160 septets or 70 units, a part of a longer one 153 or
 * 67 (a header of 6 bytes takes the rest). The empty text is one segment.
 */
export function measureSms(text: string): SmsSize {
  if (everyday.test(text)) {
    const { single, part } = room['GSM-7'];
    const segments = text.length <= single ? 1 : Math.ceil(text.length / part);
    return { encoding: 'GSM-7', units: text.length, segments };
  }
  const { encoding, units, parts } = splitSms(text);
  return { encoding, units, segments: parts.length };
}

/** True when a text takes at most two parts: then it is one reply. Longer ones are not counted out. */
export function fitsSms(text: string): boolean {
  return text.length <= 2 * room['GSM-7'].part && measureSms(text).segments <= 2;
}

/**
 * The characters, each once, that make a text UCS-2 and so more than twice as dear: emoji, other
 * scripts. None when the text travels in GSM-7.
 */
export function charactersBeyondGsm(text: string): readonly string[] {
  if (everyday.test(text)) return [];
  return [...new Set(Array.from(text).filter((character) => !septets.has(character)))];
}

const plain: readonly (readonly [RegExp, string])[] = [
  [/\r\n?|[\u2028\u2029\u0085]/gu, '\n'],
  [/[\t\v\p{Zs}]/gu, ' '],
  [/[‘’‚‛′`´ʹʻʼʽˈˊˋ]/gu, "'"],
  [/[“”„‟″«»ʺˮ]/gu, '"'],
  [/[‐‑‒–—―−⁃]/gu, '-'],
  [/[•‣∙●▪·]/gu, '-'],
  [/…/gu, '...'],
  [/×/gu, 'x'],
  [/[\u2044÷]/gu, '/'],
];

/** The nearest letters of the alphabet (ê to e, full width to ASCII), or the character itself. */
function nearest(character: string): string {
  if (septets.has(character)) return character;
  const bare = character
    .normalize('NFKD')
    .replace(/\p{Script=Inherited}/gu, '')
    .replaceAll('\u2044', '/');
  return Array.from(bare).every((part) => septets.has(part)) ? bare : character;
}

/**
 * Writes a text with the letters of GSM-7 where that changes no meaning: typographic quotes,
 * dashes, spaces, bullets and rare accents become ASCII, invisible characters go. What has no such
 * spelling (emoji, other scripts) stays, and makes the message UCS-2.
 */
export function toGsm(text: string): string {
  if (everyday.test(text)) return text;
  const visible = text.normalize('NFC').replace(/[\p{Cf}\uFE0F]/gu, '');
  const typed = plain.reduce((result, [from, to]) => result.replace(from, to), visible);
  return Array.from(typed, nearest).join('');
}
