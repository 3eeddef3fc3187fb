import type { Json } from '../core/json.ts';
import type {
  ClosedBecause,
  Matter,
  MatterAudience,
  MatterKind,
  MatterPrivacy,
  MatterStatus,
} from './matters.ts';
import type { Db } from './store.ts';

/** A row as the database gives it. */
export interface MatterRow {
  readonly id: number;
  readonly kind: MatterKind;
  readonly number: number;
  readonly office_code: string;
  readonly contact_id: number;
  readonly address_id: number | null;
  readonly status: MatterStatus;
  readonly assignee_id: number | null;
  readonly urgent: number;
  readonly category: string | null;
  readonly privacy: MatterPrivacy;
  readonly audience: MatterAudience;
  readonly reply_by: number;
  readonly due_at: number | null;
  readonly opened_at: number;
  readonly claimed_at: number | null;
  readonly active_at: number | null;
  readonly answered_at: number | null;
  readonly handled_minutes: number | null;
  readonly closed_at: number | null;
  readonly closed_because: ClosedBecause | null;
  readonly forwarded_to: string | null;
  readonly forwarded_reference: string | null;
  readonly escalated_at: number | null;
  readonly details_sealed: string | null;
}

/** What sealed details are bound to. */
export const detailsPlace = (kind: MatterKind, number: number): string =>
  `matters.details|${kind}${number}`;

/** A matter from its row. */
export function toMatter(row: MatterRow): Matter {
  return {
    id: row.id,
    kind: row.kind,
    number: row.number,
    officeCode: row.office_code,
    contactId: row.contact_id,
    addressId: row.address_id,
    status: row.status,
    assigneeId: row.assignee_id,
    urgent: row.urgent === 1,
    category: row.category,
    privacy: row.privacy,
    audience: row.audience,
    replyBy: row.reply_by,
    dueAt: row.due_at,
    openedAt: row.opened_at,
    claimedAt: row.claimed_at,
    activeAt: row.active_at,
    answeredAt: row.answered_at,
    handledMinutes: row.handled_minutes,
    closedAt: row.closed_at,
    closedBecause: row.closed_because,
    forwardedTo: row.forwarded_to,
    forwardedReference: row.forwarded_reference,
    escalatedAt: row.escalated_at,
  };
}

/** What was said of a matter besides its thread; null when nothing was. */
export function openDetails({ keys }: Db, row: MatterRow): Json {
  const { details_sealed: sealed, kind, number } = row;
  return sealed === null
    ? null
    : (JSON.parse(keys.open(sealed, detailsPlace(kind, number))) as Json);
}
