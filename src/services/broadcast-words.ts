import { charactersBeyondGsm, measureSms, toGsm, type SmsSize } from '../core/sms.ts';
import type { BroadcastTopic } from '../store/broadcasts.ts';
import type { Db } from '../store/store.ts';
import { officeFacts } from './offices.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('broadcasts/phrases.yaml');

/** Two SMS: longer is not read, and dearer. */
export const mostSegments = 2;

/**
 * The oldest version of the words in flows/kabari.yaml that name a topic: who said YA to older ones
 * has agreed to vacancies alone (UU PDP article 22: consent is to what was named).
 */
export const namedSince: Readonly<Record<BroadcastTopic, string>> = {
  vacancies: '',
  training: '2026-11b',
  'job-fair': '2026-11b',
};

/** A broadcast as people read it: who writes, what, and how to stop. In the letters of GSM-7. */
export async function broadcastMessage(db: Db, office: string, words: string): Promise<string> {
  const { kantor = '' } = await officeFacts(db, office);
  return toGsm(phrase('message', { kantor, isi: words.trim().replace(/\s+/gu, ' ') }));
}

/** Why a text cannot be sent to many; undefined when it can. */
export type TextFault = 'empty' | 'letters' | 'too-long';

/** What is wrong with what was typed, and what the whole message measures. */
export function examineMessage(
  words: string,
  message: string,
): { readonly fault: TextFault | undefined; readonly size: SmsSize; readonly beyond: string } {
  const size = measureSms(message);
  const beyond = charactersBeyondGsm(message).join(' ');
  if (words.trim() === '') return { fault: 'empty', size, beyond };
  if (beyond !== '') return { fault: 'letters', size, beyond };
  return { fault: size.segments > mostSegments ? 'too-long' : undefined, size, beyond };
}
