import { z } from 'zod';
import type { MatterView } from '../../services/matters.ts';
import { isLate } from './queue-rows.ts';

/** What the address of the queue may say; anything else is as if it were not there. */
export const queueQuery = z.object({
  keadaan: z.enum(['answered', 'forwarded', 'closed']).optional().catch(undefined),
  milik: z.enum(['mine', 'free']).optional().catch(undefined),
  jenis: z.enum(['K', 'A']).optional().catch(undefined),
  lewat: z.literal('late').optional().catch(undefined),
  saluran: z.enum(['sms', 'whatsapp', 'telegram']).optional().catch(undefined),
  hal: z.coerce.number().int().min(1).max(1000).optional().catch(undefined),
  mulai: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional()
    .catch(undefined),
});

export type QueueQuery = z.infer<typeof queueQuery>;

/** The questions that a filter answers; each has its place in the address. */
const dimensions = ['milik', 'jenis', 'lewat', 'saluran'] as const;
type Dimension = (typeof dimensions)[number];

/** Each chip of the page, and where it stands in the address. */
const chips: readonly (readonly [Dimension, string])[] = [
  ['milik', 'mine'],
  ['milik', 'free'],
  ['lewat', 'late'],
  ['jenis', 'K'],
  ['jenis', 'A'],
  ['saluran', 'sms'],
  ['saluran', 'whatsapp'],
  ['saluran', 'telegram'],
];

/** The address of the queue with these filters. */
export function queueAddress(query: QueueQuery): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) said.set(name, String(value));
  }
  return said.size === 0 ? '/admin/antrean' : `/admin/antrean?${said.toString()}`;
}

interface Looker {
  readonly username: string;
  readonly now: Date;
}

function fits(view: MatterView, query: QueueQuery, { username, now }: Looker): boolean {
  const demands: readonly (readonly [string | undefined, () => boolean])[] = [
    [query.milik, () => view.assignee === (query.milik === 'mine' ? username : null)],
    [query.jenis, () => view.kind === query.jenis],
    [query.lewat, () => isLate(view, now)],
    [query.saluran, () => view.channel === query.saluran],
  ];
  return demands.every(([asked, holds]) => asked === undefined || holds());
}

/** The matters that the filters let through. */
export function filtered<View extends MatterView>(
  views: readonly View[],
  query: QueueQuery,
  looker: Looker,
): readonly View[] {
  return views.filter((view) => fits(view, query, looker));
}

/** A filter as a link: it sets its answer, or takes it back when it is set; with how many it leaves. */
export interface Chip {
  readonly key: string;
  readonly href: string;
  readonly current: boolean;
  readonly count: number;
}

/** The filters of the page; one that would leave nothing is left out unless it is set. */
export function chipsOf(
  views: readonly MatterView[],
  { hal: _page, ...query }: QueueQuery,
  looker: Looker,
): readonly Chip[] {
  const cleared = Object.fromEntries(dimensions.map((name) => [name, undefined]));
  const all = {
    key: 'all',
    href: queueAddress({ ...query, ...cleared }),
    current: dimensions.every((name) => query[name] === undefined),
    count: views.length,
  };
  const others = chips.map(([dimension, key]): Chip => {
    const current = query[dimension] === key;
    const set = { ...query, [dimension]: key } as QueueQuery;
    const href = queueAddress({ ...query, [dimension]: current ? undefined : key });
    return { key, href, current, count: filtered(views, set, looker).length };
  });
  return [all, ...others.filter(({ current, count }) => current || count > 0)];
}
