import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { InputError } from '../core/errors.ts';
import { endOfCell, endOfRow, sheetText } from './sheet-text.ts';

/** A row of a table as texts. `line` counts from 1; `broken` says why the rest cannot be read. */
export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
  readonly broken?: string;
}

/** Longest row that is read, in characters: an open quote must not swallow the whole file. */
const longestRow = 100_000;

/** Formulas are written with a quote before them (see table-write.ts): it is no part of the text. */
function unguarded(cell: string): string {
  return /^'+[=+\-@＝＋－＠\t\r\n]/.test(cell) ? cell.slice(1) : cell;
}

/** Where a table is: the path of a file, or what was sent of one. */
export type TableSource = string | Buffer;

/** What messages call it. */
export const nameOf = (source: TableSource): string =>
  typeof source === 'string' ? source : 'the file';

async function firstBytes(file: TableSource, count: number): Promise<Buffer> {
  if (typeof file !== 'string') return file.subarray(0, count);
  const handle = await open(file);
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function openable(file: TableSource): Promise<Buffer> {
  try {
    return await firstBytes(file, 4096);
  } catch (cause) {
    throw new InputError(`${nameOf(file)} cannot be read`, { cause });
  }
}

/** Excel's "Unicode text" is UTF-16 and says so in its first bytes; everything else must be UTF-8. */
function encodingOf(head: Buffer): 'utf-8' | 'utf-16le' {
  return head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : 'utf-8';
}

async function* textOf(file: TableSource, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    const bytes = typeof file === 'string' ? createReadStream(file) : [file];
    for await (const chunk of bytes) {
      yield decoder.decode(chunk as Buffer, { stream: true });
    }
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new InputError(`${nameOf(file)} is not UTF-8: save it as "CSV UTF-8"`, { cause });
  }
}

/** The separator that stands most often in the first line, outside quotes: comma, semicolon or tab. */
function delimiterOf(head: string): string {
  const line = head.replaceAll(/"[^"]*"/g, '').split(/\r?\n/, 1)[0] ?? '';
  const count = (delimiter: string): number => line.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly lines: number };
}

const lineBreaks = (cells: readonly string[]): number => cells.join('').split('\n').length - 1;

async function* readCsv(file: TableSource, head: Buffer): AsyncGenerator<TableRow> {
  const { parse } = await import('csv-parse');
  const encoding = encodingOf(head);
  const parser = parse({
    delimiter: delimiterOf(new TextDecoder(encoding).decode(head)),
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  const source = Readable.from(textOf(file, encoding)).on('error', (error) =>
    parser.destroy(error),
  );
  let line = 0;
  try {
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<Parsed>) {
      line = info.lines - lineBreaks(record);
      yield { line, cells: record.map(unguarded) };
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    yield { line: line + 1, cells: [], broken: 'a quote is opened here and not closed' };
  }
}

function isCsvError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_');
}

/** A sheet as one text, and who reads a workbook so. */
type SheetReader = (bytes: Uint8Array) => Promise<string>;

async function* readXlsx(file: TableSource, read: SheetReader): AsyncGenerator<TableRow> {
  const bytes = typeof file === 'string' ? await readFile(file) : file;
  const text = await read(bytes).catch((cause: unknown) => {
    throw new InputError(`${nameOf(file)} is no XLSX file that can be read`, { cause });
  });
  let line = 0;
  for (let at = 0; at < text.length;) {
    const end = text.indexOf(endOfRow, at);
    line += 1;
    const cells = text.slice(at, end).split(endOfCell).slice(0, -1);
    if (cells.some((cell) => cell !== '')) yield { line, cells };
    at = end + 1;
  }
}

/**
 * Reads a table row by row, the header first: CSV (RFC 4180; UTF-8 or Excel's UTF-16; comma,
 * semicolon or tab) or the first sheet of an XLSX file, which is read into memory as a whole: by
 * `sheet`, in this thread when left out.
 * @throws InputError when the file cannot be read as either
 */
export async function* readTable(
  file: TableSource,
  sheet: SheetReader = (bytes) => sheetText(undefined, bytes),
): AsyncGenerator<TableRow> {
  const head = await openable(file);
  yield* head.subarray(0, 2).toString('latin1') === 'PK'
    ? readXlsx(file, sheet)
    : readCsv(file, head);
}
