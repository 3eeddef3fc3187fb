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

/** A character is never cut in two: what does not fit whole begins the next part. */
function countParts(sizes: readonly number[], part: number): number {
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > part) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}

function measure(encoding: SmsSize['encoding'], sizes: readonly number[]): SmsSize {
  const [single, part] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
  const units = sizes.reduce((sum, size) => sum + size, 0);
  return { encoding, units, segments: units <= single ? 1 : countParts(sizes, part) };
}

/**
 * Counts what a text costs: one SMS holds 160 septets or 70 units, a part of a longer one 153 or
 * 67 (a header of 6 bytes takes the rest). The empty text is one segment.
 */
export function measureSms(text: string): SmsSize {
  const characters = Array.from(text);
  const gsm = characters.map((character) => septets.get(character) ?? 0);
  return gsm.includes(0)
    ? measure(
        'UCS-2',
        characters.map((character) => character.length),
      )
    : measure('GSM-7', gsm);
}

/**
 * The characters, each once, that make a text UCS-2 and so more than twice as dear: emoji, other
 * scripts. None when the text travels in GSM-7.
 */
export function charactersBeyondGsm(text: string): readonly string[] {
  return [...new Set(Array.from(text).filter((character) => !septets.has(character)))];
}

// Nearly every text that we write: each character one septet, nothing to spell otherwise.
const everyday = /^[A-Za-z0-9 \n@$_!"#%&'()*+,./:;<=>?-]*$/;

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
