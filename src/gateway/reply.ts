import type { Json } from '../core/json.ts';
import { measureSms, toGsm } from '../core/sms.ts';
import type { Account } from '../store/accounts.ts';
import { outboundClass, type NewOutbound } from '../store/outbound.ts';

/** The outbox row of what the machine says by itself: it waits behind replies. */
export const toBulk = (...reply: Parameters<typeof toOutbound>): NewOutbound => ({
  ...toOutbound(...reply),
  class: outboundClass.bulk,
});

/** The outbox row of a reply to where its cause came from; SMS texts are brought to the GSM alphabet. */
export function toOutbound(
  account: Account,
  to: { readonly contactId: number; readonly addressId: number },
  reply: { readonly inboundId: number | null; readonly text: string; readonly trace: Json },
): NewOutbound {
  const text = account.medium === 'sms' ? toGsm(reply.text) : reply.text;
  return {
    accountId: account.id,
    contactId: to.contactId,
    addressId: to.addressId,
    inboundId: reply.inboundId,
    class: outboundClass.reply,
    text,
    segments: account.medium === 'sms' ? measureSms(text).segments : 1,
    trace: reply.trace,
  };
}
