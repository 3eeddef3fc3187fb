import { inboundSms, signedWebhook } from '../helpers/fake-twilio.ts';

/** What each villager of the load says: a look at the menu, a registration, a question. */
const script = [
  'MENU',
  'DAFTAR',
  'NIK',
  'SITI AMINAH',
  'SMK',
  'JAHIT, MASAK',
  'YA',
  'TANYA SYARAT',
];

/** This many talk at the same time, one line each in turn: nobody's lines follow one another closely. */
const together = 200;

/** After this many messages all villagers who have begun have said everything. */
export const blockLength = together * script.length;

/** A woman's NIK of Lumajang, another for each n below 270,000: 28 birthdays of 9,998 serial numbers. */
export function nikOf(n: number): string {
  const day = 41 + (Math.floor(n / 9_998) % 28);
  return `350810${day}0199${String((n % 9_998) + 1).padStart(4, '0')}`;
}

/** Who says what in the nth message, when `script` is said by `together` people at a time. */
export function lineOf(
  n: number,
  lines: readonly string[],
): { readonly villager: number; readonly text: string } {
  const villager = Math.floor(n / (together * lines.length)) * together + (n % together);
  const line = lines[Math.floor(n / together) % lines.length] ?? '';
  return { villager, text: line === 'NIK' ? nikOf(villager) : line };
}

/** How often the line was said in the messages before the nth. */
export function timesSaid(n: number, lines: readonly string[], line: string): number {
  const block = together * lines.length;
  const begun = (n % block) - together * lines.indexOf(line);
  return Math.floor(n / block) * together + Math.min(Math.max(begun, 0), together);
}

/** How many have registered in the messages before the nth. */
export const registered = (n: number): number => timesSaid(n, script, 'YA');

/** One request over the wire. */
export function rawPost(
  url: string,
  path: string,
  { body, headers }: { readonly body: string; readonly headers: Readonly<Record<string, string>> },
): Buffer {
  const head = { host: new URL(url).host, ...headers, 'content-length': Buffer.byteLength(body) };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/** The raw HTTP request of the nth message of the load, signed as Twilio signs. */
export function rawMessage(url: string, n: number): Buffer {
  const { villager, text } = lineOf(n, script);
  const sms = inboundSms({
    MessageSid: `SM${String(n).padStart(32, '0')}`,
    From: `+62812${String(30_000_000 + villager)}`,
    Body: text,
  });
  return rawPost(url, '/webhooks/twilio', signedWebhook(url, '/webhooks/twilio', sms));
}
