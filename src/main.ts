import { setMaxListeners } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { pino } from 'pino';
import { openAdded, openChannels } from './channels/index.ts';
import { openSimulator } from './channels/simulator.ts';
import type { Config } from './config.ts';
import { systemClock } from './core/clock.ts';
import { toConfigError } from './core/errors.ts';
import type { Log } from './core/log.ts';
import { packWhenIdle } from './core/tidy-heap.ts';
import { growUnderLoad } from './core/young-heap.ts';
import { backupParts } from './gateway/backup-plan.ts';
import { calm, openGateway, type Gateway } from './gateway/gateway.ts';
import { armKillPoint } from './core/kill-points.ts';
import { openBook, openNewsOf, openOffice } from './open.ts';
import { openFiles, type AttachmentFiles } from './services/attachment-files.ts';
import { openSpoolFiles } from './services/spool-files.ts';
import { actions } from './services/index.ts';
import { learnExamples } from './services/learning.ts';
import { openCheckpoints, type Checkpoints } from './store/checkpoints.ts';
import { waitForWriters } from './store/patience.ts';
import { sentText } from './store/sent-text.ts';
import type { Store } from './store/store.ts';
import { openVault } from './store/vault.ts';
import { health } from './web/health.ts';
import { pagesLater } from './web/pages-later.ts';
import { faultOf } from './core/fault.ts';
import { webhooks } from './web/webhooks.ts';
import { listen, type Listening, type ServerSettings } from './web/server.ts';

/** A server that runs. */
export interface Server {
  readonly url: string;
  /** Ends in order; nothing accepted is lost. */
  stop(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly store: Store;
  readonly gateway: Gateway;
  readonly files: AttachmentFiles;
  readonly checkpoints: Checkpoints | undefined;
  readonly log: Log;
  /** Ends what is still being said to providers. */
  readonly leaving: AbortController;
}

/** How long providers are waited for at a stop, in milliseconds: one that is well answers within a second. */
const lastWords = 3_000;

/** For another program that writes, in milliseconds: then messages go to the spool. */
const shortWait = 1_000;

/** Certificate and key from their files. @throws ConfigError when they cannot be read or do not fit */
function readTls({ cert, key }: NonNullable<Config['tls']>): NonNullable<ServerSettings['tls']> {
  try {
    const tls = { cert: readFileSync(cert), key: readFileSync(key) };
    createSecureContext(tls);
    return tls;
  } catch (error) {
    throw toConfigError('TLS_CERT, TLS_KEY', error);
  }
}

async function listenWeb(parts: Parts): Promise<Listening> {
  const { host, port, tls } = parts.config;
  const settings = { host, port, ...(tls && { tls: readTls(tls) }) };
  const web = { ...parts, channels: () => parts.gateway.channels(), clock: systemClock };
  return listen(pagesLater(web), settings, [webhooks(web), health(web)]).catch((error: unknown) => {
    throw toConfigError('HOST, PORT', error);
  });
}

async function startParts(parts: Parts): Promise<Listening> {
  const web = await listenWeb(parts);
  try {
    await parts.gateway.start();
    parts.checkpoints?.start();
    return web;
  } catch (error) {
    await stopParts(parts, web); // else it would take messages in and never send
    throw error;
  }
}

/**
 * In reverse: no request comes in (3 s), no socket, what arrived is stored, what is being sent is
 * recorded (3 s, then as of unknown outcome), then the store. Together less than the 10 s after
 * which Docker kills.
 */
async function stopParts(parts: Parts, web: Listening): Promise<void> {
  await web.close();
  const patience = setTimeout(() => parts.leaving.abort(), lastWords);
  await parts.gateway.stop();
  clearTimeout(patience);
  await parts.checkpoints?.stop();
  await parts.store.close();
}

function announce({ config, gateway }: Parts, url: string): void {
  const names = gateway
    .channels()
    .map(({ name }) => name)
    .join(', ');
  console.log(`SapaKerja serves office ${config.office} at ${url} (channels: ${names || 'none'})`);
  if (config.simulator) console.log(`  A phone in the browser:  ${url}/simulator`);
  console.log(`  The API:                 ${url}/api/v1/openapi.json`);
  console.log(
    '  The first officer:       npx sapakerja officer add --username U --name N --role admin --password-stdin',
  );
}

/** Longer than all phases of a stop together, in milliseconds. */
const stopLimit = 30_000;

/** A bug that nothing caught: Node would print the whole error, with what people wrote. */
function endOnBug(log: Log): void {
  process.once('uncaughtException', (error) => {
    log.error({ err: error }, 'a bug ended the server');
    process.exit(1);
  });
}

function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  const onSignal = (): void => {
    setTimeout(() => {
      log.error({}, 'stopping took too long');
      process.exit(1);
    }, stopLimit).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
}

/** What channels are given. */
const openWorld = (config: Config, store: Store, stopping: AbortSignal) => ({
  ...config,
  stopping,
  vault: (account: string) => openVault(store, account),
  sentText: (providerId: string) => sentText(store, providerId),
});

async function openParts(config: Config, store: Store, log: Log): Promise<Parts> {
  const book = openBook();
  await learnExamples(store);
  const simulator = config.simulator ? [openSimulator()] : [];
  const leaving = new AbortController();
  setMaxListeners(0, leaving.signal); // one for each exchange under way
  const world = openWorld(config, store, leaving.signal);
  const channels = [...(await openChannels(config.env, world)), ...simulator];
  const tools = { store, book, actions, clock: systemClock, log, calm };
  const files = openFiles(join(config.dataDir, 'files'), store.keys);
  const gateway = await openGateway({
    ...tools,
    channels,
    files,
    spool: openSpoolFiles(join(config.dataDir, 'spool'), store.keys, systemClock),
    ...(await openNewsOf(config, log)),
    ...backupParts(config, store.keys, log),
    office: config.office,
    budget: { segments: config.dailySegments, rupiah: config.smsSegmentRupiah },
    openAdded: ({ settings = {}, ...account }) => openAdded({ ...account, settings }, world),
  });
  const checkpoints = await openCheckpoints({ store, log });
  return { config, store, gateway, files, checkpoints, log, leaving };
}

/** Serves until stopped: config -> store -> flows -> channels -> gateway -> web. */
export async function serve(config: Config): Promise<Server> {
  if (config.killAt) armKillPoint(config.killAt);
  const log = pino({ level: config.logLevel, serializers: { err: faultOf } });
  const store = await openOffice(config);
  try {
    await waitForWriters(store, shortWait);
    const parts = await openParts(config, store, log);
    const web = await startParts(parts);
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= stopParts(parts, web));
    endOnBug(log);
    stopOnSignal(stop, log);
    announce(parts, web.url);
    growUnderLoad(() => parts.gateway.turns);
    packWhenIdle(() => parts.gateway.turns);
    return { url: web.url, stop };
  } catch (error) {
    await store.close();
    throw error;
  }
}
