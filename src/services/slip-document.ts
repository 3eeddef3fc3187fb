import { once } from 'node:events';
import Pdf from 'pdfkit';
import { create } from 'qrcode';
import { localDate, shownDate } from '../core/format.ts';
import { maskNik } from '../core/nik.ts';
import { showNumber } from '../core/number.ts';
import type { RegisteredSeeker } from '../store/registered-seekers.ts';
import type { OfficeFacts } from './offices.ts';
import { openPhrases } from './phrases.ts';
import { printable } from './printable.ts';

const say = openPhrases('documents/slip.yaml');

/** A6, in points; four of them on a sheet of the office's printer. */
const margin = 22;
const [plain, bold] = ['Helvetica', 'Helvetica-Bold'];

type Page = InstanceType<typeof Pdf>;

const widthOf = (page: Page): number => page.page.width - 2 * margin;

/** The largest size of `sizes` in which the text is at most `lines` lines; the last one cuts it. */
function fit(
  page: Page,
  text: string,
  { sizes, width, lines }: { sizes: readonly number[]; width: number; lines: number },
): number {
  const small = sizes.at(-1) ?? 8;
  return (
    sizes.find((size) => {
      page.fontSize(size);
      return page.heightOfString(text, { width }) <= page.currentLineHeight(true) * lines + 1;
    }) ?? small
  );
}

/** A text in the largest size that fits, cut off behind its lines. */
function write(
  page: Page,
  text: string,
  {
    sizes,
    lines,
    width = widthOf(page),
  }: { sizes: readonly number[]; lines: number; width?: number },
): void {
  const shown = printable(text);
  const size = fit(page, shown, { sizes, width, lines });
  const height = page.fontSize(size).currentLineHeight(true) * lines + 1;
  page.text(shown, { width, height, ellipsis: true });
}

function rule(page: Page): void {
  page.moveDown(0.4);
  page
    .moveTo(margin, page.y)
    .lineTo(margin + widthOf(page), page.y)
    .lineWidth(0.7)
    .stroke();
  page.y += 6;
}

function drawHead(page: Page, office: OfficeFacts): void {
  page.font(bold);
  write(page, office['kantor_panjang'] ?? office['kantor'] ?? '', {
    sizes: [12, 11, 10, 9],
    lines: 2,
  });
  page.font(plain);
  write(page, say('title'), { sizes: [10], lines: 1 });
  rule(page);
}

function drawPerson(page: Page, seeker: RegisteredSeeker): void {
  page.font(plain).fontSize(8).text(say('number'));
  page.font(bold).fontSize(26).text(showNumber('D', seeker.number));
  page.font(bold);
  write(page, seeker.name, { sizes: [14, 12, 11, 10], lines: 2 });
  const registered = say('registered', {
    tanggal: shownDate(localDate(new Date(seeker.registeredAt))),
  });
  page.font(plain);
  write(page, `${say('nik')} ${maskNik(seeker.nik)}. ${registered}`, { sizes: [9], lines: 1 });
  rule(page);
}

function drawBring(page: Page, office: OfficeFacts): void {
  page.font(bold).fontSize(10).text(say('bring'));
  page.font(plain);
  const papers = (office['syarat_ak1'] ?? '').split(/,\s*/u).filter((paper) => paper !== '');
  for (const paper of papers.slice(0, 7)) write(page, `- ${paper}`, { sizes: [9.5], lines: 2 });
  page.moveDown(0.3);
  const [alamat = '', jam = ''] = [office['alamat'], office['jam']];
  write(page, say('where', { alamat, jam }), { sizes: [9.5, 8.5], lines: 3 });
  const telepon = office['telepon'] ?? '';
  if (/\d/.test(telepon)) write(page, say('phone', { telepon }), { sizes: [9.5], lines: 1 });
}

const quietZone = 4;
const qrSize = 92;

/** Squares of the code, row by row, with the quiet zone that ISO 18004 asks for (4 modules). */
function drawQr(page: Page, url: string, x: number, y: number): void {
  const { modules } = create(url, { errorCorrectionLevel: 'M' });
  const step = qrSize / (modules.size + 2 * quietZone);
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) {
        const [left, top] = [column + quietZone, row + quietZone];
        page.rect(x + left * step, y + top * step, step + 0.05, step + 0.05);
      }
    }
  }
  page.fill('black');
}

/** What the slip says besides the seeker and the office. Dates are `YYYY-MM-DD`. */
export interface SlipFacts {
  /** What the QR opens. */
  readonly url: string;
  readonly today: string;
  /** The last day on which it opens. */
  readonly until: string;
}

function drawFoot(page: Page, { url, today, until }: SlipFacts): void {
  const top = page.page.height - margin - qrSize;
  const left = margin + qrSize + 6;
  const width = page.page.width - margin - left;
  drawQr(page, url, margin - quietZone, top);
  page.font(plain).fillColor('black');
  page.x = left;
  page.y = top + 10;
  write(page, say('qr', { sampai: shownDate(until) }), { sizes: [8.5], lines: 4, width });
  page.moveDown(0.4);
  page.font(bold);
  write(page, say('not-the-card'), { sizes: [8.5], lines: 4, width });
  page.font(plain).fillColor('black');
  write(page, say('printed', { tanggal: shownDate(today) }), { sizes: [7], lines: 1, width });
}

/** Draws the slip of a pre-registration: one page A6, black on white. */
export async function drawSlip(
  seeker: RegisteredSeeker,
  office: OfficeFacts,
  facts: SlipFacts,
): Promise<Buffer> {
  const page = new Pdf({
    size: 'A6',
    margin,
    lang: 'id',
    info: { Title: showNumber('D', seeker.number), Author: say('author') },
  });
  const parts: Buffer[] = [];
  page.on('data', (part: Buffer) => parts.push(part));
  const ended = once(page, 'end');
  drawHead(page, office);
  drawPerson(page, seeker);
  drawBring(page, office);
  drawFoot(page, facts);
  page.end();
  await ended;
  return Buffer.concat(parts);
}
