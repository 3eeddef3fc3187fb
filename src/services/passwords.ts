import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { InputError, RejectedRequest } from '../core/errors.ts';

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

const runScrypt = promisify<string, Buffer, number, typeof cost, Buffer>(scrypt);

/** Each takes 128 MiB and a thread: a crowd at the sign-in must not take the memory of the service. */
const atOnce = 2;
const mostWaiting = 30;
let running = 0;
const waiting: (() => void)[] = [];

async function takeTurn(): Promise<void> {
  if (running < atOnce) {
    running += 1;
    return;
  }
  if (waiting.length >= mostWaiting) throw new RejectedRequest(503, 'busy');
  await new Promise<void>((resolve) => waiting.push(resolve));
}

/** Whoever waits first takes over the turn, so that `running` stays. */
function endTurn(): void {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}

/** At most two at once. @throws RejectedRequest 503 when thirty wait already */
async function derive(password: string, salt: Buffer): Promise<Buffer> {
  await takeTurn();
  try {
    return await runScrypt(password.normalize('NFC'), salt, keyLength, cost);
  } finally {
    endTurn();
  }
}

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

/** Why a password is not taken. */
export type PasswordFault =
  'password-short' | 'password-long' | 'password-run' | 'password-common' | 'password-name';

/** What is wrong with a password for this user name; undefined when nothing is. */
export function passwordFault(password: string, username: string): PasswordFault | undefined {
  const length = Array.from(password).length;
  if (length < shortest) return 'password-short';
  if (length > longest) return 'password-long';
  if (isRun(password)) return 'password-run';
  if (isCommon(password)) return 'password-common';
  return containsName(password, username) ? 'password-name' : undefined;
}

const faultTexts: Readonly<Record<PasswordFault, string>> = {
  'password-short': `the password needs at least ${shortest} characters`,
  'password-long': `the password may have ${longest} characters at most`,
  'password-run': 'the password repeats or counts: choose other words',
  'password-common': 'the password is a common one: choose other words',
  'password-name': 'the password is little more than the username: choose other words',
};

/** @throws InputError when the password is too short or long, common, a run, or the username. */
export function checkPassword(password: string, username: string): void {
  const fault = passwordFault(password, username);
  if (fault) throw new InputError(faultTexts[fault]);
}

/** A password that a person types once, to be changed at once: 60 random bits in easy letters. */
export function newOneTimePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'; // none that look alike
  const made = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]);
  return made.join('').replaceAll(/.{4}(?=.)/g, '$&-');
}

/** Gives `scrypt$17$8$1$salt$key`, the last two in base64url. Takes about 0.4 s. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return [parameters, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** Whether `hash` was made from this password. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [salt = '', expected = ''] = hash.slice(parameters.length + 1).split('$');
  if (!hash.startsWith(`${parameters}$`)) return false;
  const saltBytes = Buffer.from(salt, 'base64url');
  const key = await derive(password, saltBytes);
  const expectedKey = Buffer.from(expected, 'base64url');
  return key.length === expectedKey.length && timingSafeEqual(key, expectedKey);
}

/** A hash that no password has, to spend the same time on an account that is not there. */
export const noHash = `${parameters}$${'A'.repeat(22)}$${'A'.repeat(43)}`;
