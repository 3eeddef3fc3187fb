/** How large portions of long work are, and how long one may take. */
export interface PortionRules {
  readonly first: number;
  readonly least: number;
  readonly most: number;
  /** Milliseconds. */
  readonly target: number;
}

/** The size of the next portion, by how long the last one took: at most twice as large. */
export class Portions {
  readonly #rules: PortionRules;
  #size: number;

  constructor(rules: PortionRules) {
    this.#rules = rules;
    this.#size = rules.first;
  }

  get size(): number {
    return this.#size;
  }

  /** The portion of this size took so many milliseconds. */
  took(ms: number): void {
    const { least, most, target } = this.#rules;
    const next = this.#size * Math.min(2, target / ms);
    this.#size = Math.round(Math.min(most, Math.max(least, next)));
  }
}
