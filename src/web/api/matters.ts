import { z } from 'zod';
import {
  claimMatter,
  closeMatter,
  forwardMatter,
  releaseMatter,
  replyToMatter,
  viewMatter,
  viewMatters,
} from '../../services/matters.ts';
import { ProblemError } from '../errors.ts';
import { endpoint, noBody, noQuery, type Call, type Endpoint } from './endpoint.ts';
import { letter, moment, office, pageOf, pageQuery, sentence } from './shapes.ts';

const status = z.enum(['open', 'claimed', 'answered', 'closed', 'forwarded']);

const delivery = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'expired'];

/** One message of the thread, each text once. */
const message = z
  .object({
    direction: z.enum(['in', 'out']),
    text: z.string(),
    at: moment,
    status: z.enum(['received', ...delivery]),
  })
  .meta({ id: 'MatterMessage' });

const matter = z
  .object({
    number: z.string(),
    status,
    contact: z.string(),
    office,
    openedAt: moment,
    replyBy: moment,
    assignee: z.string().nullable(),
    messages: z.array(message).readonly(),
    urgent: z.boolean(),
    category: z.string().nullable(),
    privacy: z.enum(['open', 'anonymous', 'confidential']),
    details: z.unknown(),
    answeredAt: moment.nullable(),
    closedAt: moment.nullable(),
    forwardedTo: z.string().nullable(),
    forwardedReference: z.string().nullable(),
  })
  .meta({ id: 'Matter' });

/** What K and A numbers are called in a path. */
interface Kind {
  readonly letter: 'K' | 'A';
  readonly path: '/consultations' | '/complaints';
  readonly one: string;
  readonly many: string;
}

type AnyCall = Call<unknown, unknown>;

/** The number of the path, when it is one of this kind. @throws ProblemError 404 */
function numberOf({ letter: wanted }: Kind, { number }: AnyCall): string {
  if (number.trim().toUpperCase().startsWith(wanted)) return number;
  throw new ProblemError({ status: 404, code: 'not-found' });
}

const reading = (kind: Kind): readonly Endpoint[] => [
  endpoint({
    method: 'get',
    path: kind.path,
    summary: `${kind.many}, the newest first`,
    query: pageQuery.extend({ status: status.exactOptional(), office: office.exactOptional() }),
    body: noBody,
    answer: pageOf(matter),
    run: ({ db, officer, now, query }) =>
      viewMatters(db, { ...query, kind: kind.letter, officer, now }),
  }),
  endpoint({
    method: 'get',
    path: `${kind.path}/{number}`,
    summary: kind.one,
    query: noQuery,
    body: noBody,
    answer: matter,
    run: (call) => viewMatter(call.db, numberOf(kind, call), call),
  }),
];

const deed = { method: 'post', query: noQuery, body: noBody, answer: matter } as const;

const writing = (kind: Kind): readonly Endpoint[] => [
  endpoint({
    ...deed,
    path: `${kind.path}/{number}/replies`,
    summary: 'Sends an answer; an unclaimed one is claimed by it, `close` ends it',
    status: 201,
    sends: true,
    body: z.strictObject({ text: letter, close: z.boolean().exactOptional() }),
    run: (call) => replyToMatter(call.db, numberOf(kind, call), { ...call, ...call.body }),
  }),
  endpoint({
    ...deed,
    path: `${kind.path}/{number}/claim`,
    summary: 'Takes it: no other officer answers; twice changes nothing',
    run: (call) => claimMatter(call.db, numberOf(kind, call), call),
  }),
  endpoint({
    ...deed,
    path: `${kind.path}/{number}/release`,
    summary: 'Gives it back for all',
    run: (call) => releaseMatter(call.db, numberOf(kind, call), call),
  }),
  endpoint({
    ...deed,
    path: `${kind.path}/{number}/close`,
    summary: 'Ends it without a word to the person; twice changes nothing',
    run: (call) => closeMatter(call.db, numberOf(kind, call), call),
  }),
];

const forwarding = (kind: Kind): Endpoint =>
  endpoint({
    ...deed,
    path: `${kind.path}/{number}/forward`,
    summary: 'Notes which body answers now, with its number there, and tells the person',
    sends: true,
    body: z.strictObject({ to: sentence, reference: sentence.or(z.literal('')).default('') }),
    run: (call) => forwardMatter(call.db, numberOf(kind, call), { ...call, ...call.body }),
  });

const consultations: Kind = {
  letter: 'K',
  path: '/consultations',
  one: 'One question',
  many: 'Questions',
};

const complaints: Kind = {
  letter: 'A',
  path: '/complaints',
  one: 'One complaint',
  many: 'Complaints',
};

/** Questions and complaints, and what officers do with them. */
export const matterEndpoints: readonly Endpoint[] = [
  ...reading(consultations),
  ...writing(consultations),
  ...reading(complaints),
  ...writing(complaints),
  forwarding(complaints),
];
