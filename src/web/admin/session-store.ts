import { callbackify } from 'node:util';
import { Store, type SessionData } from 'express-session';
import {
  endSession,
  keepSession,
  openSession,
  type OfficerSession,
} from '../../services/officer-sessions.ts';
import type { WebParts } from '../parts.ts';

type Done<T> = (error: unknown, value?: T) => void;

/** Tells express-session how it went: it takes no promises. */
function tell<T>(work: Promise<T>, done: Done<T> = () => undefined): void {
  callbackify(() => work)((error, value) => done(error, value));
}

/** Sessions in our own database, so that a restart or another process knows them. */
export class SessionStore extends Store {
  readonly #parts: Pick<WebParts, 'store' | 'clock'>;

  constructor(parts: Pick<WebParts, 'store' | 'clock'>) {
    super();
    this.#parts = parts;
  }

  override get(name: string, done: Done<SessionData | null>): void {
    const { store, clock } = this.#parts;
    const read = openSession(store, name, clock());
    tell(
      read.then((row) => (row ? toData(row) : null)),
      done,
    );
  }

  override set(name: string, session: SessionData, done?: Done<void>): void {
    const { store, clock } = this.#parts;
    const { row: _read, officerId = null, device = '', ...rest } = session;
    tell(
      keepSession(store, name, { officerId, device, data: JSON.stringify(rest) }, clock()),
      done,
    );
  }

  override destroy(name: string, done?: Done<void>): void {
    tell(endSession(this.#parts.store, name), done);
  }
}

function toData(row: OfficerSession): SessionData {
  const { officerId, device, data } = row;
  const kept = JSON.parse(data) as Pick<SessionData, 'cookie'>;
  return { ...kept, device, ...(officerId !== null && { officerId }), row };
}
