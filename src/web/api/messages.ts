import { z } from 'zod';
import { isoTime } from '../../core/format.ts';
import { maskNiks } from '../../core/nik.ts';
import {
  contactByPublicId,
  contactOffices,
  conversationLog,
  mayReadLog,
  type LoggedMessage,
} from '../../services/messages.ts';
import type { Db } from '../../services/health.ts';
import type { Officer } from '../../services/officers.ts';
import { ProblemError } from '../errors.ts';
import { endpoint, noBody, type Endpoint } from './endpoint.ts';
import { sees } from './scope.ts';
import { moment, pageOf, pageQuery } from './shapes.ts';

const sent = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'expired'];
const status = z.enum(['received', ...sent]);

/** Why a reply says what it says. */
const trace = z
  .object({
    because: z.string().nullish(),
    flow: z.string().nullish(),
    step: z.string().nullish(),
    expects: z.string().nullish(),
  })
  .nullable();

const message = z
  .object({
    id: z.string(),
    direction: z.enum(['in', 'out']),
    text: z.string(),
    at: moment,
    status,
    segments: z.int().exactOptional(),
    maybeDouble: z.boolean().exactOptional(),
    trace: z.unknown().pipe(trace).exactOptional(),
  })
  .meta({ id: 'Message' });

/** The contact behind an opaque name, when the officer's office has to do with it and may read it. */
async function seenContact(db: Db, officer: Officer, name: string): Promise<number | undefined> {
  const contact = await contactByPublicId(db, name);
  if (contact === undefined) return undefined;
  const offices = await contactOffices(db, contact);
  if (!offices.some((office) => sees(officer, office))) return undefined;
  return (await mayReadLog(db, officer, contact)) ? contact : undefined;
}

interface Part {
  readonly limit: number;
  readonly cursor?: string;
}

/** The messages behind the one that the cursor names. */
function cut(log: readonly LoggedMessage[], { limit, cursor }: Part) {
  const before = cursor === undefined ? -1 : log.findIndex(({ id }) => id === cursor);
  if (cursor !== undefined && before < 0) {
    throw new ProblemError({ status: 400, code: 'bad-cursor' });
  }
  const items = log.slice(before + 1, before + 1 + limit);
  const more = before + 1 + limit < log.length;
  return { items, next: more ? (items.at(-1)?.id ?? null) : null };
}

function toView(entry: LoggedMessage, timezone: string) {
  // Given up for good and shown to an officer: for programs it has failed.
  const shown = entry.status === 'dead' ? 'failed' : entry.status;
  const text = maskNiks(entry.text); // what she wrote may hold it
  return { ...entry, text, status: shown, at: isoTime(entry.at, timezone) };
}

/** What was said with one contact. */
export const messageEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/messages',
    summary: 'The latest 200 messages in each direction with one contact, the oldest first',
    query: pageQuery.extend({ contact: z.string().regex(/^c_[\w-]{1,32}$/) }),
    body: noBody,
    answer: pageOf(message),
    run: async ({ db, officer, query, timezone }) => {
      const contact = await seenContact(db, officer, query.contact);
      if (contact === undefined) return undefined;
      const { items, next } = cut(await conversationLog(db, contact), query);
      return { items: items.map((entry) => toView(entry, timezone)), next };
    },
  }),
];
