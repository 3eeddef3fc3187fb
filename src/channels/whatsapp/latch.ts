/** Something to wait for, as often as it comes. */
export class Latch {
  #open = (): void => undefined;
  #opened: Promise<void> = Promise.resolve();

  /** From now on it is waited for. */
  shut(): void {
    this.#opened = new Promise((resolve) => (this.#open = resolve));
  }

  /** It has come, or will not come any more. */
  open(): void {
    this.#open();
  }

  /** Resolves when it is open; at once unless it was shut. */
  get opened(): Promise<void> {
    return this.#opened;
  }
}
