import { z } from 'zod';
import type { DeliveryReport } from '../../core/message.ts';
import type { GammuDatabase } from './database.ts';
import { ours } from './outbox.ts';
import { readHeader } from './parts.ts';
import type { Vault } from '../kind.ts';
import { readJson } from '../untrusted.ts';

/** A row of sentitems: one part. */
interface SentRow {
  readonly id: number;
  readonly creator: string;
  readonly status: string;
  readonly error: number;
  readonly udh: string;
}

type Told = Pick<DeliveryReport, 'status' | 'code'>;

/** Words of SMSD for one part (its manual, "sentitems"). */
const partStatuses: Readonly<Record<string, DeliveryReport['status']>> = {
  SendingOK: 'sent',
  SendingOKNoReport: 'sent',
  DeliveryPending: 'sent',
  DeliveryUnknown: 'sent',
  DeliveryOK: 'delivered',
  SendingError: 'failed',
  DeliveryFailed: 'failed',
  Error: 'failed',
};

function codeOf({ status, error }: SentRow): string {
  return error >= 0 ? `${status}-${error}` : status;
}

/** What became of a text, from its parts: it is as far as the last of them; one lost is all lost. */
export function tellOf(rows: readonly SentRow[]): Told | undefined {
  const statuses = rows.map(({ status }) => partStatuses[status]);
  const lost = rows.find((_, at) => statuses[at] === 'failed');
  if (lost) return { status: 'failed', code: codeOf(lost) };
  const parts = Math.max(...rows.map(({ udh }) => readHeader(udh)?.parts ?? 1));
  if (rows.length < parts) return { status: 'sending' };
  if (statuses.every((status) => status === 'delivered')) return { status: 'delivered' };
  return statuses.includes(undefined) ? undefined : { status: 'sent' };
}

/** Messages at once; each has at most 255 parts. */
const most = 200;

const isOurs = `"CreatorID" like '${ours}'`;

const changed = `select cast(max("UpdatedInDB") as text) as at, "ID" as id from sentitems
  where ${isOurs} and (cast(? as text) = '' or "SenderID" = ?) and ("UpdatedInDB" > ? or ("UpdatedInDB" = ? and "ID" >= ?))
  group by "ID" order by 1, 2 limit ${most}`;

const partsSql = (ids: number): string => `select "ID" as id, "CreatorID" as creator,
  "Status" as status, "StatusError" as error, "UDH" as udh from sentitems
  where ${isOurs} and "ID" in (${Array(ids).fill('?').join(', ')}) order by "ID", "SequencePosition"`;

const groupRows = (rows: readonly SentRow[]): Map<string, SentRow[]> => {
  const groups = new Map<string, SentRow[]>();
  for (const row of rows) groups.set(row.creator, [...(groups.get(row.creator) ?? []), row]);
  return groups;
};

/** How far was read: time of the database, and message of that time. */
const place = z.object({ at: z.string(), id: z.number() });
type Place = z.output<typeof place>;

const beginning: Place = { at: '1970-01-01 00:00:00', id: 0 };

/** Reports, and what to remember when they are stored. */
interface News {
  readonly reports: readonly DeliveryReport[];
  /** To be called when the reports are stored: the next reading begins behind them. */
  readonly stored: () => Promise<void>;
}

/** Follows sentitems. How far it has read is kept in the vault, so that a restart reads on. */
export class SentFollower {
  readonly #database: GammuDatabase;
  readonly #vault: Vault;
  readonly #phone: string;
  #place: Place | undefined;
  /** What was told last, of the messages read last: the one at the border is read again. */
  #told: ReadonlyMap<string, string> = new Map();

  /** `phone`: PhoneID of the modem that is followed; empty: all. */
  constructor(
    database: GammuDatabase,
    { vault, phone }: { readonly vault: Vault; readonly phone: string },
  ) {
    this.#database = database;
    this.#vault = vault;
    this.#phone = phone;
  }

  async #since(): Promise<Place> {
    if (this.#place) return this.#place;
    const kept = (await this.#vault.read('gammu', ['reports'])).get('reports') ?? '';
    const read = place.safeParse(readJson(kept));
    return (this.#place = read.success ? read.data : beginning);
  }

  async #keep(now: Place, told: ReadonlyMap<string, string>): Promise<void> {
    const before = this.#place;
    this.#told = told;
    this.#place = now;
    if (before?.at === now.at && before.id === now.id) return;
    await this.#vault.write([{ category: 'gammu', id: 'reports', value: JSON.stringify(now) }]);
  }

  /** What SMSD has newly learnt of our messages. @throws SendError */
  async read(): Promise<News> {
    const { at, id } = await this.#since();
    const found = await this.#database.run(changed, [this.#phone, this.#phone, at, at, id]);
    const last = found.at(-1);
    if (!last) return { reports: [], stored: async () => undefined };
    const ids = found.map((row) => Number(row['id']));
    const rows = (await this.#database.run(partsSql(ids.length), ids)) as unknown as SentRow[];
    const tells = [...groupRows(rows)].map(
      ([providerId, parts]) => [providerId, tellOf(parts)] as const,
    );
    const told = new Map(tells.map(([providerId, tell]) => [providerId, JSON.stringify(tell)]));
    const reports = tells.flatMap(([providerId, tell]) =>
      tell && this.#told.get(providerId) !== told.get(providerId)
        ? [{ account: 'sms', providerId, ...tell }]
        : [],
    );
    const now = { at: String(last['at']), id: Number(last['id']) };
    return { reports, stored: () => this.#keep(now, told) };
  }
}
