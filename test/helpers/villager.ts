import { randomBytes } from 'node:crypto';
import type { Outcome } from '../../src/core/action.ts';
import type { Values } from '../../src/core/json.ts';
import { actions } from '../../src/services/index.ts';
import type { Store } from '../../src/store/store.ts';

/** A contact of the test, who asks the office for what a flow would ask. */
export interface Villager {
  readonly id: number;
  /** Runs an action in its own transaction, as a turn does. */
  asks(action: string, input?: Values): Promise<Outcome>;
}

/** What a villager is, unless the test says otherwise: a person with a phone in Lumajang. */
export interface VillagerOptions {
  readonly helper?: boolean;
  readonly userId?: string;
  readonly office?: string;
  readonly now?: Date;
}

const usual = {
  helper: false,
  userId: '+6281234567890',
  office: '35.08',
  now: new Date('2026-11-23T08:00:00+07:00'),
};

/** Adds a contact to the store. */
export async function addVillager(store: Store, options: VillagerOptions = {}): Promise<Villager> {
  const { helper, userId, office, now } = { ...usual, ...options };
  const rows: { id: number }[] = await store
    .sql('contacts')
    .insert({
      public_id: `c_${randomBytes(6).toString('hex')}`,
      helper: helper ? 1 : 0,
      created_at: now.getTime(),
    })
    .returning('id');
  const id = rows[0]?.id ?? 0;
  const asks = (name: string, input: Values = {}): Promise<Outcome> =>
    store.transaction(async (db) => {
      const action = actions[name];
      if (!action) throw new Error(`no action ${name}`);
      return action.run(input, { db, now, office, contact: { id, userId, medium: 'sms' } });
    });
  return { id, asks };
}
