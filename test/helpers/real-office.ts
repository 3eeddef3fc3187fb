import type { Outcome } from '../../src/core/action.ts';
import type { Values } from '../../src/core/json.ts';
import { actions } from '../../src/services/index.ts';
import type { Db } from '../../src/store/store.ts';
import type { Store } from './databases.ts';

/** The office's own actions over a store. */
export interface RealOffice {
  run(action: string, input: Values, now: Date): Promise<Outcome>;
}

async function contactOf({ sql }: Db, from: string): Promise<number> {
  const known: { id: number } | undefined = await sql('contacts')
    .first('id')
    .where({ public_id: from });
  if (known) return known.id;
  const rows: { id: number }[] = await sql('contacts')
    .insert({ public_id: from, created_at: 0 })
    .returning('id');
  return rows[0]?.id ?? 0;
}

/** The office as a phone meets it: each action in its own transaction, as the gateway runs them. */
export function realOffice(store: Store, from: string, office = '35.08'): RealOffice {
  return {
    async run(name, input, now) {
      const action = actions[name];
      if (!action) throw new Error(`there is no action ${name}`);
      return store.transaction(async (db) => {
        const contact = { id: await contactOf(db, from), userId: from, medium: 'sms' } as const;
        return action.run(input, { db, now, office, contact });
      });
    },
  };
}
