import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { InputError } from '../core/errors.ts';

/** scrypt as OWASP ASVS 5.0 appendix C approves it. 2^17 needs 128 MiB: Node refuses unless `maxmem` is raised. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const parameters = 'scrypt$17$8$1';
const keyLength = 32;

/** In characters (ASVS 6.2.1, 6.2.9): long, any character, never cut. */
const shortest = 12;
const longest = 128;

/** Words that people here build a password of, most often with digits behind: first guesses of anybody. */
const commonWords = [
  'admin administrator akucintakamu allahuakbar anjing bangsat bismillah bupati cintaku dinas',
  'dinastenagakerja disnaker disnakerlumajang garuda hallo indonesia indonesiaraya jakarta',
  'jawatimur kabupaten kantor kerja kontol letmein loker lowongan lumajang lumajangjaya merdeka',
  'monkey muhammad operator pancasila passw password passwordpassword petugas qwerty qwertyuiop',
  'qwertyuiopasdfghjkl rahasia rahasiarahasia sapakerja sayang sayangku selamatpagi semangat',
  'semeru sistem surabaya tenagakerja terserah user welcome asdfghjkl zxcvbnm',
]
  .join(' ')
  .split(' ');

const derive = promisify<string, Buffer, number, typeof cost, Buffer>(scrypt);

function lettersOf(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
}

/** 123456789012, 987654321098, 111111111111, abababababab: nothing a person must guess twice. */
function isRun(password: string): boolean {
  if (new Set(password).size < 5) return true;
  const points = Array.from(password, (letter) => letter.codePointAt(0) ?? 0);
  const steps = points.slice(1).map((point, index) => Math.abs(point - (points[index] ?? 0)));
  // 9 is the step from 9 to 0; two places may break a run.
  return steps.filter((step) => step === 1 || step === 9).length >= steps.length - 2;
}

function isCommon(password: string): boolean {
  const letters = lettersOf(password);
  return letters.length > 0 && commonWords.some((word) => letters === word);
}

function containsName(password: string, username: string): boolean {
  const rest = password.toLowerCase().replaceAll(username.toLowerCase(), '');
  return rest.length < password.length && rest.length < 8;
}

/** @throws InputError when the password is too short or long, common, a run, or the username. */
export function checkPassword(password: string, username: string): void {
  const length = Array.from(password).length;
  if (length < shortest) throw new InputError(`the password needs at least ${shortest} characters`);
  if (length > longest) throw new InputError(`the password may have ${longest} characters at most`);
  if (isRun(password)) throw new InputError('the password repeats or counts: choose other words');
  if (isCommon(password)) throw new InputError('the password is a common one: choose other words');
  if (containsName(password, username)) {
    throw new InputError('the password is little more than the username: choose other words');
  }
}

/** Gives `scrypt$17$8$1$salt$key`, the last two in base64url. Takes about 0.4 s. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password.normalize('NFC'), salt, keyLength, cost);
  return [parameters, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether `hash` was made from this password. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [salt = '', expected = ''] = hash.slice(parameters.length + 1).split('$');
  if (!hash.startsWith(`${parameters}$`)) return false;
  const saltBytes = Buffer.from(salt, 'base64url');
  const key = await derive(password.normalize('NFC'), saltBytes, keyLength, cost);
  const expectedKey = Buffer.from(expected, 'base64url');
  return key.length === expectedKey.length && timingSafeEqual(key, expectedKey);
}
