import type { Channel } from '../channels/channel.ts';
import type { Blocking, DeliveryReport, InboundMessage, OfficerWords } from '../core/message.ts';
import { canReceiveSms } from '../core/phone.ts';
import { clean } from '../language/clean.ts';
import { ensureAccount } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import type { AccountBlocking } from './block.ts';
import type { AccountWords } from './officer-words.ts';
import type { Arrival } from './arrival.ts';
import type { Route } from './send.ts';
import type { AccountReport } from './track.ts';

/** Makes the accounts of the channels where they are new; `to` limits what is sent to one user id. */
export async function openRoutes(
  store: Store,
  channels: readonly Channel[],
  options: { readonly office: string; readonly to?: string; readonly now: Date },
): Promise<Route[]> {
  const routes: Route[] = [];
  for (const channel of channels) {
    for (const { name, medium } of channel.accounts) {
      const wanted = { channel: channel.name, name, medium, officeCode: options.office };
      const account = await ensureAccount(store, wanted, options.now);
      routes.push({ channel, account, ...(options.to !== undefined && { to: options.to }) });
    }
  }
  return routes;
}

function routeOf(routes: readonly Route[], channel: string, account?: string): Route {
  const found = routes.find(
    (route) =>
      route.account.channel === channel &&
      (account === undefined || route.account.name === account),
  );
  if (!found) throw new Error(`no account of ${channel} for this event`);
  return found;
}

/** True for a number that one of our accounts sends from, on whatever channel it writes. */
const isOurs = (from: string, routes: readonly Route[]): boolean =>
  routes.some(({ channel }) => channel.accounts.some(({ phone }) => phone === from));

/**
 * Names and short codes send advertising by SMS, and our own numbers would talk to themselves. On
 * WhatsApp and Telegram every user id is a person's, also `ID.4566546130240823` without a number.
 */
function isReachable({ channel, account }: Route, from: string, routes: readonly Route[]): boolean {
  if (isOurs(from, routes)) return false;
  return channel.local === true || account.medium !== 'sms' || canReceiveSms(from);
}

/** A channel's message as the gateway takes it. @throws Error when it is of no account of ours */
export function toArrival(
  routes: readonly Route[],
  channel: string,
  message: InboundMessage,
): Arrival {
  const route = routeOf(routes, channel, message.account);
  return {
    account: route.account,
    key: message.key,
    sameAs: message.sameAs ?? [],
    from: message.from,
    text: clean(message.text),
    media: message.media ?? [],
    pressedOn: message.pressedOn,
    phone: message.phone,
    aliases: message.aliases ?? [],
    reachable: isReachable(route, message.from, routes),
    limited: route.channel.local !== true,
    ...(message.unreadable && { unreadable: true }),
  };
}

/** A channel's report with the account it is about. @throws Error when it is of no account of ours */
export const toAccountReport = (
  routes: readonly Route[],
  channel: string,
  report: DeliveryReport,
): AccountReport => ({
  ...report,
  accountId: routeOf(routes, channel, report.account).account.id,
});

/** A person's shutting out with the account it is about. @throws Error when it is of no account of ours */
export const toAccountBlocking = (
  routes: readonly Route[],
  channel: string,
  blocking: Blocking,
): AccountBlocking => ({
  ...blocking,
  accountId: routeOf(routes, channel, blocking.account).account.id,
});

/** An officer's words with the account that they left from. @throws Error when it is none of ours */
export const toAccountWords = (
  routes: readonly Route[],
  channel: string,
  words: OfficerWords,
): AccountWords => ({ ...words, account: routeOf(routes, channel, words.account).account });
