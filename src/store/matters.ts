import type { Json } from '../core/json.ts';
import { detailsPlace, toMatter, type MatterRow } from './matter-rows.ts';
import { insertForIds } from './insert.ts';
import type { Db } from './store.ts';

/** K consultation, A complaint. */
export type MatterKind = 'K' | 'A';

export const matterStatuses = ['open', 'claimed', 'answered', 'closed', 'forwarded'] as const;
export type MatterStatus = (typeof matterStatuses)[number];

/** Anonymous: no name is asked. Confidential: officers see no number. */
export type MatterPrivacy = 'open' | 'anonymous' | 'confidential';

/** Who of the office may see a matter: everybody, only supervisors, or only admins of the province. */
export type MatterAudience = 'office' | 'supervisors' | 'province';

/** Why a matter is closed: the person said YA, said nothing for two working days, or an officer did. */
export type ClosedBecause = 'confirmed' | 'silence' | 'officer';

/** A matter without its thread. Times in epoch milliseconds. */
export interface Matter {
  readonly id: number;
  readonly kind: MatterKind;
  readonly number: number;
  readonly officeCode: string;
  readonly contactId: number;
  readonly addressId: number | null;
  readonly status: MatterStatus;
  readonly assigneeId: number | null;
  readonly urgent: boolean;
  readonly category: string | null;
  readonly privacy: MatterPrivacy;
  readonly audience: MatterAudience;
  readonly replyBy: number;
  /** When the clock acts next: the claim lapses, or the answer counts as accepted. */
  readonly dueAt: number | null;
  readonly openedAt: number;
  readonly claimedAt: number | null;
  /** The officer's last message. */
  readonly activeAt: number | null;
  readonly answeredAt: number | null;
  /** Working minutes that the latest answer took. */
  readonly handledMinutes: number | null;
  readonly closedAt: number | null;
  readonly closedBecause: ClosedBecause | null;
  readonly forwardedTo: string | null;
  readonly forwardedReference: string | null;
  readonly escalatedAt: number | null;
}

export interface NewMatter {
  readonly kind: MatterKind;
  readonly number: number;
  readonly officeCode: string;
  readonly contactId: number;
  readonly addressId: number | null;
  readonly urgent: boolean;
  readonly category: string | null;
  readonly privacy: MatterPrivacy;
  readonly audience: MatterAudience;
  readonly details: Json;
  readonly replyBy: number;
}

/** Opens a matter and gives its id. */
export async function addMatter(db: Db, matter: NewMatter, now: number): Promise<number> {
  const { kind, number, details } = matter;
  const seal = (): string => db.keys.seal(JSON.stringify(details), detailsPlace(kind, number));
  const added = {
    kind,
    number,
    office_code: matter.officeCode,
    contact_id: matter.contactId,
    address_id: matter.addressId,
    status: 'open',
    urgent: matter.urgent ? 1 : 0,
    category: matter.category,
    privacy: matter.privacy,
    audience: matter.audience,
    details_sealed: details === null ? null : seal(),
    reply_by: matter.replyBy,
    opened_at: now,
    updated_at: now,
  };
  const [id] = await insertForIds(db, 'matters', [added]);
  if (id === undefined) throw new Error('the matter was not stored');
  return id;
}

/** The contact of a matter, or undefined: to hold it before the matter, as a turn does. */
export async function contactOfMatter(
  { sql }: Db,
  kind: MatterKind,
  number: number,
): Promise<number | undefined> {
  const row: { contact_id: number } | undefined = await sql('matters')
    .first('contact_id')
    .where({ kind, number });
  return row?.contact_id;
}

/** Finds a matter by its id or number and holds its row until the transaction ends. */
export async function lockMatter(
  { sql }: Db,
  where: { readonly id: number } | { readonly kind: MatterKind; readonly number: number },
): Promise<Matter | undefined> {
  const row: MatterRow | undefined = await sql('matters').first().where(where).forUpdate();
  return row && toMatter(row);
}

/** What may change of a matter. */
export type MatterPatch = Partial<
  Omit<Matter, 'id' | 'kind' | 'number' | 'contactId' | 'urgent' | 'openedAt'>
>;

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/**
 * Changes a matter if it still is as it was seen: same status, same holder. Of two at the same time
 * one wins; false for the other.
 */
export async function changeMatter(
  { sql }: Db,
  seen: Pick<Matter, 'id' | 'status' | 'assigneeId'>,
  patch: MatterPatch,
  now: number,
): Promise<boolean> {
  const columns = Object.entries(patch).map(([name, value]) => [snake(name), value]);
  const changed: number = await sql('matters')
    .where({ id: seen.id, status: seen.status })
    .where((same) => {
      if (seen.assigneeId === null) void same.whereNull('assignee_id');
      else void same.where({ assignee_id: seen.assigneeId });
    })
    .update({ ...Object.fromEntries(columns), updated_at: now });
  return changed === 1;
}
