import { z } from 'zod';
import { carriers } from '../../gateway/broadcast-enqueue.ts';
import { auditTrail } from '../../services/audit-trail.ts';
import {
  cancelBroadcast,
  countReached,
  discardBroadcast,
  findBroadcast,
  keepCount,
  listBroadcasts,
  namesOf,
  pauseBroadcast,
  readLanes,
  releaseBroadcast,
  resumeBroadcast,
  wantedOf,
  type Broadcast,
  type Deed,
} from '../../services/broadcasts.ts';
import type { Db } from '../../services/health.ts';
import { officeOf, sees } from '../api/scope.ts';
import { broadcastView, planOf, thousands } from './broadcast-view.ts';
import { noForm } from './forms.ts';
import { shownAt, shownNear } from './moments.ts';
import { adminRoute, everyone, type AdminCall, type AdminRoute } from './route.ts';

export const broadcastList = '/admin/siaran';
export const broadcastPath = ({ number = '' }: Readonly<Record<string, string>>): string =>
  `${broadcastList}/${number}`;

const shared = { scope: 'office', form: noForm, back: broadcastPath } as const;
const leaders = ['supervisor', 'admin'] as const;

/** The broadcast of the path, when the officer may see it. */
async function seen(call: AdminCall): Promise<Broadcast | undefined> {
  const { number = '' } = call.params;
  const found = /^\d{1,9}$/.test(number) ? await findBroadcast(call.db, Number(number)) : undefined;
  return found && sees(call.officer, found.officeCode) ? found : undefined;
}

/** Counts whom a draft would reach and what it would cost, and keeps both. In parts: not in a transaction. */
export async function countDraft(call: AdminCall, broadcast: Broadcast): Promise<void> {
  const { db, now, parts } = call;
  const routes = carriers(parts.gateway.routes(), broadcast.officeCode);
  const accounts = routes.map(({ account }) => account.id);
  const reached = await countReached(db, wantedOf(broadcast, accounts, now));
  await parts.store.transaction((held) =>
    keepCount(held, broadcast.id, { reached, rupiah: 0 }, now),
  );
  const plans = await planOf(call, broadcast, await readLanes(db, broadcast.id));
  const rupiah = plans.reduce((sum, plan) => sum + plan.rupiah, 0);
  await parts.store.transaction((held) => keepCount(held, broadcast.id, { reached, rupiah }, now));
}

const listed = z.object({
  cursor: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .regex(/^\d{1,9}$/)
      .optional(),
  ),
});

const rowsOnPage = 50;

async function showList(call: AdminCall<z.infer<typeof listed>>) {
  const { db, officer, form, now, timezone } = call;
  const office = officeOf(officer, undefined);
  const before = form.cursor === undefined ? {} : { before: Number(form.cursor) };
  const found = await listBroadcasts(db, { office, ...before, limit: rowsOnPage + 1 });
  const items = found.slice(0, rowsOnPage);
  const names = await namesOf(db, items);
  const rows = await Promise.all(
    items.map(async (one) => {
      const lanes = await readLanes(db, one.id);
      const people = lanes.reduce((sum, lane) => sum + (lane.queued || lane.planned), 0);
      const sent = lanes.reduce((sum, lane) => sum + lane.sent + lane.delivered, 0);
      const at = shownNear(one.releasedAt ?? one.createdAt, now, timezone);
      return { ...one, at, writer: names.get(one.createdBy) ?? '', people, sent };
    }),
  );
  const next = found.length > rowsOnPage ? String(items.at(-1)?.id ?? '') : null;
  return { view: 'broadcasts', data: { rows, next, thousands, seesAll: office === undefined } };
}

async function showOne(call: AdminCall) {
  const broadcast = await seen(call);
  if (!broadcast) return undefined;
  const { db, officer, timezone } = call;
  const trail = await auditTrail(db, { subject: `broadcast:${broadcast.id}`, limit: 30 });
  const history = trail.items.map((line) => ({ ...line, at: shownAt(line.at, timezone) }));
  const names = await namesOf(db, [broadcast]);
  const leads = officer.role !== 'officer';
  return {
    view: 'broadcast',
    data: {
      ...(await broadcastView(call, broadcast)),
      broadcast,
      history,
      writer: names.get(broadcast.createdBy) ?? '',
      releaser: names.get(broadcast.releasedBy ?? 0) ?? '',
      leads,
      own: broadcast.createdBy === officer.id,
      path: broadcastPath(call.params),
    },
  };
}

type Change = (db: Db, id: number, deed: Deed) => Promise<void>;

/** A button on the page of a broadcast. */
function deed(
  name: string,
  notice: string,
  change: Change,
  roles: AdminRoute['roles'] = leaders,
): AdminRoute {
  return adminRoute({
    ...shared,
    roles,
    method: 'post',
    path: `${broadcastList}/:number/${name}`,
    run: async (call) => {
      const broadcast = await seen(call);
      if (!broadcast) return undefined;
      await change(call.db, broadcast.id, call);
      call.afterCommit(() => call.parts.gateway.wake());
      return { redirect: broadcastPath(call.params), notice };
    },
  });
}

/** Broadcasts: the list, one of them, and what a second officer decides about it. */
export const broadcastRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: broadcastList,
    roles: everyone,
    scope: 'office',
    form: listed,
    run: showList,
  }),
  adminRoute({
    ...shared,
    method: 'get',
    path: `${broadcastList}/:number`,
    roles: everyone,
    run: showOne,
  }),
  adminRoute({
    ...shared,
    method: 'post',
    path: `${broadcastList}/:number/hitung`,
    roles: everyone,
    transaction: 'own',
    run: async (call) => {
      const broadcast = await seen(call);
      if (!broadcast) return undefined;
      if (broadcast.state === 'draft') await countDraft(call, broadcast);
      return { redirect: broadcastPath(call.params), notice: 'broadcast-counted' };
    },
  }),
  deed('kirim', 'broadcast-released', releaseBroadcast),
  deed('jeda', 'broadcast-paused', pauseBroadcast),
  deed('lanjut', 'broadcast-resumed', resumeBroadcast),
  deed('batal', 'broadcast-cancelled', cancelBroadcast),
  deed('buang', 'broadcast-discarded', discardBroadcast, everyone),
];
