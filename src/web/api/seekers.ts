import { z } from 'zod';
import { getSeeker, listSeekers, verifySeeker } from '../../services/seekers.ts';
import { endpoint, noBody, noQuery, type Endpoint } from './endpoint.ts';
import { ifSeen, officeOf, seesAll } from './scope.ts';
import { moment, office, pageOf, pageQuery, place } from './shapes.ts';

const status = z.enum(['registered', 'verified']);

const seeker = z
  .object({
    number: z.string(),
    name: z.string(),
    nikMasked: z.string(),
    birthDate: z.iso.date(),
    gender: z.enum(['L', 'P']),
    education: z.string(),
    skills: z.array(z.string()).readonly(),
    area: place.nullable(),
    office,
    status,
    flags: z.array(z.string()).readonly(),
    registeredAt: moment,
    ak1: z
      .object({ number: z.string(), issuedOn: z.iso.date(), endsOn: z.iso.date() })
      .exactOptional(),
  })
  .meta({ id: 'Seeker' });

const query = pageQuery.extend({ status: status.exactOptional(), office: office.exactOptional() });

/** Job seekers. */
export const seekerEndpoints: readonly Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/seekers',
    summary: 'Job seekers, the newest first',
    query,
    body: noBody,
    answer: pageOf(seeker),
    run: ({ db, officer, query: { office: asked, ...page } }) => {
      const scope = officeOf(officer, asked);
      return listSeekers(db, {
        ...page,
        ...(scope === undefined ? {} : { office: scope }),
        seesAll: seesAll(officer),
      });
    },
  }),
  endpoint({
    method: 'get',
    path: '/seekers/{number}',
    summary: 'One job seeker',
    query: noQuery,
    body: noBody,
    answer: seeker,
    run: async ({ db, officer, number }) => ifSeen(officer, await getSeeker(db, number)),
  }),
  endpoint({
    method: 'post',
    path: '/seekers/{number}/verify',
    summary: 'The registration agrees with the papers; verifying twice changes nothing',
    query: noQuery,
    body: noBody,
    answer: seeker,
    run: async ({ db, officer, number, now }) => {
      const found = ifSeen(officer, await getSeeker(db, number));
      return found && verifySeeker(db, number, { officerId: officer.id, now });
    },
  }),
];
