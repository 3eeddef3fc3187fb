import type { Channel } from '../../src/channels/channel.ts';
import { SendError } from '../../src/core/errors.ts';
import type { InboundMessage, Medium, OutboundMessage } from '../../src/core/message.ts';
import type { FlowBook } from '../../src/flows/flow.ts';
import { openBook } from '../../src/open.ts';
import { openGateway, type Gateway } from '../../src/gateway/gateway.ts';
import type { GatewayTools } from '../../src/gateway/tools.ts';
import type { Action } from '../../src/services/action.ts';
import { actions } from '../../src/services/index.ts';
import type { Budget } from '../../src/services/budget.ts';
import { seedOffices } from '../../src/services/offices.ts';
import { ensureAccount, type Account } from '../../src/store/accounts.ts';
import type { Store } from '../../src/store/store.ts';

/** The moment at which tests begin: a Monday morning in Lumajang. */
export const testStart = new Date('2026-11-23T08:00:00+07:00');

let book: FlowBook | undefined;

/** A gateway over a real store, a settable clock and a channel that remembers what it sent. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly tools: GatewayTools;
  readonly accounts: ReadonlyMap<number, Account>;
  /** What left, oldest first. */
  readonly sent: OutboundMessage[];
  /** What was logged at warn or above. */
  readonly logged: { readonly message: string; readonly fields: object }[];
  /** Sends a text as that person and gives the reply; undefined when there is silence. */
  readonly say: (
    from: string,
    text: string,
    more?: Partial<InboundMessage>,
  ) => Promise<string | undefined>;
  /** Delivers a text under a key of one's own; nothing is sent yet. */
  readonly arrive: (
    from: string,
    text: string,
    key: string,
    more?: Partial<InboundMessage>,
  ) => Promise<void>;
  /** Moves the clock. */
  readonly pass: (ms: number) => void;
  readonly now: () => Date;
}

/** A second account of the test's channel: an office's bot beside its SMS number. */
export const bot = { name: 'bot', medium: 'telegram' } as const;

/** The number that an office calls its officers from, where people write by another medium. */
const smsBeside = { name: 'sms', medium: 'sms' } as const;

/** What a test may change. */
export interface TestOptions {
  readonly medium?: Medium;
  /** Opens a bot of Telegram as well, reached with `account: 'bot'`. */
  readonly bot?: boolean;
  /** Opens a second account, for SMS. */
  readonly smsBeside?: boolean;
  /** A channel of this machine, as the terminal is. */
  readonly local?: boolean;
  readonly actions?: Readonly<Record<string, Action>>;
  /** What SMS may cost in a day. */
  readonly budget?: Budget;
  /** Stands in for the provider; throws SendError to refuse. */
  readonly send?: (message: OutboundMessage) => Promise<void>;
}

const testChannel = (options: TestOptions, sent: OutboundMessage[]): Channel => ({
  name: 'test',
  accounts: [
    { name: '+6281100000000', medium: options.medium ?? 'sms', phone: '+6281100000003' },
    ...(options.bot ? [bot] : []),
    ...(options.smsBeside ? [smsBeside] : []),
  ],
  rate: 1_000_000,
  local: options.local ?? false,
  webhooks: [],
  send: async (message) => {
    await options.send?.(message);
    sent.push(message);
    return { providerId: message.id };
  },
});

/** A provider that refuses everything with this error. */
export const refusing =
  (code: ConstructorParameters<typeof SendError>[0], retryable: boolean) => () =>
    Promise.reject(new SendError(code, { retryable }));

/** Opens the real gateway with the real flows over `store`. */
export async function openTestGateway(
  store: Store,
  options: TestOptions = {},
): Promise<TestGateway> {
  await seedOffices(store);
  let now = testStart.getTime();
  let keys = 0;
  const sent: OutboundMessage[] = [];
  const logged: { message: string; fields: object }[] = [];
  const note = (fields: object, message: string) => void logged.push({ message, fields });
  const tools: GatewayTools = {
    store,
    book: (book ??= openBook()),
    actions: options.actions ?? actions,
    clock: () => new Date(now),
    log: { info: () => undefined, warn: note, error: note },
  };
  const channels = [testChannel(options, sent)];
  const gateway = await openGateway({
    ...tools,
    channels,
    office: '35.08',
    ...(options.budget && { budget: options.budget }),
  });
  const [address] = channels.flatMap((channel) => channel.accounts);
  const wanted = {
    channel: 'test',
    name: '',
    medium: 'sms',
    officeCode: '35.08',
    ...address,
  } as const;
  const account = await ensureAccount(store, wanted, testStart);
  const arrive: TestGateway['arrive'] = (from, text, key, more = {}) =>
    gateway.receive('test', [
      { kind: 'message', account: '+6281100000000', key, from, text, ...more },
    ]);
  return {
    gateway,
    tools,
    accounts: new Map([[account.id, account]]),
    sent,
    logged,
    arrive,
    say: async (from, text, more = {}) => {
      const before = sent.length;
      now += 5_000;
      await arrive(from, text, `key-${(keys += 1)}`, more);
      await gateway.drain();
      return sent.slice(before).find(({ to }) => to === from)?.text;
    },
    pass: (ms) => {
      now += ms;
    },
    now: () => new Date(now),
  };
}
