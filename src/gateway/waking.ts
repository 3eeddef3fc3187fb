import type { OutboxNews } from '../store/notify.ts';
import type { Route, Sender } from './send.ts';

/** How whoever has put something into the outbox has it sent at once, by whichever process may. */
export interface Waking {
  /** This process and the others look for it. */
  readonly wake: () => void;
  /** What these accounts are to send: the others look only where this process may not send it. */
  wakeFor(accountIds: readonly number[]): void;
  start(): void;
  /** When nothing leaves from here any more: what is left is the others'. */
  stop(): Promise<void>;
}

/** Wakes `sender`, and other processes by `news`; without it there are none. */
export function openWaking(
  sender: Pick<Sender, 'wake'>,
  news: OutboxNews | undefined,
  routes: () => readonly Route[],
): Waking {
  return {
    wake: () => {
      sender.wake();
      news?.tell();
    },
    wakeFor: (accountIds) => {
      sender.wake();
      const isElsewhere = ({ account, maySend }: Route): boolean =>
        maySend?.() === false && accountIds.includes(account.id);
      if (news && routes().some(isElsewhere)) news.tell();
    },
    start: () => news?.listen(() => sender.wake()),
    stop: async () => {
      news?.tell();
      await news?.stop();
    },
  };
}
