import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../core/clock.ts';
import { SendError } from '../../core/errors.ts';
import type { ChannelEvent, ChannelHealth } from '../../core/message.ts';
import type { GammuDatabase } from './database.ts';
import type { PhoneWatch } from './health.ts';
import { joinRows, textOf, type InboxRow, type Joined } from './parts.ts';
import type { SentFollower } from './reports.ts';
import { printable, senderOf } from '../untrusted.ts';

type Deliver = (events: readonly ChannelEvent[]) => Promise<void>;

/** Rows of the inbox at once. */
const most = 500;

const waiting = `select "ID" as id, cast("ReceivingDateTime" as text) as at,
  "SenderNumber" as sender, "Coding" as coding, "UDH" as udh, "Text" as text,
  "TextDecoded" as decoded from inbox where "Processed" = 'false'
  and (cast(? as text) = '' or "RecipientID" = ?) order by "ID" limit ${most}`;

const done = (ids: number): string =>
  `update inbox set "Processed" = 'true' where "ID" in (${Array(ids).fill('?').join(', ')})`;

/** Reports and health are read at every second look only: nobody waits for them. */
const seldom = 2;

/** Some parts of a text are slow; what is there after ten minutes is taken. */
const patienceMs = 600_000;

/** Ids begin anew when the table is emptied: time and sender make the key one for ever. */
const keyOf = ({ id, at, sender }: InboxRow): string => `${id} ${at} ${sender}`;

/** The message of a text; none when no sender is given, whom nobody could answer. */
function eventOf({ rows }: Joined): ChannelEvent[] {
  const [first] = rows;
  if (!first || !printable.safeParse(first.sender).success) return [];
  const from = senderOf(first.sender);
  return [{ kind: 'message', account: 'sms', key: keyOf(first), from, text: textOf(rows) }];
}

/** What is watched, and by which clock. */
interface Watched {
  readonly database: GammuDatabase;
  readonly reports: SentFollower;
  readonly phones: PhoneWatch;
  readonly clock: Clock;
  /** PhoneID of the modem whose messages are ours; empty: all. */
  readonly phone: string;
}

/** Looks into Gammu's tables again and again, and delivers what is new. */
export class GammuListener {
  readonly #watched: Watched;
  readonly #ending = new AbortController();
  /** When the first part of an unfinished text was first seen, by its key. */
  readonly #firstSeen = new Map<string, number>();
  #health = '';
  #running: Promise<void> = Promise.resolve();

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  #isRipe({ rows, complete }: Joined): boolean {
    if (complete) return true;
    const now = this.#watched.clock().getTime();
    const key = keyOf(rows[0] as InboxRow);
    const since = this.#firstSeen.get(key) ?? now;
    this.#firstSeen.set(key, since);
    return now - since >= patienceMs;
  }

  async #takeMessages(deliver: Deliver): Promise<void> {
    const { phone, database } = this.#watched;
    const { run } = database;
    const rows = (await run(waiting, [phone, phone])) as unknown as InboxRow[];
    if (rows.length === 0) this.#firstSeen.clear();
    const ripe = joinRows(rows).filter((joined) => this.#isRipe(joined));
    if (ripe.length === 0) return;
    const events = ripe.flatMap(eventOf);
    if (events.length > 0) await deliver(events);
    const ids = ripe.flatMap((joined) => joined.rows.map(({ id }) => id));
    await run(done(ids.length), ids);
  }

  async #takeReports(deliver: Deliver): Promise<void> {
    const { reports, stored } = await this.#watched.reports.read();
    if (reports.length > 0) await deliver(reports.map((report) => ({ kind: 'report', ...report })));
    await stored();
  }

  async #tellHealth(deliver: Deliver, health: ChannelHealth): Promise<void> {
    const text = JSON.stringify(health);
    if (text === this.#health) return;
    await deliver([{ kind: 'health', ...health }]);
    this.#health = text;
  }

  /** One look. Whatever fails is tried again at the next. */
  async #look(deliver: Deliver, times: number): Promise<void> {
    try {
      await this.#takeMessages(deliver);
      if (times % seldom !== 0) return;
      await this.#takeReports(deliver);
      await this.#tellHealth(deliver, await this.#watched.phones.read());
    } catch (error) {
      if (!(error instanceof SendError)) return; // ours: it is told where it happened
      const health = { account: 'sms', state: 'down', code: error.code } as const;
      await this.#tellHealth(deliver, health).catch(() => undefined);
    }
  }

  /** Looks every `every` milliseconds until `stop`. */
  start(deliver: Deliver, every: number): void {
    const { signal } = this.#ending;
    const loop = async (): Promise<void> => {
      for (let times = 0; !signal.aborted; times += 1) {
        await this.#look(deliver, times);
        await pause(every, undefined, { signal }).catch(() => undefined);
      }
    };
    this.#running = loop();
  }

  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }
}
