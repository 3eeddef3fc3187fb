import type { Channel } from '../../src/channels/channel.ts';
import type { Store } from '../../src/store/store.ts';
import { health } from '../../src/web/health.ts';
import { pagesLater } from '../../src/web/pages-later.ts';
import type { WebParts, WebSettings } from '../../src/web/parts.ts';
import { listen } from '../../src/web/server.ts';
import { webhooks } from '../../src/web/webhooks.ts';
import { testKeys } from '../helpers/databases.ts';
import { openMigrated } from '../helpers/migrated.ts';

/** The whole web side on a free port, over a fresh store. */
export interface Web {
  readonly url: string;
  readonly store: Store;
  /** The fields of every line that was logged. */
  readonly logged: readonly object[];
  close(): Promise<void>;
}

export type WebChoices = Partial<Omit<WebParts, 'config' | 'channels' | 'gateway'>> & {
  /** What it leaves out does nothing. */
  readonly gateway?: Partial<WebParts['gateway']>;
  readonly config?: Partial<WebSettings>;
  readonly channels?: readonly Channel[] | WebParts['channels'];
};

/** A gateway that takes everything and does nothing. */
export const idleGateway: WebParts['gateway'] = {
  receive: async () => {},
  wake: () => {},
  routes: () => [],
  refresh: async () => {},
  examine: async () => 'sms',
  turns: 0,
  spooled: () => ({ waiting: 0, failed: 0 }),
};

const settings: WebSettings = {
  simulator: true,
  trustProxy: false,
  publicUrl: 'https://sapakerja.example',
  smsSegmentRupiah: 350,
  office: '35.08',
  timezone: 'Asia/Jakarta',
};

const freshStore = (): Promise<Store> => openMigrated(testKeys);

/** Opens it with what the test chose in place of the usual parts. */
export async function openWeb({
  config,
  channels = [],
  gateway = {},
  ...choices
}: WebChoices): Promise<Web> {
  const logged: object[] = [];
  const write = (fields: object): void => {
    logged.push(fields);
  };
  const store = choices.store ?? (await freshStore());
  const parts: WebParts = {
    gateway: Object.create(idleGateway, Object.getOwnPropertyDescriptors(gateway)),
    channels: typeof channels === 'function' ? channels : () => channels,
    clock: () => new Date('2026-11-23T08:00:00+07:00'),
    log: { info: write, warn: write, error: write },
    ...choices,
    config: { ...settings, ...config },
    store,
  };
  const here = { host: '127.0.0.1', port: 0 };
  const server = await listen(pagesLater(parts), here, [webhooks(parts), health(parts)]);
  const close = async (): Promise<void> => {
    await server.close();
    if (!choices.store) await store.close(); // who gave the store closes it
  };
  return { url: server.url, store, logged, close };
}
