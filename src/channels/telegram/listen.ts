import { setTimeout as pause } from 'node:timers/promises';
import type { Telegram } from 'telegraf';
import { z } from 'zod';
import { RejectedRequest, SendError } from '../../core/errors.ts';
import type { ChannelEvent, ChannelHealth } from '../../core/message.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import { readUpdate, wantedUpdates, type ReadUpdate } from './update.ts';

export type Deliver = (events: readonly ChannelEvent[]) => Promise<void>;

/** Seconds that a question for updates stays open when there are none. */
export const pollSeconds = 25;
/**
 * Updates asked for at once. One may be 60 kB long and more (a text of 4,096 characters that answers
 * another, both in \u escapes, both formatted), and what is longer than we read would come again for
 * ever: so after a failure only one is asked for.
 */
const batch = 10;
/** Longest pause after failures, in milliseconds. */
const longestPause = 60_000;

/** What went wrong, as a health code: never a text of the provider. */
export function troubleOf(error: unknown): Pick<ChannelHealth, 'state' | 'code'> {
  if (!(error instanceof SendError)) return { state: 'down', code: 'not-stored' };
  if (error.providerCode === '401' || error.providerCode === '404') {
    return { state: 'waiting', code: 'token-wrong' };
  }
  if (error.providerCode === '409') return { state: 'down', code: 'polled-elsewhere' };
  // Of what we ask here Telegram refuses nothing but the address of our webhook.
  if (error.code === 'refused') return { state: 'waiting', code: 'webhook-refused' };
  return { state: 'down', code: error.code };
}

const numbered = z.object({ update_id: z.int() });

/** A message that cannot be read comes again and again: it is passed over, and told of. */
function readOrSkip(bot: string, value: unknown): ReadUpdate {
  try {
    return readUpdate(bot, value);
  } catch (error) {
    if (!(error instanceof RejectedRequest)) throw error;
    const event = { kind: 'health', account: 'telegram', code: 'unreadable-update' } as const;
    return { events: [event] };
  }
}

/** Asks for updates, again and again: for an office that nobody can call from outside. */
export class Poll {
  readonly #client: Telegram;
  readonly #bot: string;
  /** First update that was not confirmed; 0: the oldest that Telegram still holds. */
  #offset = 0;
  #webhookGone = false;
  #batch = batch;

  constructor(client: Telegram, bot: string) {
    this.#client = client;
    this.#bot = bot;
  }

  /** While a webhook is set Telegram answers no poll; what waits there is kept. */
  async #endWebhook(): Promise<void> {
    if (this.#webhookGone) return;
    try {
      await this.#client.deleteWebhook({ drop_pending_updates: false });
    } catch (error) {
      // A wrong token is told of by the question itself, and a webhook that stays by its 409.
      if (!(error instanceof SendError) || error.code !== 'misconfigured') throw error;
    }
    this.#webhookGone = true;
  }

  async #ask(): Promise<readonly unknown[]> {
    try {
      const asked = this.#client.getUpdates(pollSeconds, this.#batch, this.#offset, wantedUpdates);
      const updates: unknown = await asked;
      this.#batch = batch;
      if (Array.isArray(updates)) return updates;
    } catch (error) {
      this.#batch = 1;
      this.#webhookGone = false; // 409 may mean that somebody has set one meanwhile
      throw error;
    }
    throw unreadableAnswer();
  }

  /**
   * One question. Asking for what comes after an update confirms it, so that is done only once it is
   * stored: a crash in between brings it again. @throws SendError, or what `deliver` throws
   */
  async once(deliver: Deliver): Promise<void> {
    await this.#endWebhook();
    const updates = await this.#ask();
    if (updates.length === 0) {
      // All is confirmed. After a quiet week ids begin anew, perhaps below the ones we know.
      this.#offset = 0;
      return;
    }
    const ids = z.array(numbered).safeParse(updates);
    if (!ids.success) throw unreadableAnswer();
    const read = updates.map((value) => readOrSkip(this.#bot, value));
    await deliver(read.flatMap(({ events }) => events));
    this.#offset = Math.max(...ids.data.map(({ update_id: id }) => id)) + 1;
    await this.#thank(read.flatMap(({ pressed }) => pressed ?? []));
  }

  /** Ends the little clock on pressed buttons. Too late or not at all: it ends by itself. */
  async #thank(pressed: readonly string[]): Promise<void> {
    await Promise.allSettled(pressed.map((id) => this.#client.answerCbQuery(id)));
  }
}

/** One step of listening: a question for updates, or seeing to it that Telegram calls us. @throws SendError */
export type Step = (deliver: Deliver) => Promise<'again' | 'done'>;

/** Does a step until it is done, with growing pauses after failures, and tells when its luck changes. */
export class Listening {
  readonly #firstPause: number;
  readonly #begin: (signal: AbortSignal) => Promise<Step>;
  #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #trouble: string | null | undefined;

  /** `firstPause` in milliseconds, each further one twice as long; what `begin` makes ends with its signal. */
  constructor(firstPause: number, begin: (signal: AbortSignal) => Promise<Step>) {
    this.#firstPause = firstPause;
    this.#begin = begin;
  }

  /** Why it does not get on; null when it does, undefined when it is not known. */
  get trouble(): string | null | undefined {
    return this.#trouble;
  }

  async start(deliver: Deliver): Promise<void> {
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    const step = await this.#begin(signal);
    this.#running = this.#run(step, deliver, signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#trouble = undefined;
  }

  async #run(step: Step, deliver: Deliver, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        const next = await step(deliver);
        failures = 0;
        await this.#tell(deliver, { state: 'up', code: null });
        if (next === 'done') return;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        await this.#tell(deliver, troubleOf(error));
        await pause(this.#pauseAfter(failures, error), undefined, { signal }).catch(
          () => undefined,
        );
      }
    }
  }

  /** Never less than a provider that is asked too often wants. */
  #pauseAfter(failures: number, error: unknown): number {
    const usual = Math.min(longestPause, this.#firstPause * 2 ** Math.min(failures - 1, 9));
    return Math.max(usual, error instanceof SendError ? (error.retryAfter ?? 0) : 0);
  }

  /** Health that cannot be stored now is told again with the next step. */
  async #tell(deliver: Deliver, health: Pick<ChannelHealth, 'state' | 'code'>): Promise<void> {
    if (this.#trouble === health.code) return;
    const event = { kind: 'health', account: 'telegram', ...health } as const;
    const told = await deliver([event]).then(
      () => true,
      () => false,
    );
    if (told) this.#trouble = health.code;
  }
}
