import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/store.ts';

/** Who links a phone or ends a link: an officer's id, or nobody's in the terminal. */
export interface LinkDeed {
  /** Name of the account. */
  readonly account: string;
  readonly officerId: number | undefined;
  readonly now: Date;
}

const record = (db: Db, action: string, { account, officerId, now }: LinkDeed): Promise<void> =>
  recordAudit(db, {
    at: now.getTime(),
    actor: officerId === undefined ? 'command' : `officer:${officerId}`,
    action,
    subject: account,
  });

/** Keeps who has read what a linked phone may cost the office, and went on. */
export const recordRisksRead = (db: Db, deed: LinkDeed): Promise<void> =>
  record(db, 'channel.risks-read', deed);

/** Keeps who ended the link. */
export const recordUnlinked = (db: Db, deed: LinkDeed): Promise<void> =>
  record(db, 'channel.unlink', deed);
