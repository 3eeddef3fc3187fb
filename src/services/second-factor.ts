import { randomInt } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';
import {
  setRecoveryCodes,
  setSecondFactor,
  takeRecoveryCode,
  takeStep,
  type Credentials,
} from '../store/credentials.ts';
import type { Db } from '../store/store.ts';

/** A new secret of 160 bits in base32, as authenticator apps take it (RFC 4226). */
export function newSecret(): string {
  return generateSecret({ length: 20 });
}

/** What the QR code says to the authenticator app. */
export function enrolmentUri(username: string, secret: string): string {
  return generateURI({ issuer: 'SapaKerja', label: username, secret });
}

/** A code as typed: six digits, spaces between them do not matter. */
const digitsOf = (typed: string): string => typed.replaceAll(/[\s-]/g, '');

/**
 * The time step whose code this is; undefined when it is not the code of this very 30 seconds, or of
 * a step that was used (OWASP ASVS 5.0, 6.5.1 and 6.5.5). Clocks must therefore be right: NTP.
 */
function stepOf(
  secret: string,
  typed: string,
  now: Date,
  lastStep: number | null,
): number | undefined {
  const token = digitsOf(typed);
  if (!/^\d{6}$/.test(token)) return undefined;
  const read = verifySync({
    secret,
    token,
    epoch: Math.floor(now.getTime() / 1000),
    epochTolerance: 0,
    ...(lastStep !== null && { afterTimeStep: lastStep }),
  });
  return read.valid && 'timeStep' in read ? read.timeStep : undefined;
}

/** Takes a code of an officer's second factor; each works once, also at the same moment twice. */
export async function takeCode(
  db: Db,
  { officer, secret, lastStep }: Credentials,
  typed: string,
  now: Date,
): Promise<boolean> {
  const step = secret === null ? undefined : stepOf(secret, typed, now, lastStep);
  return step !== undefined && takeStep(db, officer.id, step);
}

const recoveryCodes = 10;

/** 24 of 31 letters that do not look alike are 118 bits: ASVS 6.5.2 allows a plain hash from 112 on. */
function newRecoveryCode(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const made = Array.from({ length: 24 }, () => letters[randomInt(letters.length)]);
  return made.join('').replaceAll(/.{6}(?=.)/g, '$&-');
}

const codeHash = ({ keys }: Db, typed: string): string =>
  keys.index('recovery', typed.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));

/** Makes ten recovery codes in place of the earlier ones. They are shown once and kept as hashes. */
export async function renewRecoveryCodes(db: Db, officerId: number): Promise<readonly string[]> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
  await setRecoveryCodes(
    db,
    officerId,
    codes.map((code) => codeHash(db, code)),
  );
  return codes;
}

/** Takes a recovery code: each works once. */
export async function useRecoveryCode(
  db: Db,
  officerId: number,
  typed: string,
  now: Date,
): Promise<boolean> {
  return takeRecoveryCode(db, officerId, codeHash(db, typed), now.getTime());
}

/** Enrols the secret when the code shows that the app has it. Gives recovery codes; undefined when not. */
export async function enrol(
  db: Db,
  { officer }: Credentials,
  { secret, typed }: { readonly secret: string; readonly typed: string },
  now: Date,
): Promise<readonly string[] | undefined> {
  const step = stepOf(secret, typed, now, null);
  if (step === undefined) return undefined;
  await setSecondFactor(db, officer.id, secret, step);
  return renewRecoveryCodes(db, officer.id);
}
