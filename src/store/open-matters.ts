import type { MatterKind } from './matters.ts';
import { allRows } from './statement.ts';
import type { Db } from './store.ts';

/** A matter that the person can still say something to. */
export interface OpenMatter {
  readonly id: number;
  readonly kind: MatterKind;
  readonly number: number;
  readonly contactId: number;
  readonly status: 'open' | 'claimed' | 'answered';
  readonly answeredAt: number | null;
  /** When a ready answer stood in the first reply; null when none did. */
  readonly offeredAt: number | null;
  readonly updatedAt: number;
  readonly urgent: boolean;
  readonly category: string | null;
  /** Phone or user id that the matter came from. */
  readonly userId: string | null;
}

interface OpenRow {
  readonly id: number;
  readonly kind: MatterKind;
  readonly number: number;
  readonly contact_id: number;
  readonly status: OpenMatter['status'];
  readonly answered_at: number | null;
  readonly offered_at: number | null;
  readonly updated_at: number;
  readonly urgent: number;
  readonly category: string | null;
  readonly user_id: string | null;
}

/** The matters of these contacts that are not over, the latest first, in one statement. */
export async function selectOpenMatters(
  db: Db,
  contactIds: readonly number[],
): Promise<readonly OpenMatter[]> {
  const rows = await allRows<OpenRow>(
    db,
    `select m.id, m.kind, m.number, m.contact_id, m.status, m.answered_at, m.updated_at,
       m.urgent, m.category, r.offered_at, a.user_id
     from matters m
     left join matter_offers r on r.matter_id = m.id
     left join addresses a on a.id = m.address_id
     where m.contact_id in (?) and m.status in ('open', 'claimed', 'answered')
     order by m.id desc`,
    [contactIds],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    number: row.number,
    contactId: row.contact_id,
    status: row.status,
    answeredAt: row.answered_at,
    offeredAt: row.offered_at,
    updatedAt: row.updated_at,
    urgent: row.urgent === 1,
    category: row.category,
    userId: row.user_id,
  }));
}
