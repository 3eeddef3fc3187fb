import { askUnasked } from '../../src/gateway/ask.ts';
import type { GatewayTools } from '../../src/gateway/tools.ts';
import { findContact } from '../../src/store/contacts.ts';
import { addInvitations } from '../../src/store/surveys.ts';

/** Whose phone it is about, and what the transcript says behind the event's name. */
export interface EventCall {
  readonly from: string;
  readonly words: readonly string[];
}

async function contactOf({ store }: GatewayTools, userId: string): Promise<number> {
  const address = { channel: 'test', account: '+6281100000000', userId };
  const id = await findContact(store, address);
  if (id === undefined) throw new Error(`nobody has written from ${userId}`);
  return id;
}

/** `@ survey K1001`: the question after a matter that is over; `@ survey card`: after a card. */
async function survey(
  tools: GatewayTools,
  { from, words: [about = ''] }: EventCall,
): Promise<void> {
  const contactId = await contactOf(tools, from);
  const now = tools.clock().getTime();
  const occasion = `survey:${about}`;
  const service = about === 'card' ? 'ak1' : 'consultation';
  const invitation = {
    occasion,
    contactId,
    officeCode: '35.08',
    service,
    status: 'waiting',
  } as const;
  await addInvitations(tools.store, [{ ...invitation, dueAt: now }], now);
  await tools.store.sql('matters').update({ status: 'closed' });
  await askUnasked(tools, contactId, { occasion, flow: 'survei', values: {} });
}

const events: Readonly<Record<string, (tools: GatewayTools, call: EventCall) => Promise<void>>> = {
  survey,
};

/** Makes something happen at the office. @throws Error when there is no such event */
export async function happen(tools: GatewayTools, name: string, call: EventCall): Promise<void> {
  const event = events[name];
  if (!event) throw new Error(`no event ${name}`);
  await event(tools, call);
}
