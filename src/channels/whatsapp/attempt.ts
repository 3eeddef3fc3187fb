import { Latch } from './latch.ts';
import type { Socket } from './socket.ts';

/** One attempt to link a phone: what is shown to whoever holds it. */
export class Attempt {
  /** With a number a code is asked for instead of a picture. */
  readonly #phone: string | undefined;
  readonly #shown = new Latch();
  #show: { readonly qr?: string; readonly code?: string } = {};

  /** `phone` in E.164. */
  constructor(phone: string | undefined) {
    this.#phone = phone?.replace(/\D/g, '');
    this.#shown.shut();
  }

  /** Resolves when there is something to show, or the attempt is over. */
  get shown(): Promise<void> {
    return this.#shown.opened;
  }

  now() {
    return { state: 'scan', ...this.#show } as const;
  }

  /** The next picture; or, once, a code in its place. */
  async offer(socket: Socket, qr: string): Promise<void> {
    if (this.#show.code !== undefined) return;
    this.#show = this.#phone === undefined ? { qr } : await codeFor(socket, this.#phone);
    this.#shown.open();
  }

  end(): void {
    this.#shown.open();
  }
}

/** Nothing where WhatsApp gives none: the attempt ends with the connection. */
async function codeFor(socket: Socket, phone: string): Promise<{ readonly code?: string }> {
  return socket.requestPairingCode(phone).then(
    (code) => ({ code }),
    () => ({}),
  );
}
