import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { seeSpool } from '../../src/services/spool-files.ts';
import { migrate } from '../../src/store/migrate.ts';
import { databaseNow, type Dialect, type Store } from '../../src/store/store.ts';
import { accountSid, authToken, openFakeTwilio, type FakeTwilio } from '../helpers/fake-twilio.ts';
import {
  makePlace,
  openPlace,
  startServer,
  type Place,
  type RunningServer,
} from '../helpers/server.ts';
import { contradictions, readKept, strayed, withoutNumbers } from './history.ts';
import { repeatAll, speak, villager, type Villager } from './villagers.ts';

/** An office under test: a database, a provider, and one server after another. */
export interface Office {
  readonly place: Place;
  readonly twilio: FakeTwilio;
  readonly store: Store;
  start(env?: Readonly<Record<string, string>>): Promise<RunningServer>;
  close(): Promise<void>;
}

/** Makes an office with an empty database. */
export async function openOffice(dialect: Dialect): Promise<Office> {
  const place = await makePlace(dialect);
  const twilio = await openFakeTwilio();
  const settings = {
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_SMS_FROM: '+15005550006',
    TWILIO_API_URL: twilio.url,
    TWILIO_RATE: '1000',
  };
  const running: RunningServer[] = [];
  const start = async (env: Readonly<Record<string, string>> = {}): Promise<RunningServer> => {
    const server = await startServer(place, { ...settings, ...env });
    running.push(server);
    return server;
  };
  const store = await openPlace(place);
  await migrate(store);
  return {
    place,
    twilio,
    store,
    start,
    close: async () => {
      await Promise.all(running.map((server) => server.kill()));
      await store.close();
      await twilio.close();
      await place.clear();
    },
  };
}

/** What a dead process had claimed is free after its lease: the test does not wait for the time. */
export async function endLeases({ store }: Office): Promise<void> {
  await store.sql('outbound_messages').where({ status: 'sending' }).update({ lease_until: 0 });
}

async function isDrained({ store, place }: Office): Promise<boolean> {
  if ((await seeSpool(join(place.folder, 'spool'))).waiting.length > 0) return false;
  const waiting = await store
    .sql('outbound_messages')
    .whereIn('status', ['queued', 'sending', 'unknown'])
    .where('next_at', '<', store.sql.raw('? + 86400000', [databaseNow(store)]))
    .first('id');
  const failed = await store.sql('inbound_messages').where({ status: 'failed' }).first('id');
  return waiting === undefined && failed === undefined;
}

/** Waits until nothing is left to do. */
export async function drained(office: Office): Promise<void> {
  while (!(await isDrained(office))) await pause(20);
}

/** All speak at once; true when all have said everything. */
export async function speakAll(url: string, speakers: readonly Villager[]): Promise<boolean> {
  const done = await Promise.all(speakers.map((speaker) => speak(url, speaker)));
  return done.every(Boolean);
}

async function integrity({ store }: Office): Promise<string[]> {
  if (store.dialect === 'postgres') return [];
  const rows: { integrity_check: string }[] = await store.sql.raw('pragma integrity_check');
  return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
}

/** @throws AssertionError listing every contradiction between what was acknowledged, kept and sent. */
async function checkHistory(
  office: Office,
  speakers: readonly Villager[],
  expected: readonly string[],
): Promise<void> {
  const world = { expected, taken: office.twilio.messages };
  const found = [...(await integrity(office)), ...strayed(speakers, world.taken)];
  for (const speaker of speakers) {
    found.push(...contradictions(speaker, await readKept(office.store, speaker), world));
  }
  expect(found).to.deep.equal([]);
}

/** A server that is not killed hears the rest, sends everything, hears all of it again, and stops. */
async function finish(
  office: Office,
  speakers: readonly Villager[],
  check: () => Promise<void>,
): Promise<void> {
  await endLeases(office);
  const server = await office.start();
  expect(await speakAll(server.url, speakers)).to.equal(true);
  await drained(office);
  await check(); // before any repeat, which would bring back what was lost
  await Promise.all(speakers.map((speaker) => repeatAll(server.url, speaker)));
  await drained(office);
  await check();
  await server.stop();
  expect(await server.ended).to.equal(0);
}

/** The replies to a villager when nothing goes wrong, without numbers. */
export async function expectedReplies(dialect: Dialect): Promise<string[]> {
  const office = await openOffice(dialect);
  try {
    const calm = villager(0);
    await finish(office, [calm], async () => undefined);
    const { outbound } = await readKept(office.store, calm);
    const texts = outbound.map(({ text }) => withoutNumbers(text));
    expect(texts).to.have.length(calm.lines.length);
    expect(new Set(texts)).to.have.length(texts.length);
    return texts;
  } finally {
    await office.close();
  }
}

/** What a history without contradictions holds. */
export interface Proven {
  /** Acknowledged, none lost, each with one effect. */
  readonly messages: number;
  /** Sent twice, each marked. */
  readonly doubles: number;
}

/**
 * After the kills: finishes in peace and compares all that was acknowledged, kept and sent.
 * @throws AssertionError when something was lost, doubled without a mark, or out of order
 */
export async function finishAndCheck(
  office: Office,
  speakers: readonly Villager[],
  expected: readonly string[],
): Promise<Proven> {
  await finish(office, speakers, () => checkHistory(office, speakers, expected));
  const taken = office.twilio.messages.map(({ to, body }) => `${to} ${body}`);
  return {
    messages: speakers.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
    doubles: taken.length - new Set(taken).size,
  };
}
