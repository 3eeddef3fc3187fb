import { randomBytes } from 'node:crypto';
import { localDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import {
  findSeeker,
  type RegisteredSeeker,
  type SeekerStage,
} from '../store/registered-seekers.ts';
import { addSlip, seekerOfSlip } from '../store/seeker-slips.ts';
import type { Db } from '../store/store.ts';
import type { OfficerDeed } from './ak1-cards.ts';
import { officeFacts, type OfficeFacts } from './offices.ts';
import { stageOf } from './seeker-stage.ts';

/** How long the QR of a slip opens its page: a season of queues (graduation, Lebaran) fits in. */
const lifeInDays = 90;
const day = 24 * 60 * 60 * 1000;

/** A printed slip. */
export interface Slip {
  readonly name: string;
  readonly pdf: Buffer;
}

/**
 * Prints the slip of a seeker for an officer, in the caller's transaction; its QR leads to
 * `publicUrl`/s/ and 128 random bits. Undefined when there is no such seeker.
 */
export async function printSlip(
  db: Db,
  number: number,
  { officerId, now, publicUrl }: OfficerDeed & { readonly publicUrl: string },
): Promise<Slip | undefined> {
  const seeker = await findSeeker(db, number);
  if (!seeker) return undefined;
  const at = now.getTime();
  const token = randomBytes(16).toString('base64url');
  const expiresAt = at + lifeInDays * day;
  await addSlip(db, { seekerId: seeker.id, officerId, token, at, expiresAt });
  const [actor, subject] = [`officer:${officerId}`, showNumber('D', number)];
  await recordAudit(db, { at, actor, action: 'seeker.slip', subject });
  const { drawSlip } = await import('./slip-document.ts'); // pdfkit: 25 MB that few processes need
  const pdf = await drawSlip(seeker, await officeFacts(db, seeker.officeCode), {
    url: `${publicUrl}/s/${token}`,
    today: localDate(now),
    until: localDate(new Date(expiresAt)),
  });
  return { name: `${subject}.pdf`, pdf };
}

/** What the page behind a QR tells: nothing by which a finder would know whose slip it is. */
export interface SlipStatus {
  /** `Dxx42`. */
  readonly numberMasked: string;
  readonly stage: SeekerStage;
  /** Last day of the card, `YYYY-MM-DD`; null when there is none. */
  readonly cardEndsOn: string | null;
  readonly office: OfficeFacts;
}

const tokenForm = /^[\w-]{22}$/;

/** Only the last two digits: enough for the holder to know the own slip. */
function maskNumber({ number }: RegisteredSeeker): string {
  const digits = String(number);
  return `D${'x'.repeat(digits.length - 2)}${digits.slice(-2)}`;
}

/** What a token opens; undefined when it is none, or not any more. */
export async function slipStatus(
  db: Db,
  token: string,
  now: Date,
): Promise<SlipStatus | undefined> {
  if (!tokenForm.test(token)) return undefined;
  const number = await seekerOfSlip(db, token, now.getTime());
  const seeker = number === undefined ? undefined : await findSeeker(db, number);
  if (!seeker) return undefined;
  return {
    numberMasked: maskNumber(seeker),
    stage: stageOf(seeker, localDate(now)),
    cardEndsOn: seeker.card?.endsOn ?? null,
    office: await officeFacts(db, seeker.officeCode),
  };
}
