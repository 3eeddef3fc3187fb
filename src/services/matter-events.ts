import type { Values } from '../core/json.ts';
import { addMatterMessage } from '../store/matter-messages.ts';
import type { Db } from '../store/store.ts';

/** What was done with a matter, as its thread tells it. */
export type MatterEvent =
  | 'claimed'
  | 'released'
  | 'handed-over'
  | 'lapsed'
  | 'closed'
  | 'reopened'
  | 'forwarded'
  | 'overdue'
  | 'confirmed'
  | 'unclear'
  | 'offered'
  | 'called'
  | 'nobody-called'
  | 'alarm-answered';

/** An event and what belongs to it: `{ to: 'dewi' }`, `{ to: 'Pengawas', reference: '12/2026' }`. */
export interface MatterDeed {
  readonly event: MatterEvent;
  /** Undefined: the person's or the clock's. */
  readonly officerId?: number;
  readonly detail?: Values;
}

/** Writes an event into the thread. */
export async function addEvent(
  db: Db,
  matterId: number,
  { event, officerId, detail = {} }: MatterDeed,
  now: Date,
): Promise<void> {
  const text = JSON.stringify({ event, ...detail });
  const entry = { matterId, kind: 'event', direction: 'out', text } as const;
  await addMatterMessage(db, { ...entry, officerId: officerId ?? null }, now.getTime());
}

/** An event as it was written. */
export function readEvent(text: string): { readonly event: MatterEvent; readonly detail: Values } {
  const { event, ...detail } = JSON.parse(text) as { event: MatterEvent } & Values;
  return { event, detail };
}
