import type { ChannelHealth } from '../core/message.ts';
import { writeHealth, writeSending } from '../store/account-health.ts';
import type { Store } from '../store/store.ts';
import type { Route } from './send.ts';

/** How an account is, as its channel tells. */
export type AccountHealthNews = Omit<ChannelHealth, 'account'> & { readonly accountId: number };

/** The accounts that a channel speaks of; without a name it speaks of all of them. */
export function healthOf(
  routes: readonly Route[],
  channel: string,
  told: readonly ChannelHealth[],
): AccountHealthNews[] {
  const own = routes.map(({ account }) => account).filter((one) => one.channel === channel);
  return told.flatMap(({ account: name, ...how }) =>
    own
      .filter((account) => name === undefined || account.name === name)
      .map(({ id }) => ({ ...how, accountId: id })),
  );
}

/** Stores how accounts are; what is not told stays as it was. */
export async function keepHealth(
  store: Store,
  news: readonly AccountHealthNews[],
  now: Date,
): Promise<void> {
  for (const { accountId, ...how } of news) await writeHealth(store, accountId, how, now.getTime());
}

/** Stores that sending by an account stopped or goes on. */
export async function keepSending(
  store: Store,
  accountId: number,
  { state, code }: ChannelHealth,
  now: Date,
): Promise<void> {
  const failing = state === 'up' ? null : (code ?? 'unexpected');
  await writeSending(store, accountId, failing, now.getTime());
}
