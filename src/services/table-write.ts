import { createWriteStream, WriteStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../core/errors.ts';

export type TableRows = AsyncIterable<readonly string[]>;

/**
 * What a spreadsheet takes for a formula: =, +, -, @, also in full width as East Asian editions do,
 * tab and line ends (OWASP ASVS 5.0, 1.2.10).
 */
const formula = /^'*[=+\-@＝＋－＠\t\r\n]/;

/** A cell that no spreadsheet takes for a formula: a quote stands before it. */
export function guarded(cell: string): string {
  return formula.test(cell) ? `'${cell}` : cell;
}

const ownerOnly = 0o600; // names and numbers of phones

async function* guardedRows(header: readonly string[], rows: TableRows): AsyncGenerator<string[]> {
  yield [...header];
  for await (const row of rows) yield row.map(guarded);
}

async function streamCsv(
  target: Writable,
  header: readonly string[],
  rows: TableRows,
): Promise<void> {
  const { stringify } = await import('csv-stringify');
  const lines = stringify({ bom: true, record_delimiter: 'windows' });
  await pipeline(Readable.from(guardedRows(header, rows)), lines, target, {
    end: target instanceof WriteStream,
  });
}

const writeCsv = (file: string, header: readonly string[], rows: TableRows): Promise<void> =>
  streamCsv(createWriteStream(file, { mode: ownerOnly }), header, rows);

/** XML 1.0 has no place for other control characters: a sheet with one of them does not open. */
const sheetText = (cell: string): string =>
  cell.replaceAll(/[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu, '');

const textCell = (value: string) => ({ value, type: String });

/** A sheet is built in memory: one of 100,000 rows of 24 cells took 0.9 GB (measured). */
export const mostSheetRows = 50_000;

/** Cells are typed as text, so that no program reads a formula or a number out of them. */
async function xlsxBytes(header: readonly string[], rows: TableRows): Promise<Buffer> {
  const { default: writeSheet } = await import('write-excel-file/node');
  const sheet = [header.map(textCell)];
  for await (const row of rows) {
    if (sheet.length > mostSheetRows) {
      throw new InputError(`a sheet has room for ${mostSheetRows} rows here: write CSV`);
    }
    sheet.push(row.map((cell) => textCell(sheetText(cell))));
  }
  return writeSheet(sheet).toBuffer();
}

async function writeXlsx(file: string, header: readonly string[], rows: TableRows): Promise<void> {
  await writeFile(file, await xlsxBytes(header, rows), { mode: ownerOnly });
}

export type TableFormat = 'csv' | 'xlsx';

/** The same as `writeTable` gives, as bytes, for a browser. */
export async function tableBytes(
  format: TableFormat,
  header: readonly string[],
  rows: TableRows,
): Promise<Buffer> {
  if (format === 'xlsx') return xlsxBytes(header, rows);
  const chunks: Buffer[] = [];
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  await streamCsv(target, header, rows);
  return Buffer.concat(chunks);
}

/**
 * Writes a table readable by its owner alone: XLSX when the name ends so, else CSV (RFC 4180, UTF-8
 * with BOM for Excel). The file has its name only when it is whole. A stream gets CSV and is left
 * open, as standard output has to be.
 */
export async function writeTable(
  to: string | Writable,
  header: readonly string[],
  rows: TableRows,
): Promise<void> {
  if (typeof to !== 'string') return streamCsv(to, header, rows);
  const write = to.toLowerCase().endsWith('.xlsx') ? writeXlsx : writeCsv;
  const unfinished = `${to}.part`;
  await write(unfinished, header, rows);
  await rename(unfinished, to);
}
