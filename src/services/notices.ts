import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { addNotice } from '../store/notices.ts';
import type { ServiceContext } from './action.ts';
import { fillText } from './office-texts.ts';
import { officeFacts } from './offices.ts';

/** What PRIVASI answers: the notice that `versi_pemberitahuan` is the version of. */
const file = new URL('../../../flows/privasi.yaml', import.meta.url);
const shape = z.object({ steps: z.object({ isi: z.object({ say: z.string() }) }) });

let words: string | undefined;

/** By what a seeker's row names the notice. */
export interface ToldNotice {
  readonly noticeVersion: string;
  readonly noticeHash: string;
}

/** Keeps the words of the notice as the office says them now (UU PDP article 21). */
export async function keepNotice({ db, office, now }: ServiceContext): Promise<ToldNotice> {
  words ??= shape.parse(parse(readFileSync(file, 'utf8'))).steps.isi.say;
  const facts = await officeFacts(db, office);
  const version = facts['versi_pemberitahuan'] ?? '';
  const text = fillText(words, facts);
  return {
    noticeVersion: version,
    noticeHash: await addNotice(db, { version, text }, now.getTime()),
  };
}
