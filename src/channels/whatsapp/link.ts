import { setTimeout as wait } from 'node:timers/promises';
import { SendError } from '../../core/errors.ts';
import type { Pairing } from '../channel.ts';
import type { Baileys } from './baileys.ts';
import { Attempt } from './attempt.ts';
import {
  openConnection,
  type Connection,
  type ConnectionParts,
  type Watcher,
} from './connection.ts';
import { openHearing, type Hearing } from './hearing.ts';
import type { Deliver } from './inbox.ts';
import { personJid, phoneOf } from './jid.ts';
import { Latch } from './latch.ts';
import { openSession, type Session } from './keys.ts';
import { openCounts, type Socket } from './socket.ts';

export interface LinkParts extends ConnectionParts {
  readonly baileys: Baileys;
}

/** WhatsApp ends the connection so when no picture was scanned in time. */
const timedOut = 408;

/** How long a message waits for a connection that is coming about, in milliseconds. */
const openingTime = 2_000;

/** As many ids of our own are remembered, for the moment before they are stored. */
const remembered = 1_000;

const codeOf = (reason: number | undefined): string => String(reason ?? 'closed');

const away = (providerCode: string, cause?: unknown): SendError =>
  new SendError('unreachable', { retryable: true, providerCode, cause });

/** The link to a phone's WhatsApp: started, paired, kept up, stopped; again and again. */
export class Link {
  readonly #parts: LinkParts;
  readonly #counts = openCounts();
  readonly #own = new Set<string>();
  #hearing: Hearing | undefined;
  #session: Session | undefined;
  #connection: Connection | undefined;
  /** The connection while it is open. */
  #socket: Socket | undefined;
  #attempt: Attempt | undefined;
  /** Open when the connection is, or is over. */
  readonly #settled = new Latch();
  /** Why nothing is tried any more. */
  #refused: number | undefined;

  constructor(parts: LinkParts) {
    this.#parts = parts;
  }

  /** Resolves when it listens; the connection comes about behind it. */
  async start(deliver: Deliver): Promise<void> {
    const { baileys, outside } = this.#parts;
    const isOwn = (id: string): boolean => this.#own.has(id);
    const session = await openSession(baileys, outside.vault);
    const hearing = await openHearing({ ...this.#parts, isOwn }, deliver);
    [this.#session, this.#hearing, this.#refused] = [session, hearing, undefined];
    if (session.linked) this.#connect();
    else hearing.tell({ state: 'waiting', code: 'not-linked' });
  }

  /** Resolves when nothing runs any more and what has arrived is stored. */
  async stop(): Promise<void> {
    await this.#disconnect();
    await this.#session?.close();
    await this.#hearing?.end();
    this.#hearing = undefined;
    this.#session = undefined;
  }

  /**
   * The open connection, its keys kept; one that is just coming about is waited for, as what waited
   * for us is heard before it counts as open. @throws SendError `unreachable` when there is none
   */
  async open(): Promise<Socket> {
    if (!this.#socket && this.#connection)
      await Promise.race([this.#settled.opened, wait(openingTime)]);
    const [socket, session] = [this.#socket, this.#session];
    if (!socket || !session) throw away(session?.linked ? 'not-connected' : 'not-linked');
    await session.kept().catch((cause: unknown) => {
      throw away('keys-not-kept', cause); // a restart would forget what the message was sealed with
    });
    return socket;
  }

  /** Remembers the id of a message that we are about to send. */
  owns(id: string): void {
    if (this.#own.size >= remembered) this.#own.clear();
    this.#own.add(id);
  }

  now(): ReturnType<Pairing['now']> {
    if (this.#attempt) return this.#attempt.now();
    if (this.#refused !== undefined) return { state: 'refused' };
    if (!this.#session?.linked) return { state: 'off' };
    const phone = phoneOf(personJid(this.#session.creds.me?.id) ?? '');
    return { state: 'linked', ...(phone && { phone }) };
  }

  /**
   * Begins to link a phone and resolves when there is something to show; what was linked and is
   * refused now is forgotten. @throws SendError `unreachable` where it does not listen
   */
  async begin(phone?: string): Promise<void> {
    if (!this.#hearing) throw away('not-listening');
    if (this.now().state === 'linked') return;
    await this.#renew();
    this.#attempt = new Attempt(phone);
    this.#connect();
    await this.#attempt.shown;
  }

  /** Ends the link; without a connection only here, WhatsApp learns it from the phone. */
  async end(): Promise<void> {
    await this.#socket?.logout().catch(() => undefined);
    await this.#renew();
    this.#hearing?.tell({ state: 'waiting', code: 'not-linked' });
  }

  /** Ends the connection and forgets all keys. */
  async #renew(): Promise<void> {
    const { baileys, outside } = this.#parts;
    await this.#disconnect();
    await this.#session?.close(); // what is being written would come back
    await outside.vault.clear();
    this.#refused = undefined;
    this.#session = await openSession(baileys, outside.vault);
  }

  async #disconnect(): Promise<void> {
    await this.#connection?.end();
    this.#connection = undefined;
    this.#socket = undefined;
    this.#settled.open();
    this.#endAttempt();
  }

  /** The attempt is over, well or not. */
  #endAttempt(): void {
    this.#attempt?.end();
    this.#attempt = undefined;
  }

  #connect(): void {
    const [session, hearing] = [this.#session, this.#hearing];
    if (!session || !hearing) return;
    this.#settled.shut();
    const watcher = this.#watch(session, hearing);
    this.#connection = openConnection(this.#parts, { session, counts: this.#counts, watcher });
  }

  #watch(session: Session, hearing: Hearing): Watcher {
    return {
      messages: (socket, messages) => hearing.messages(session, socket, messages),
      updates: hearing.updates,
      qr: (socket, qr) => void this.#attempt?.offer(socket, qr),
      opened: (socket) => {
        this.#socket = socket;
        this.#settled.open();
        this.#endAttempt();
        hearing.tell({ state: 'up', code: null });
      },
      lost: (reason) => {
        this.#socket = undefined;
        this.#settled.shut();
        hearing.tell({ state: 'down', code: codeOf(reason) });
      },
      over: (reason) => {
        this.#socket = undefined;
        this.#settled.open();
        const expired = this.#attempt !== undefined && reason === timedOut;
        this.#refused = expired ? undefined : (reason ?? 0);
        this.#endAttempt();
        hearing.tell({ state: 'waiting', code: expired ? 'not-linked' : codeOf(reason) });
      },
    };
  }
}
