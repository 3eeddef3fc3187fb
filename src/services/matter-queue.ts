import { localDate } from '../core/format.ts';
import { selectWaiting, type ListedMatter } from '../store/matter-lists.ts';
import type { Db } from '../store/store.ts';
import { eyesOf, type Beholder } from './matter-sight.ts';
import { toViews, type MatterView } from './matter-views.ts';

/** Why a matter stands where it does in the queue, most urgent first. */
export type QueueRank = 'danger' | 'overdue' | 'today' | 'rest';

function rankOf({ urgent, replyBy }: ListedMatter, now: Date): QueueRank {
  if (urgent) return 'danger';
  if (replyBy < now.getTime()) return 'overdue';
  return localDate(new Date(replyBy)) === localDate(now) ? 'today' : 'rest';
}

/** As many as the API shows. */
const queueLimit = 200;

/** What waits for an officer: danger, overdue, due today, the rest; the earliest promise first. */
export async function queueOf(
  db: Db,
  officer: Beholder,
  now: Date,
  limit = queueLimit,
): Promise<readonly (MatterView & { readonly rank: QueueRank })[]> {
  const eyes = eyesOf(officer);
  const matters = eyes ? await selectWaiting(db, eyes, limit) : [];
  const views = await toViews(db, matters);
  const ranks = matters.map((matter) => rankOf(matter, now));
  return views.map((view, at) => ({ ...view, rank: ranks[at] ?? 'rest' }));
}
