import { SendError } from '../../core/errors.ts';
import type { OutboundMessage, Receipt } from '../../core/message.ts';
import type { RunSql } from '../channel.ts';
import type { GammuDatabase } from './database.ts';
import { mostParts, splitText, type SplitText } from './parts.ts';

/** Ours among the programs that share SMSD: the form of a UUID, as a pattern of LIKE. */
export const ours = '________-____-____-____-____________';

/** Relative validity of three days (3GPP TS 23.040 section 9.2.3.12.1: 166 plus days). */
const validity = 169;

/** The reference of a text's parts: the first byte of our id, the same at each attempt. */
function referenceOf(id: string): number {
  const first = Number.parseInt(id.slice(0, 2), 16);
  return Number.isNaN(first) ? 0 : first;
}

const addFirst = `insert into outbox
  ("DestinationNumber", "TextDecoded", "CreatorID", "Coding", "UDH", "MultiPart", "Class",
   "RelativeValidity", "DeliveryReport", "SenderID")
  values (?, ?, ?, ?, ?, ?, -1, ${validity}, 'yes', ?) returning "ID" as id`;
const addPart = `insert into outbox_multipart
  ("ID", "SequencePosition", "TextDecoded", "Coding", "UDH", "Class") values (?, ?, ?, ?, ?, -1)`;

/** Who writes the same message meanwhile waits, and finds it then. */
const alone = {
  postgres: 'select pg_advisory_xact_lock(hashtext(?))',
  // A transaction of SQLite that reads first might not become a writer.
  sqlite: 'delete from outbox where "ID" < 0 and "CreatorID" = ?',
} as const;

const find = `select "ID" as id from outbox where "CreatorID" = ?
  union all select "ID" as id from sentitems where "CreatorID" = ? limit 1`;

/** Whether SMSD has, or had, the message with this id of ours. */
export async function isKnown(run: RunSql, id: string): Promise<boolean> {
  return (await run(find, [id, id])).length > 0;
}

/** Whose outbox it is. */
export interface Outbox {
  readonly dialect: GammuDatabase['dialect'];
  /** PhoneID of the modem that is to send it; null: whichever there is. */
  readonly phone: string | null;
}

/** A message cut into its parts. */
interface Ready extends OutboundMessage {
  readonly split: SplitText;
}

const waitingSql = `select "ID" as id from outbox
  where "CreatorID" like ? and (cast(? as text) = '' or "SenderID" = ?) limit 1`;

/** Whether a message of ours lies in SMSD's outbox untaken. */
export async function isWaiting(run: RunSql, { phone }: Outbox): Promise<boolean> {
  return (await run(waitingSql, [ours, phone ?? '', phone ?? ''])).length > 0;
}

async function insert(run: RunSql, { phone }: Outbox, { id, to, split }: Ready): Promise<void> {
  const { coding, parts } = split;
  const [first, ...rest] = parts;
  const multi = rest.length > 0 ? 'true' : 'false';
  const values = [to, first?.text ?? '', id, coding, first?.udh ?? null, multi, phone];
  const [row] = await run(addFirst, values);
  for (const [at, { text, udh }] of rest.entries()) {
    await run(addPart, [Number(row?.['id']), at + 2, text, coding, udh]);
  }
}

/**
 * Puts a message into SMSD's outbox, unless it is or was there: our id stands in CreatorID and goes
 * along to sentitems. To be run in one transaction. @throws SendError refused, over 255 parts
 */
export async function handOver(
  run: RunSql,
  outbox: Outbox,
  message: OutboundMessage,
): Promise<Receipt> {
  const split = splitText(message.text, referenceOf(message.id));
  if (split.parts.length > mostParts) {
    throw new SendError('refused', { retryable: false, providerCode: 'too-long' });
  }
  await run(alone[outbox.dialect], [message.id]);
  if (!(await isKnown(run, message.id))) await insert(run, outbox, { ...message, split });
  return { providerId: message.id };
}
