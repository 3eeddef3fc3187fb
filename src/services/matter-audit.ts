import { showNumber } from '../core/number.ts';
import { recordAudit } from '../store/audit.ts';
import type { Db } from '../store/store.ts';
import {
  getMatter,
  listMatters,
  matterNumber,
  type MatterQuery,
  type MatterView,
} from './matter-views.ts';
import type { Beholder } from './matter-sight.ts';
import type { Page } from './paging.ts';

/** Who looks, and when. */
interface Look {
  readonly officer: Beholder;
  readonly now: Date;
}

/** `getMatter`, with a line in the audit trail: what a person wrote was shown. */
export async function viewMatter(
  db: Db,
  number: string,
  { officer, now }: Look,
): Promise<MatterView | undefined> {
  const view = await getMatter(db, number, { officer });
  const read = matterNumber(number);
  if (!view || !read) return view;
  const subject = showNumber(read.kind, read.number);
  const actor = `officer:${officer.id}`;
  await recordAudit(db, { at: now.getTime(), actor, action: 'matter.view', subject });
  return view;
}

/** `listMatters`, with a line in the audit trail that names the numbers shown. */
export async function viewMatters(
  db: Db,
  { now, ...query }: MatterQuery & Look,
): Promise<Page<MatterView> | undefined> {
  const page = await listMatters(db, query);
  if (!page || page.items.length === 0) return page;
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${query.officer.id}`,
    action: 'matter.list',
    subject: 'matters',
    detail: { numbers: page.items.map(({ number }) => number) },
  });
  return page;
}
