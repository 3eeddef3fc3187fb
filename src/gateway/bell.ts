/** Something to wait for. A ring ends the wait, and is remembered when nobody waits. */
export class Bell {
  #rung = false;
  #waiting: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#waiting?.();
  }

  /** Forgets earlier rings: what they announced is being looked for. */
  silence(): void {
    this.#rung = false;
  }

  /** True when it rang since the last `silence` or `heard`. */
  get rung(): boolean {
    return this.#rung;
  }

  /** Resolves at the next ring, at once when it has rung, at the latest after `ms`. */
  async heard(ms: number): Promise<void> {
    if (!this.#rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#rung = false;
    this.#waiting = undefined;
  }
}
