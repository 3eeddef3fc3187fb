import { z } from 'zod';
import { SendError } from '../core/errors.ts';
import type { Channel, RunSql } from './channel.ts';
import { openGammuDatabase, type GammuDatabase } from './gammu/database.ts';
import { PhoneWatch } from './gammu/health.ts';
import { GammuListener } from './gammu/listen.ts';
import { handOver, isKnown, isWaiting, type Outbox } from './gammu/outbox.ts';
import { SentFollower } from './gammu/reports.ts';
import { channelKind, rate, type Outside } from './kind.ts';
import { printable } from './untrusted.ts';

const settings = z.object({
  GAMMU_DATABASE_URL: z
    .string()
    .regex(/^(postgres(ql)?:\/\/|sqlite:\/\/\/)./, 'must be postgres://... or sqlite:///path'),
  /** PhoneID of the modem, where several share one database. */
  GAMMU_PHONE_ID: printable.optional(),
  // A modem sends one part in three to six seconds.
  GAMMU_RATE: rate.default(0.3),
});

type Settings = z.output<typeof settings>;

/** How often Gammu's tables are looked into, in milliseconds. */
const every = 500;

/** Names a table for good: the server's start, the database and the table's own number in it. */
const identity = `select pg_postmaster_start_time()::text as started, current_database() as name,
  to_regclass('outbox')::oid::text as number`;

/** Whether the outbox seen by `run` is the very table that SMSD has. @throws SendError */
async function isShared(database: GammuDatabase, run: RunSql): Promise<boolean> {
  if (database.dialect !== 'postgres') return false;
  const [ours, theirs] = [await run(identity, []), await database.run(identity, [])];
  return ours[0]?.['number'] !== null && JSON.stringify(ours) === JSON.stringify(theirs);
}

/** What sending looks at. */
interface Way {
  readonly database: GammuDatabase;
  readonly outbox: Outbox;
  readonly phones: PhoneWatch;
}

/**
 * A modem that fell silent is given one message and no more: the others wait with us, where they lose their
 * worth in time and have other ways, instead of leaving all at once days later.
 * @throws SendError provider-down
 */
async function expectTaken({ database, outbox, phones }: Way, id: string): Promise<void> {
  const { code: providerCode } = await phones.read();
  if (providerCode !== 'modem-silent' || !(await isWaiting(database.run, outbox))) return;
  if (await isKnown(database.run, id)) return;
  throw new SendError('provider-down', { retryable: true, providerCode });
}

function channelOf(database: GammuDatabase, outside: Outside, config: Settings): Channel {
  const { clock, vault } = outside;
  const phone = config.GAMMU_PHONE_ID ?? '';
  const outbox = { dialect: database.dialect, phone: phone || null };
  const phones = new PhoneWatch(database, { clock, phone });
  const reports = new SentFollower(database, { vault, phone });
  const way = { database, outbox, phones };
  let listener: GammuListener | undefined;
  let shared: boolean | undefined;
  return {
    name: 'gammu',
    accounts: [{ name: 'sms', medium: 'sms' }],
    rate: config.GAMMU_RATE,
    idempotent: true,
    offersAgain: true, // a row stays as it is until we have marked it
    webhooks: [],
    listen: async (deliver) => {
      listener = new GammuListener({ database, reports, phones, clock, phone });
      listener.start(deliver, every);
    },
    check: async () => [await phones.read()],
    stop: async () => {
      await listener?.stop();
      await database.close();
    },
    send: async (message) => {
      await expectTaken(way, message.id);
      return database.transaction((run) => handOver(run, outbox, message));
    },
    find: async ({ id }) => ((await isKnown(database.run, id)) ? { providerId: id } : undefined),
    within: async (run) => {
      shared ??= await isShared(database, run);
      if (!shared) return undefined;
      return async (message) => {
        await expectTaken(way, message.id);
        return handOver(run, outbox, message);
      };
    },
  };
}

/** Gammu SMSD and its modem, by SMSD's own tables. `docs/gammu-smsdrc` is its other half. */
export const gammu = channelKind({
  name: 'gammu',
  needs: [['GAMMU_DATABASE_URL']],
  settings,
  open: async (config, outside) => {
    const database = await openGammuDatabase(config.GAMMU_DATABASE_URL, outside.timeout);
    return channelOf(database, outside, config);
  },
});
