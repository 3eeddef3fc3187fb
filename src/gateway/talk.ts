import { showNumber } from '../core/number.ts';
import type { TalkedMatter } from '../flows/types.ts';
import { openMattersOf, type OpenMatter } from '../services/matters.ts';
import { isUntold } from '../services/matter-secrecy.ts';
import type { Db } from '../store/store.ts';

/** When YA or BELUM may last have been asked for: by an officer, or with a ready answer. */
function askedAt({ status, answeredAt, offeredAt }: OpenMatter): number | null {
  return status === 'open' ? offeredAt : answeredAt;
}

function toTalked(matter: OpenMatter): TalkedMatter {
  const { kind, number, status, updatedAt, urgent } = matter;
  return {
    number: showNumber(kind, number),
    kind,
    status,
    activeAt: updatedAt,
    answeredAt: askedAt(matter),
    urgent,
    untold: isUntold(matter, matter.userId),
  };
}

/** What the office has open with each of these contacts, in one statement for all. */
export async function talkedMatters(
  db: Db,
  contactIds: readonly number[],
): Promise<ReadonlyMap<number, readonly TalkedMatter[]>> {
  const open = await openMattersOf(db, contactIds);
  return new Map([...open].map(([id, matters]) => [id, matters.map(toTalked)]));
}
