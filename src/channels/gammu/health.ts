import type { Clock } from '../../core/clock.ts';
import type { ChannelHealth } from '../../core/message.ts';
import type { GammuDatabase } from './database.ts';

const phonesSql = `select "IMEI" as imei, cast("TimeOut" as text) as beat, "Battery" as battery,
  "Signal" as signal from phones where cast(? as text) = '' or "ID" = ? order by "IMEI"`;

/** SMSD writes its heartbeat at least every StatusFrequency, a minute by default. */
const silentMs = 300_000;

const percent = (value: unknown): number | undefined => {
  const number = Number(value);
  return number >= 0 && number <= 100 ? number : undefined;
};

/** A heartbeat, and when it was first seen. */
interface Beat {
  readonly beat: string;
  readonly seenAt: number;
}

/**
 * Watches SMSD's table of phones. A heartbeat is known by its change, not by its time: the clocks
 * and zones of SMSD, database and ours may differ.
 */
export class PhoneWatch {
  readonly #database: GammuDatabase;
  readonly #clock: Clock;
  readonly #phone: string;
  readonly #beats = new Map<string, Beat>();

  /** `phone`: PhoneID of the modem that is watched; empty: any. */
  constructor(
    database: GammuDatabase,
    { clock, phone }: { readonly clock: Clock; readonly phone: string },
  ) {
    this.#database = database;
    this.#clock = clock;
    this.#phone = phone;
  }

  #isSilent(imei: string, beat: string): boolean {
    const now = this.#clock().getTime();
    const known = this.#beats.get(imei);
    if (known?.beat !== beat) this.#beats.set(imei, { beat, seenAt: now });
    return known?.beat === beat && now - known.seenAt > silentMs;
  }

  /** How the modem is; of several the one that lives. @throws SendError */
  async read(): Promise<ChannelHealth> {
    const rows = await this.#database.run(phonesSql, [this.#phone, this.#phone]);
    if (rows.length === 0) return { account: 'sms', state: 'down', code: 'no-modem' };
    const alive = rows.filter((row) => !this.#isSilent(String(row['imei']), String(row['beat'])));
    const [phone] = alive;
    if (!phone) return { account: 'sms', state: 'down', code: 'modem-silent' };
    const [signal, battery] = [percent(phone['signal']), percent(phone['battery'])];
    return {
      account: 'sms',
      state: 'up',
      code: null,
      ...(signal !== undefined && { signal }),
      ...(battery !== undefined && { battery }),
    };
  }
}
