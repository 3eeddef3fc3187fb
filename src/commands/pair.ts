import { pino } from 'pino';
import type { Channel } from '../channels/channel.ts';
import { openChannels } from '../channels/index.ts';
import type { Config } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { InputError } from '../core/errors.ts';
import { normalisePhone } from '../core/phone.ts';
import { openGateway, type Gateway } from '../gateway/gateway.ts';
import { runAsLeader, type LeaseTools } from '../gateway/lease.ts';
import { openBook, withOffice } from '../open.ts';
import { recordRisksRead } from '../services/channel-audit.ts';
import { actions } from '../services/index.ts';
import { seeLease } from '../store/leases.ts';
import { sentText } from '../store/sent-text.ts';
import type { Store } from '../store/store.ts';
import { openVault } from '../store/vault.ts';
import { readArgs, UsageError, type Command } from './command.ts';
import { linkPhone } from './linking.ts';

const options = {
  phone: { type: 'string' },
  'accept-risks': { type: 'boolean', default: false },
} as const;

const risks = `A linked phone may cost the office dearly:
- WhatsApp forbids automatic and bulk messages by ordinary WhatsApp. The number may be banned, for ever.
- A message is lost when this machine stops before it is stored: WhatsApp was told that it arrived.
- What villagers write passes the servers of a foreign company. PP 71/2019 binds public bodies: ask first.
- Whatever the phone can read, this program can read. Take a number for this alone.
- The official way is the WhatsApp Cloud API: docs/panduan-whatsapp-resmi.md.
Read docs/panduan-whatsapp-tertaut.md. Who goes on says so with --accept-risks, which is kept in the audit.`;

/** As the gateway calls the lease of the account that the environment makes. */
const lease = 'channel:whatsapp';

/** @throws InputError while a server has the phone's account */
export async function demandFree(store: Store): Promise<void> {
  const seen = await seeLease(store, lease);
  if (!seen || seen.over || seen.until === 0) return;
  throw new InputError(
    'A server has this account now, or ended less than a minute ago. Link the phone in its page /admin/saluran/whatsapp/tautan, or stop it and try again.',
  );
}

function phoneOf(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const phone = normalisePhone(typed);
  if (phone === undefined) throw new UsageError('--phone must be a number such as +6281234567890');
  return phone;
}

/** Other channels stay closed: a server may have them. */
const ownSettings = /^WHATSAPP_(?:LINKED|SOCKET)/;

async function openPhone(config: Config, store: Store): Promise<Channel> {
  const ours = Object.entries(config.env).filter(([name]) => ownSettings.test(name));
  const env = Object.fromEntries(ours);
  const [channel] = await openChannels(env, {
    ...config,
    vault: (account) => openVault(store, account),
    sentText: (providerId) => sentText(store, providerId),
  });
  if (channel) return channel;
  throw new InputError('WHATSAPP_LINKED is off: set it to on, here and for the server');
}

/** Does `work` while this process alone has the account; what it throws is thrown on. */
async function alone<T>(tools: LeaseTools, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  let leader: ReturnType<typeof runAsLeader> | undefined;
  const done = new Promise<T>((resolve) => {
    leader = runAsLeader(tools, lease, async ({ over }) => {
      const working = work(over);
      resolve(working);
      await working.catch(() => undefined);
    });
  });
  leader?.start();
  try {
    return await done;
  } finally {
    await leader?.stop();
  }
}

interface Linking {
  readonly channel: Channel;
  readonly gateway: Gateway;
  readonly phone: string | undefined;
  readonly over: AbortSignal;
}

async function listenAndLink({ channel, gateway, ...showing }: Linking): Promise<boolean> {
  await channel.listen?.((events) => gateway.receive(channel.name, events));
  try {
    return await linkPhone(channel, { ...showing, print: (text) => console.log(text) });
  } finally {
    await channel.stop?.();
  }
}

/** What comes while the phone is being linked is stored as by a server, which answers it later. */
async function link(config: Config, store: Store, phone: string | undefined): Promise<boolean> {
  const channel = await openPhone(config, store);
  const log = pino({ level: 'silent' });
  const tools = { store, book: openBook(), actions, clock: systemClock, log };
  const gateway = await openGateway({ ...tools, channels: [channel], office: config.office });
  try {
    return await alone(tools, (over) => listenAndLink({ channel, gateway, phone, over }));
  } finally {
    await gateway.stop();
  }
}

/** Links a phone to WhatsApp in the terminal. */
export const pairCommand: Command = {
  usage: 'pair [--phone +62...] --accept-risks',
  about: 'link a phone to WhatsApp by a picture, or by a code for the phone of that number',
  run: async (args, config) => {
    const { values } = readArgs({ args: [...args], options });
    const phone = phoneOf(values.phone);
    if (!values['accept-risks']) throw new InputError(risks);
    await withOffice(config, async (store) => {
      await demandFree(store);
      const deed = { account: 'whatsapp', officerId: undefined, now: new Date() };
      await recordRisksRead(store, deed);
      if (!(await link(config, store, phone))) throw new InputError('The phone is not linked.');
    });
  },
};
