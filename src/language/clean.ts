/** Longest text that is kept, in code points: five times the longest SMS anybody sends. */
const longest = 4_096;

const invisible = /\p{Default_Ignorable_Code_Point}|\p{Cf}|(?!\n)\p{Cc}/gu;

/** Printable ASCII, which most people write: nothing of it is invisible, accented or composed. */
const typewritten = /^[\n\x20-\x7e]*$/;

/** The first `longest` code points; most texts are shorter and are not counted. */
function cap(text: string): string {
  if (text.length <= longest) return text;
  return Array.from(text).slice(0, longest).join('');
}

/**
 * What is stored and shown of a text: well-formed, NFC, lines ended by LF, tabs as spaces, without
 * control, zero-width, direction and tag characters, at most 4,096 code points, trimmed.
 * Cleaning twice is cleaning once.
 */
export function clean(text: string): string {
  if (typewritten.test(text)) return cap(text).trim();
  const lines = text
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n')
    .replace(/[\t\v\f]/gu, ' ');
  return cap(lines.replace(invisible, '').normalize('NFC')).trim();
}

/** Words with single spaces between them: as they are compared but for their case. */
const plainest = /^(?:[A-Za-z0-9]+(?: [A-Za-z0-9]+)*)?$/;

/** True for a text of ASCII letters, digits and single spaces between them. */
export function isPlain(text: string): boolean {
  return plainest.test(text);
}

/** Lower case, with nothing invisible and no accents. */
function lower(text: string): string {
  if (typewritten.test(text)) return text.toLowerCase();
  return text
    .replace(invisible, (character) => (/\s/u.test(character) ? ' ' : ''))
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '');
}

/**
 * A text as it is compared, never stored: NFKC and lower case, without accents, apostrophes and
 * repeated punctuation, one space between words. Madurese accents and apostrophes vary freely.
 */
export function fold(text: string): string {
  if (isPlain(text)) return text.toLowerCase();
  return lower(text)
    .replace(/['"`‘’‚‛′´ʹʻʼʽˈˊˋ]/gu, '')
    .normalize('NFC')
    .replace(/([^\p{L}\p{N}\s])\1+/gu, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
}

// Letters that look like Latin ones, after lower-casing: в was В, н was Н, ν was Ν.
const lookalikes: Readonly<Record<string, string>> = {
  ...pairs('авсеԁһіјкӏмноԛрѕтухԝ', 'abcedhijklmhoqpstyxw'),
  ...pairs('αβεζηικμνορτυχɑɡıſ', 'abezhikmnoptyxagis'),
};

function pairs(from: string, to: string): Record<string, string> {
  const targets = Array.from(to);
  return Object.fromEntries(Array.from(from, (letter, index) => [letter, targets[index] ?? '']));
}

/** `fold`, and Cyrillic or Greek look-alikes as Latin letters. Only to recognise commands. */
export function skeleton(text: string): string {
  return fold(text).replace(/[^\p{ASCII}]/gu, (letter) => lookalikes[letter] ?? letter);
}
