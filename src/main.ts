import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import type { Channel } from './channels/channel.ts';
import { openChannels } from './channels/index.ts';
import { openSimulator } from './channels/simulator.ts';
import type { Config } from './config.ts';
import { systemClock } from './core/clock.ts';
import type { Log } from './core/log.ts';
import { openGateway, type Gateway } from './gateway/gateway.ts';
import { armKillPoint } from './gateway/kill-points.ts';
import { openBook, openOffice } from './open.ts';
import { actions } from './services/index.ts';
import type { Store } from './store/store.ts';
import { createApp } from './web/app.ts';
import { faultOf } from './web/fault.ts';
import { listen, type Listening } from './web/server.ts';

/** A server that runs. */
export interface Server {
  readonly url: string;
  /** Ends in order; nothing accepted is lost. */
  stop(): Promise<void>;
}

interface Parts {
  readonly config: Config;
  readonly store: Store;
  readonly channels: readonly Channel[];
  readonly gateway: Gateway;
  readonly log: Log;
}

function listenWeb(parts: Parts): Promise<Listening> {
  const { config } = parts;
  const tls = config.tls && {
    cert: readFileSync(config.tls.cert),
    key: readFileSync(config.tls.key),
  };
  const settings = { host: config.host, port: config.port, ...(tls && { tls }) };
  return listen(createApp({ ...parts, clock: systemClock }), settings);
}

async function startParts(parts: Parts): Promise<Listening> {
  const web = await listenWeb(parts);
  for (const channel of parts.channels) {
    await channel.listen?.((events) => parts.gateway.receive(channel.name, events));
  }
  await parts.gateway.start();
  return web;
}

/** In reverse: no request comes in (5 s), no socket, what arrived is stored and sent (10 s), then the store. */
async function stopParts({ channels, gateway, store }: Parts, web: Listening): Promise<void> {
  await web.close();
  for (const channel of channels) await channel.stop?.();
  await gateway.stop();
  await store.close();
}

function announce({ config, channels }: Parts, url: string): void {
  const names = channels.map(({ name }) => name).join(', ');
  console.log(`SapaKerja serves office ${config.office} at ${url} (channels: ${names || 'none'})`);
  if (config.simulator) console.log(`  A phone in the browser:  ${url}/simulator`);
  console.log(`  The API:                 ${url}/api/v1/openapi.json`);
  console.log(
    '  The first officer:       npx sapakerja officer add --username U --name N --role admin --password-stdin',
  );
}

/** Longer than all phases of a stop together. */
const stopLimit = 20_000;

function stopOnSignal(stop: () => Promise<void>, log: Log): void {
  const onSignal = (): void => {
    setTimeout(() => {
      log.error({}, 'stopping took too long');
      process.exit(1);
    }, stopLimit).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', onSignal);
  process.once('SIGINT', onSignal);
}

/** Serves until stopped: config -> store -> flows -> channels -> gateway -> web. */
export async function serve(config: Config): Promise<Server> {
  if (config.killAt) armKillPoint(config.killAt);
  const log = pino({ level: config.logLevel, serializers: { err: faultOf } });
  const book = openBook();
  const simulator = config.simulator ? [openSimulator()] : [];
  const channels = [...(await openChannels(config.env, config)), ...simulator];
  const store = await openOffice(config);
  const tools = { store, book, actions, clock: systemClock, log };
  const gateway = await openGateway({ ...tools, channels, office: config.office });
  const parts: Parts = { config, store, channels, gateway, log };
  const web = await startParts(parts);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopParts(parts, web));
  stopOnSignal(stop, log);
  announce(parts, web.url);
  return { url: web.url, stop };
}
