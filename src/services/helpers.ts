import { InputError } from '../core/errors.ts';
import { normalisePhone } from '../core/phone.ts';
import { recordAudit } from '../store/audit.ts';
import { setHelper } from '../store/contacts.ts';
import type { Store } from '../store/store.ts';

/**
 * Makes who writes from this number a village helper, who registers many people and is not limited,
 * or takes that back.
 * @throws InputError when it is no phone number or nobody has written from it
 */
export async function markHelper(
  store: Store,
  { phone, helper, now }: { readonly phone: string; readonly helper: boolean; readonly now: Date },
): Promise<void> {
  const number = normalisePhone(phone);
  if (number === undefined) throw new InputError(`${phone} is no phone number`);
  const action = helper ? 'helper.add' : 'helper.remove';
  await store.transaction(async (db) => {
    const contacts = await setHelper(db, number, helper);
    if (contacts.length === 0) {
      throw new InputError('nobody has written from this number: let the helper send MENU first');
    }
    for (const id of contacts) {
      const subject = `contact:${id}`;
      await recordAudit(db, { at: now.getTime(), actor: 'command', action, subject });
    }
  });
}
