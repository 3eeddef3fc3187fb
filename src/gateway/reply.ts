import type { Json } from '../core/json.ts';
import type { Choice } from '../core/message.ts';
import type { Purpose } from '../core/purpose.ts';
import { written } from '../services/post.ts';
import type { Account } from '../store/accounts.ts';
import { outboundClass, type NewOutbound } from '../store/outbound.ts';

/** The outbox row of what the machine says by itself: it waits behind replies. */
export const toBulk = (...reply: Parameters<typeof toOutbound>): NewOutbound => ({
  ...toOutbound(...reply),
  class: outboundClass.bulk,
  purpose: 'push',
});

/** What is said, and why. */
export interface Said {
  readonly inboundId: number | null;
  readonly text: string;
  readonly trace: Json;
  readonly purpose?: Purpose | undefined;
  readonly choices?: readonly Choice[];
  /** True for a move of the conversation: buttons of earlier messages are late. */
  readonly overtakes?: boolean;
}

/** The outbox row of a reply to where its cause came from; SMS texts are brought to the GSM alphabet. */
export function toOutbound(
  account: Account,
  to: { readonly contactId: number; readonly addressId: number },
  reply: Said,
): NewOutbound {
  return {
    accountId: account.id,
    contactId: to.contactId,
    addressId: to.addressId,
    inboundId: reply.inboundId,
    class: outboundClass.reply,
    purpose: reply.purpose ?? 'talk',
    ...written(account.medium, reply.text),
    trace: reply.trace,
    choices: reply.choices ?? [],
    overtakes: reply.overtakes ?? false,
  };
}
