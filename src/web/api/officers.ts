import { z } from 'zod';
import { listOfficers, type Officer } from '../../services/officers.ts';
import { ProblemError } from '../errors.ts';
import { endpoint, noBody, type Endpoint } from './endpoint.ts';
import { office, pageOf, pageQuery } from './shapes.ts';

const officer = z
  .object({
    username: z.string(),
    name: z.string(),
    role: z.enum(['admin', 'supervisor', 'officer']),
    office,
    active: z.boolean(),
  })
  .meta({ id: 'Officer' });

function readCursor(cursor = '0'): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw new ProblemError({ status: 400, code: 'bad-cursor' });
}

/** The page, when one officer more than fits was read. */
function cut(found: readonly Officer[], limit: number) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last ? String(last.id) : null };
}

/** Officers: an admin's matter. */
export const officerEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/officers',
    summary: 'Officers, the first added first',
    roles: ['admin'],
    query: pageQuery.extend({ office: office.exactOptional() }),
    body: noBody,
    answer: pageOf(officer),
    run: async ({ db, query: { limit, cursor, office: asked } }) => {
      const page = { after: readCursor(cursor), limit: limit + 1 };
      const scope = asked === undefined ? {} : { office: asked };
      return cut(await listOfficers(db, { ...page, ...scope }), limit);
    },
  }),
];
