import type { Db } from './store.ts';

/**
 * Whether a button was pressed on a message after which the conversation with this address went on:
 * it answers a question that is over. A message that is not known (a press faster than the
 * provider's answer to us) is not late.
 */
export async function isLatePress(
  { sql }: Db,
  { pressedOn }: { readonly pressedOn?: string | undefined },
  { accountId, addressId }: { readonly accountId: number; readonly addressId: number },
): Promise<boolean> {
  if (pressedOn === undefined) return false;
  const pressed: { id: number } | undefined = await sql('outbound_messages')
    .where({ account_id: accountId, address_id: addressId, provider_id: pressedOn })
    .orderBy('id', 'desc')
    .first('id');
  if (!pressed) return false;
  const later: unknown = await sql('outbound_messages')
    .where({ address_id: addressId })
    .whereRaw('overtakes = 1') // in the very words of the partial index
    .where('id', '>', pressed.id)
    .whereNotIn('status', ['failed', 'expired'])
    .first('id');
  return later !== undefined;
}
