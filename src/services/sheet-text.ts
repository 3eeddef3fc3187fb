import { longRead } from '../store/reads.ts';
import type { Db } from '../store/store.ts';
import { soundArchive } from './sheet-archive.ts';

/*
 * The sheet of a workbook as one text: 50,000 rows take seconds to read, and travel from thread to
 * thread as one piece without being put together again.
 */

/** Behind each cell, and behind each row: characters that XML, and so a workbook, cannot hold. */
export const endOfCell = '\u001f';
export const endOfRow = '\u001e';

function cellText(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'string') return cell.replaceAll(endOfCell, ' ').replaceAll(endOfRow, ' ');
  return typeof cell === 'number' || typeof cell === 'boolean' ? String(cell) : '';
}

/** The first sheet; `soundArchive` says why it is packed anew. @throws Error when it is no workbook */
export async function sheetText(_db: Db | undefined, bytes: Uint8Array): Promise<string> {
  const { readSheet } = await import('read-excel-file/node');
  const rows = await readSheet(await soundArchive(Buffer.from(bytes)));
  const lines = rows.map(
    (row) => row.map((cell) => cellText(cell) + endOfCell).join('') + endOfRow,
  );
  return lines.join('');
}

/** The same in the reading thread. */
export const longSheetText = longRead(import.meta.url, sheetText);
