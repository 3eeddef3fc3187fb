import type { Clock } from '../../core/clock.ts';
import type { InboundMessage } from '../../core/message.ts';
import type { Vault } from '../kind.ts';

/** A message that could not be decrypted; WhatsApp is asked for another copy of it. */
export interface Unread {
  readonly key: string;
  readonly from: string;
  readonly phone?: string;
  readonly at: number;
}

/** Messages that wait for a copy that can be read. */
export interface UnreadList {
  /** One more; a message that was read before is not. */
  note(unread: Omit<Unread, 'at'>): Promise<void>;
  /** A copy came that could be read. */
  found(key: string): Promise<void>;
  /** Takes those whose copy did not come in time, as messages that nobody can read. */
  takeOverdue(): Promise<readonly InboundMessage[]>;
  /** How many wait. */
  readonly waiting: number;
}

/** A copy comes within seconds, or not at all (Baileys asks five times). In milliseconds. */
export const patience = 60_000;

/** Keys of what was read lately, as a late copy of it may again be unreadable. */
const remembered = 1_000;

const place = { category: 'unread', id: 'list' } as const;

async function readList(vault: Vault): Promise<Unread[]> {
  const text = (await vault.read(place.category, [place.id])).get(place.id);
  return text === undefined ? [] : (JSON.parse(text) as Unread[]);
}

/** One key a day for each person: who has been asked to write again is not asked twice. */
function toMessage({ from, phone }: Unread, now: Date): InboundMessage {
  const day = now.toISOString().slice(0, 10);
  const known = phone === undefined ? {} : { phone };
  return { key: `unread ${from} ${day}`, from, text: '', unreadable: true, ...known };
}

/** Opens the list that the vault holds: it outlives a restart. */
export async function openUnread(vault: Vault, clock: Clock): Promise<UnreadList> {
  let list = await readList(vault);
  const read = new Set<string>();
  const keep = async (changed: Unread[]): Promise<void> => {
    const value = changed.length === 0 ? null : JSON.stringify(changed);
    await vault.write([{ ...place, value }]);
    list = changed;
  };
  return {
    note: async (unread) => {
      if (read.has(unread.key) || list.some(({ key }) => key === unread.key)) return;
      await keep([...list, { ...unread, at: clock().getTime() }]);
    },
    found: async (key) => {
      read.add(key);
      if (read.size > remembered) read.delete([...read][0] ?? '');
      if (list.some((unread) => unread.key === key))
        await keep(list.filter((unread) => unread.key !== key));
    },
    takeOverdue: async () => {
      const now = clock();
      const isOverdue = ({ at }: Unread): boolean => at <= now.getTime() - patience;
      const overdue = list.filter(isOverdue);
      if (overdue.length > 0) await keep(list.filter((unread) => !isOverdue(unread)));
      return overdue.map((unread) => toMessage(unread, now));
    },
    get waiting() {
      return list.length;
    },
  };
}
