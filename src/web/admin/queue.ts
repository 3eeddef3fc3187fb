import { z } from 'zod';
import { readNumber, showNumber } from '../../core/number.ts';
import { askFromDead, dropDead } from '../../services/dead-letters.ts';
import { eyesOf } from '../../services/matters.ts';
import { noForm } from './forms.ts';
import { streamChanges } from './live.ts';
import { queueQuery } from './queue-filters.ts';
import { showQueue } from './queue-page.ts';
import { adminRoute, everyone, type AdminCall, type AdminRoute } from './route.ts';

/** The number of a failed message from the path; 0, which none has, for anything else. */
const letterNumber = ({ params }: AdminCall): number =>
  /^\d{1,15}$/.test(params['id'] ?? '') ? Number(params['id']) : 0;

/** What waits, and what the machine could not take. */
export const queueRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: '/admin',
    roles: everyone,
    scope: 'none',
    form: noForm,
    run: async () => ({ redirect: '/admin/antrean' }),
  }),
  adminRoute({
    method: 'get',
    path: '/admin/antrean',
    roles: everyone,
    scope: 'office',
    form: queueQuery,
    run: showQueue,
  }),
  adminRoute({
    method: 'get',
    path: '/admin/antrean/kabar',
    roles: everyone,
    scope: 'none',
    form: noForm,
    idle: true,
    run: async (call) => {
      const { office } = eyesOf(call.officer) ?? { office: '' };
      return streamChanges(call, {
        hears: (change) => office === undefined || change.office === office,
      });
    },
  }),
  adminRoute({
    method: 'get',
    path: '/admin/perkara',
    roles: everyone,
    scope: 'none',
    form: z.object({ nomor: z.string().max(20).catch('') }),
    run: async ({ form }) => {
      const read = readNumber(form.nomor);
      const isMatter = read?.letter === 'K' || read?.letter === 'A';
      if (!isMatter) return { redirect: '/admin/antrean', notice: 'no-such-number' };
      return { redirect: `/admin/perkara/${showNumber(read.letter, read.value)}` };
    },
  }),
  adminRoute({
    method: 'post',
    path: '/admin/antrean/gagal/:id/jadikan',
    roles: everyone,
    scope: 'office',
    form: noForm,
    run: async (call) => {
      const number = await askFromDead(call.db, letterNumber(call), call);
      return number === undefined ? undefined : { redirect: `/admin/perkara/${number}` };
    },
  }),
  adminRoute({
    method: 'post',
    path: '/admin/antrean/gagal/:id/selesai',
    roles: everyone,
    scope: 'office',
    form: noForm,
    run: async (call) => {
      const dropped = await dropDead(call.db, letterNumber(call), call);
      return dropped ? { redirect: '/admin/antrean', notice: 'letter-settled' } : undefined;
    },
  }),
];
