import type * as fc from 'fast-check';

/** A reader that is given whatever bytes or texts there are. */
export interface Opened<Value> {
  readonly values: fc.Arbitrary<Value>;
  /** Throws when the reader did not keep its word. */
  readonly use: (value: Value) => void | Promise<void>;
  readonly close?: () => Promise<void>;
}

export interface Target {
  readonly name: string;
  /** Its part of all runs: cheap readers get many. */
  readonly share: number;
  readonly open: () => Promise<OpenedAny>;
}

/** A target whose values nobody else looks at. */
export interface OpenedAny {
  readonly values: fc.Arbitrary<unknown>;
  readonly use: (value: unknown) => void | Promise<void>;
  readonly close?: () => Promise<void>;
}

/** Makes a target; values go from its own arbitrary to its own reader alone. */
export function target<Value>(
  name: string,
  share: number,
  open: () => Opened<Value> | Promise<Opened<Value>>,
): Target {
  return { name, share, open: async () => (await open()) as OpenedAny };
}
