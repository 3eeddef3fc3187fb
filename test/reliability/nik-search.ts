import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reached } from '../helpers/reached.ts';

/*
 * Looks for NIKs of Lumajang in all files below a folder, whatever they are: databases and their
 * logs, PostgreSQL's own files, what was printed, attachments, spool, backups. After a run of tests
 * that keeps its places: `npm run test:niks` (search-suite.ts), or by hand
 * KEEP_PLACES=/tmp/places npm test; node dist/test/reliability/nik-search.js /tmp/places
 */

/** 3508, kecamatan (00 is none: so a card's number begins), day of birth (41 and more: a woman), month, year, a number that was given out. */
const isNik = (digits: string): boolean =>
  /^3508(?!00)\d\d(?:0[1-9]|[12]\d|3[01]|4[1-9]|[56]\d|7[01])(?:0[1-9]|1[0-2])\d\d(?!0000)\d{4}$/.test(
    digits,
  );

/** How a number may stand among bytes, read one byte a letter. */
const forms: Readonly<Record<string, RegExp>> = {
  plain: /(?<!\d)3508\d{12}(?!\d)/g,
  parted: /(?<!\d)3[ .\-_/]?5[ .\-_/]?0[ .\-_/]?8(?:[ .\-_/]?\d){12}(?!\d)/g,
  // oxlint-disable-next-line no-control-regex -- bytes of UTF-16 are looked for
  'UTF-16': /3\x005\x000\x008\x00?(?:\d\x00?){12}/g,
  hex: /33353038(?:3\d){12}/g,
};

/** What `3508` is in base64, behind 0, 1 or 2 bytes; and how many letters stand before that. */
const inBase64 = [
  { letters: Buffer.from('3508').toString('base64').slice(0, 5), before: 0 },
  { letters: Buffer.from('x3508').toString('base64').slice(2, 6), before: 2 },
  { letters: Buffer.from('xx3508').toString('base64').slice(3, 8), before: 3 },
] as const;

const digitsOf = (form: string, text: string): string =>
  form === 'hex' ? Buffer.from(text, 'hex').toString('latin1') : text.replaceAll(/\D/g, '');

function inForms(text: string): string[] {
  return Object.entries(forms).flatMap(([form, pattern]) =>
    [...text.matchAll(pattern)].filter(([found]) => isNik(digitsOf(form, found))).map(() => form),
  );
}

/** Letters of base64 that hold a NIK and its neighbours. */
const window = 32;

function inLetters(text: string): string[] {
  const found: string[] = [];
  for (const { letters, before } of inBase64) {
    for (let at = text.indexOf(letters); at >= 0; at = text.indexOf(letters, at + 1)) {
      const plain = Buffer.from(text.slice(Math.max(0, at - before), at + window), 'base64');
      if ([...plain.toString('latin1').matchAll(/3508\d{12}/g)].some(([nik]) => isNik(nik)))
        found.push('base64');
    }
  }
  return found;
}

/** In which forms NIKs stand among these bytes, once for each. */
export function findNiks(bytes: Buffer): readonly string[] {
  const text = bytes.toString('latin1');
  return [...inForms(text), ...inLetters(text)];
}

/** Bytes read at once, and those that are read again: a number may lie across. */
const piece = 4_000_000;
const overlap = 200;

async function searchFile(path: string): Promise<{ bytes: number; found: readonly string[] }> {
  const file = await open(path, 'r');
  const found: string[] = [];
  try {
    const buffer = Buffer.alloc(piece + overlap);
    for (let at = 0; ; at += piece) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
      found.push(...findNiks(buffer.subarray(0, bytesRead)));
      if (bytesRead <= piece) return { bytes: at + bytesRead, found };
    }
  } finally {
    await file.close();
  }
}

/** What the fake of WhatsApp heard: a provider's own, as that of Meta is. */
const ofProviders = new Set(['recorder.jsonl']);

/** What was looked through, and where something was found: never the number itself. */
export interface Searched {
  readonly files: number;
  readonly bytes: number;
  readonly hits: readonly string[];
}

/** Looks through all files below a folder. */
export async function searchFolder(folder: string): Promise<Searched> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  let [files, bytes] = [0, 0];
  const hits: string[] = [];
  for (const entry of entries.filter((one) => one.isFile() && !ofProviders.has(one.name))) {
    const path = join(entry.parentPath, entry.name);
    const searched = await searchFile(path);
    files += 1;
    bytes += searched.bytes;
    const kinds = new Set(searched.found);
    if (kinds.size > 0) hits.push(`${path}: ${searched.found.length} (${[...kinds].join(', ')})`);
  }
  return { files, bytes, hits };
}

async function main([folder]: readonly string[]): Promise<void> {
  if (folder === undefined) throw new Error('which folder?');
  const { files, bytes, hits } = await searchFolder(folder);
  for (const hit of hits) console.log(hit);
  const megabytes = Math.round(bytes / 1e6);
  console.log(`${files} files, ${megabytes} MB, ${hits.length} with a NIK`);
  reached('nik-nowhere', { files, megabytes, 'files with a NIK': hits.length });
  process.exitCode = hits.length > 0 || files === 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
