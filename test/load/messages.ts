import { inboundSms, signedWebhook } from '../helpers/fake-twilio.ts';

/** What each villager of the load says: a registration, a question, one look at the menu. */
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

/** A woman's NIK of Lumajang, another for each n below 270,000: 28 birthdays of 9,998 serial numbers. */
function nikOf(n: number): string {
  const day = 41 + (Math.floor(n / 9_998) % 28);
  return `350810${day}0199${String((n % 9_998) + 1).padStart(4, '0')}`;
}

/** After this many messages all villagers who have begun have said everything. */
export const blockLength = together * script.length;

/** The raw HTTP request of the nth message of the load, signed as Twilio signs. */
export function rawMessage(url: string, n: number): Buffer {
  const block = Math.floor(n / blockLength);
  const line = Math.floor(n / together) % script.length;
  const villager = block * together + (n % together);
  const sms = inboundSms({
    MessageSid: `SM${String(n).padStart(32, '0')}`,
    From: `+62812${String(30_000_000 + villager)}`,
    Body: script[line] === 'NIK' ? nikOf(villager) : (script[line] ?? ''),
  });
  const { body, headers } = signedWebhook(url, '/webhooks/twilio', sms);
  const head = Object.entries({
    host: new URL(url).host,
    ...headers,
    'content-length': body.length,
  });
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`POST /webhooks/twilio HTTP/1.1\r\n${lines}\r\n${body}`);
}
