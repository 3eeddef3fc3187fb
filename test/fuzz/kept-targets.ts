import * as fc from 'fast-check';
import { readConversation } from '../../src/flows/kept.ts';
import type { Conversation } from '../../src/flows/types.ts';
import { clean } from '../../src/language/clean.ts';
import { guarded, tableBytes } from '../../src/services/table-write.ts';
import { readTable, type TableRow } from '../../src/services/table-read.ts';
import { InputError } from '../../src/core/errors.ts';
import { anyOffice } from '../flows/office.ts';
import { ownBook, say, type Partner } from '../flows/talk.ts';
import { testKeys } from '../helpers/databases.ts';
import { hostileBodies } from './bytes.ts';
import { sheetXml, workbook, zipOf } from './sheet.ts';
import { target, type Target } from './target.ts';

const now = new Date('2026-11-23T01:00:00Z');

function partner(): Partner {
  return { book: ownBook(), office: anyOffice(() => 0) };
}

const lines = [
  'DAFTAR',
  '3508105201990007',
  'SITI AMINAH',
  'SMK',
  'LOWONGAN jahit',
  'MENU',
  'ADUAN',
];

/** What is kept after each of these lines. */
function keptStates(us: Partner): string[] {
  const states: string[] = [];
  lines.reduce<Conversation | null>((before, line) => {
    const { conversation } = say(us, before, line, now);
    states.push(JSON.stringify(conversation));
    return conversation;
  }, null);
  return states;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A state of another shape is none: whoever has it begins anew and is answered. */
const states = target('kept conversations', 2, () => {
  const us = partner();
  return {
    values: hostileBodies(keptStates(us), 30_000),
    use: (body: Buffer) => {
      const state = readConversation(parse(body.toString('utf8')));
      if (state === null || body.length > 5_000) return;
      const { replies } = say(us, state, clean('YA'), now);
      if (replies.length > 1) throw new Error('two replies');
    },
  };
});

const sealed = Array.from({ length: 5 }, (_, n) =>
  testKeys.seal(`rahasia ${n}`, `persons.nik|${n}`),
);

/** Opens nothing but what was sealed for this place, letter for letter. */
const sealing = target('sealed texts', 20, () => ({
  values: hostileBodies(sealed, 10_000),
  use: (body: Buffer) => {
    const text = body.toString('utf8');
    const [opened] = [0, 1].flatMap((n) => openOr(text, `persons.nik|${n}`));
    if (opened !== undefined && !sealed.some((one) => sameBytes(one, text)))
      throw new Error('a changed text was opened');
  },
}));

function openOr(text: string, place: string): readonly string[] {
  try {
    return [testKeys.open(text, place)];
  } catch (error) {
    if (error instanceof Error) return [];
    throw error;
  }
}

/** Base64 has several spellings of the same bytes; the bytes are what is proven. */
const sameBytes = (a: string, b: string): boolean =>
  a.split('.').every((part, at) => {
    const other = b.split('.')[at] ?? '';
    return at < 2
      ? part === other
      : Buffer.from(part, 'base64url').equals(Buffer.from(other, 'base64url'));
  });

const header = 'title,employer,kind,district,education,openings,closes_on,verified';
const row = 'Penjahit,"CV ""Busana"" Asri",job,Pasirian,SMP,3,2026-12-31,yes';

async function rowsOf(file: Buffer): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  try {
    for await (const one of readTable(file)) rows.push(one);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return rows;
}

async function* asRows(rows: readonly (readonly string[])[]): AsyncGenerator<readonly string[]> {
  yield* rows;
}

const imports = target('CSV import', 3, () => ({
  values: hostileBodies([`${header}\r\n${row}\r\n`, `\u{FEFF}${header}\n${row}\n${row}`], 20_000),
  use: async (body: Buffer) => void (await rowsOf(body)),
}));

const sheets = target('XLSX import', 1, async () => {
  const sheet = await tableBytes(
    'xlsx',
    ['title', 'n'],
    asRows([
      ['=1+1', '2'],
      ['x', '3'],
    ]),
  );
  const bodies = hostileBodies([sheet], 60_000);
  const packed = hostileBodies([sheetXml], 20_000).map((words) => zipOf(workbook(words)));
  return {
    values: fc.oneof(bodies, packed),
    use: async (body: Buffer) => void (await rowsOf(body)),
  };
});

const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from('a=＝+-@\'",;\n\r\té ')), maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

/** What spreadsheets take for a formula. */
const formula = /^[=+\-@＝＋－＠\t\r\n]/u;

/** What is written is what is read (RFC 4180), and no cell begins a formula. */
const roundTrip = target('CSV round trip', 2, () => ({
  values: fc.array(fc.tuple(cell, cell), { maxLength: 4 }),
  use: async (table: readonly (readonly [string, string])[]) => {
    const rows = table.map((cells) => cells.map((text) => Buffer.from(text).toString()));
    const filled = rows.filter((cells) => cells.join('') !== '');
    const read = await rowsOf(await tableBytes('csv', ['a', 'b'], asRows(filled)));
    const expected = [['a', 'b'], ...filled];
    if (JSON.stringify(read.map(({ cells }) => cells)) !== JSON.stringify(expected))
      throw new Error(`read ${JSON.stringify(read)}`);
    if (filled.flat().some((text) => formula.test(guarded(text)))) throw new Error('a formula');
  },
}));

/** Readers of what we ourselves keep, import or write. */
export const keptTargets: readonly Target[] = [states, sealing, imports, sheets, roundTrip];
