/** What may be logged of an error: its kind, code and place. Its text may hold what a person wrote. */
export interface Fault {
  readonly name: string;
  readonly code?: unknown;
  readonly at: readonly string[];
}

/** The place that a line of a stack names. A text of several lines may look like such a line. */
const frame = /^ {4}at (?:.+ \()?((?:file:\/\/|node:|\/)\S+:\d+:\d+)\)?$/;

/** The loggable part of anything thrown. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const lines = (error.stack ?? '').split('\n');
  const at = lines.flatMap((line) => frame.exec(line)?.[1] ?? []).slice(0, 4);
  return { name: error.name, at, ...('code' in error ? { code: error.code } : {}) };
}
