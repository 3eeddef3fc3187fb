import type { Values } from './json.ts';

/** What a flow may ask of the office with `do:`; the catalogue lets `flows check` find unknown names. */
export interface ActionSpec {
  /** Names that `with:` may give. */
  readonly takes: readonly string[];
  /** Each outcome that `on:` must answer, with the names of the values it brings. */
  readonly outcomes: Readonly<Record<string, readonly string[]>>;
}

/** `vacancies.search` -> its spec. */
export type ActionCatalogue = Readonly<Record<string, ActionSpec>>;

/** What came of an action; `values` are merged into the dialogue's answers. */
export interface Outcome {
  readonly name: string;
  readonly values: Values;
}
