import { splitSms } from '../../core/sms.ts';

/** A text ready for Gammu's outbox. */
export interface SplitText {
  readonly coding: 'Default_No_Compression' | 'Unicode_No_Compression';
  /** Header in hex, null for a text of one part. */
  readonly parts: readonly { readonly text: string; readonly udh: string | null }[];
}

/** More parts than this have no number in a header of one byte each. */
export const mostParts = 255;

const byte = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');

/**
 * Cuts a text into the parts that core/sms counts. SMSD cuts nothing: each part gets its header from
 * us. `reference` (0 to 255) is one for all parts of a text.
 */
export function splitText(text: string, reference: number): SplitText {
  const { encoding, parts } = splitSms(text);
  const coding = encoding === 'GSM-7' ? 'Default_No_Compression' : 'Unicode_No_Compression';
  if (parts.length === 1) return { coding, parts: [{ text, udh: null }] };
  const header = `050003${byte(reference)}${byte(parts.length)}`;
  return { coding, parts: parts.map((part, at) => ({ text: part, udh: header + byte(at + 1) })) };
}

/** Which part of which text a message is. */
export interface PartHeader {
  readonly reference: string;
  readonly parts: number;
  /** From 1. */
  readonly part: number;
}

/** The elements of a header: number and value, in hex. Nothing of what is cut short. */
function elementsOf(udh: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = 2;
  while (at + 4 <= udh.length) {
    const size = Number.parseInt(udh.slice(at + 2, at + 4), 16) * 2;
    const value = udh.slice(at + 4, at + 4 + size);
    if (value.length < size) break;
    found.set(udh.slice(at, at + 2), value);
    at += 4 + size;
  }
  return found;
}

/**
 * Reads a header in hex: element 00 (reference of one byte) or 08 (of two) tells of a longer text;
 * undefined for a message that is whole by itself, or whose header makes no sense.
 */
export function readHeader(udh: string): PartHeader | undefined {
  if (!/^(?:[0-9a-f]{2})+$/i.test(udh)) return undefined;
  const elements = elementsOf(udh.toUpperCase());
  const value = elements.get('00') ?? elements.get('08');
  if (value === undefined || ![6, 8].includes(value.length)) return undefined;
  const [parts, part] = [value.slice(-4, -2), value.slice(-2)].map((hex) =>
    Number.parseInt(hex, 16),
  ) as [number, number];
  const sensible = parts > 1 && part >= 1 && part <= parts;
  return sensible ? { reference: value.slice(0, -4), parts, part } : undefined;
}

/** A row of Gammu's inbox. */
export interface InboxRow {
  readonly id: number;
  /** As the database writes it: part of the key, because ids begin anew when the table is emptied. */
  readonly at: string;
  readonly sender: string;
  readonly coding: string;
  readonly udh: string;
  /** UTF-16BE in hex, of this part alone. */
  readonly text: string;
  /** SMSD writes the whole text here in the first part's row, and nothing in the others'. */
  readonly decoded: string;
}

/** A text of one or more rows. */
export interface Joined {
  readonly rows: readonly InboxRow[];
  readonly complete: boolean;
}

interface Group {
  readonly rows: Map<number, InboxRow>;
  readonly parts: number;
}

/** Parts of one text by sender and reference; a second part of the same number begins another text. */
export function joinRows(rows: readonly InboxRow[]): Joined[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  for (const row of rows) {
    const { reference, parts, part } = readHeader(row.udh) ?? { reference: '', parts: 1, part: 1 };
    const name = `${row.sender} ${reference} ${parts}`;
    const known = parts > 1 ? open.get(name) : undefined;
    const group = known && !known.rows.has(part) ? known : { rows: new Map(), parts };
    if (group !== known) groups.push(group);
    group.rows.set(part, row);
    open.set(name, group);
  }
  return groups.map((group) => ({
    rows: [...group.rows.values()],
    complete: group.rows.size === group.parts,
  }));
}

/** What stands where a part never came. */
const hole = ' (...) ';

function unitsOf({ text, decoded, coding }: InboxRow): string {
  if (coding === '8bit') return ''; // a ringtone, a setting: nobody wrote it
  if (!/^(?:[0-9a-f]{4})+$/i.test(text)) return decoded;
  return Buffer.from(text, 'hex').swap16().toString('utf16le');
}

/** The text of rows that belong together, in order; a mark where parts are missing. */
export function textOf(rows: readonly InboxRow[]): string {
  const placed = new Map(rows.map((row) => [readHeader(row.udh)?.part ?? 1, unitsOf(row)]));
  const parts = Math.max(...rows.map((row) => readHeader(row.udh)?.parts ?? 1));
  const pieces = Array.from({ length: parts }, (_, at) => placed.get(at + 1));
  return pieces
    .map((piece) => piece ?? hole)
    .join('')
    .replaceAll(hole + hole, hole);
}
