import { setTimeout as pause } from 'node:timers/promises';
import { inboundSms, signedWebhook } from '../helpers/fake-twilio.ts';

/** A person with a phone: says each line after the one before was acknowledged. */
export interface Villager {
  readonly phone: string;
  readonly lines: readonly string[];
  /** Provider keys of what was sent, and of what was answered 2xx. */
  readonly tried: string[];
  readonly acknowledged: string[];
}

/** The nth villager registers step by step, asks a question and looks at the menu: each reply differs. */
export function villager(n: number): Villager {
  const serial = String(n + 1).padStart(4, '0');
  const nik = `350810520199${serial}`;
  const lines = ['MENU', 'DAFTAR', nik, 'SITI AMINAH', 'SMK', 'JAHIT, MASAK', 'YA'];
  return {
    phone: `+62812${String(30_000_000 + n)}`,
    lines: [...lines, 'TANYA apakah loket buka hari Sabtu'],
    tried: [],
    acknowledged: [],
  };
}

const keyOf = ({ phone }: Villager, line: number): string =>
  `SM${phone.slice(1)}${String(line).padStart(32 - phone.length + 1, '0')}`;

/** Posts one line as Twilio would; true when it was answered 2xx, false when no answer came. */
async function post(url: string, speaker: Villager, line: number): Promise<boolean> {
  const sms = inboundSms({
    MessageSid: keyOf(speaker, line),
    From: speaker.phone,
    Body: speaker.lines[line] ?? '',
  });
  const { body, headers } = signedWebhook(url, '/webhooks/twilio', sms);
  const request = { method: 'POST', body, headers };
  const answer = await fetch(`${url}/webhooks/twilio`, request).catch(() => undefined);
  await answer?.text().catch(() => undefined);
  if (answer && ![502, 503].includes(answer.status) && !answer.ok) {
    throw new Error(`the webhook answered ${answer.status}`);
  }
  return answer?.ok ?? false;
}

/** Sends every acknowledged line again, as a provider may. */
export async function repeatAll(url: string, speaker: Villager): Promise<void> {
  for (const line of speaker.acknowledged.keys()) await post(url, speaker, line);
}

/** Says the next line; true when it was acknowledged. */
export async function sayNext(url: string, speaker: Villager): Promise<boolean> {
  const line = speaker.acknowledged.length;
  const key = keyOf(speaker, line);
  if (!speaker.tried.includes(key)) speaker.tried.push(key);
  const ok = await post(url, speaker, line);
  if (ok) speaker.acknowledged.push(key);
  return ok;
}

/**
 * Says the lines that are not acknowledged yet, until no answer comes, `rhythm` milliseconds after
 * each. True when all are said.
 */
export async function speak(url: string, speaker: Villager, rhythm = 0): Promise<boolean> {
  while (speaker.acknowledged.length < speaker.lines.length) {
    if (!(await sayNext(url, speaker))) return false;
    if (rhythm > 0) await pause(rhythm);
  }
  return true;
}
