import { once } from 'node:events';
import Pdf from 'pdfkit';
import { isoTime, localDate, shownDate, shownTime } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import type { Eyes } from '../store/matter-lists.ts';
import { findSeeker } from '../store/registered-seekers.ts';
import type { Db, Store } from '../store/store.ts';
import { auditExport } from './exports.ts';
import { officeFact } from './offices.ts';
import { copyWords, type CopyLine, type CopyPart } from './copy-parts.ts';
import { personCopy } from './person-copy.ts';
import { printable } from './printable.ts';
import type { Deed } from './vacancy-records.ts';

export const copyFormats = ['pdf', 'json'] as const;
export type CopyFormat = (typeof copyFormats)[number];

/** A4, in points. */
const margin = 48;

type Page = InstanceType<typeof Pdf>;

const [plain, bold] = ['Helvetica', 'Helvetica-Bold'];

function drawLine(page: Page, { label, value }: CopyLine): void {
  page.font(bold).fontSize(9);
  if (label !== '') page.text(`${printable(label)}: `, { continued: true });
  page.font(plain).text(printable(value)).moveDown(0.2);
}

function drawPart(page: Page, { title, lines }: CopyPart): void {
  page.moveDown(0.8).font(bold).fontSize(11).text(printable(title)).moveDown(0.2);
  for (const line of lines) drawLine(page, line);
}

async function toPdf(head: string, parts: readonly CopyPart[]): Promise<Buffer> {
  const info = { Title: copyWords('title'), Author: copyWords('author') };
  const page = new Pdf({ size: 'A4', margin, info });
  const chunks: Buffer[] = [];
  page.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(page, 'end');
  page.font(bold).fontSize(14).text(copyWords('title'));
  page.font(plain).fontSize(9).text(printable(head));
  for (const part of parts) drawPart(page, part);
  page.end();
  await ended;
  return Buffer.concat(chunks);
}

const toJson = (head: string, parts: readonly CopyPart[], now: Date): Buffer =>
  Buffer.from(JSON.stringify({ about: head, madeAt: isoTime(now.getTime()), parts }, null, 2));

async function headOf(db: Db, number: string, office: string, now: Date): Promise<string> {
  const waktu = `${shownDate(localDate(now))} ${shownTime(now)}`;
  const kantor = await officeFact(db, office, 'kantor_panjang');
  return copyWords('made', { waktu, kantor, nomor: number });
}

/**
 * The copy of all that is stored of a seeker, for the person alone: made in memory, kept nowhere. The
 * trail says who made one, of whom and in which form. Undefined when there is no such seeker.
 * @throws RejectedRequest 409 after too many exports within an hour
 */
export async function copyForPerson(
  store: Store,
  number: number,
  { format, eyes }: { readonly format: CopyFormat; readonly eyes: Eyes },
  deed: Deed,
): Promise<Buffer | undefined> {
  const seeker = await findSeeker(store, number);
  if (!seeker) return undefined;
  const subject = showNumber('D', number);
  const line = { action: 'seeker.copy', subject, detail: { format } };
  await store.transaction((db) => auditExport(db, line, deed));
  const parts = await personCopy(store, seeker, eyes);
  const head = await headOf(store, subject, seeker.officeCode, deed.now);
  return format === 'pdf' ? toPdf(head, parts) : toJson(head, parts, deed.now);
}
