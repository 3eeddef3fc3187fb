/** What may be logged of an error: its kind, code and place. Its text may hold what a person wrote. */
export interface Fault {
  readonly name: string;
  readonly code?: unknown;
  readonly at: readonly string[];
}

/** The loggable part of anything thrown. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error, at: [] };
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const at = lines.slice(0, 4).map((line) => line.trim());
  return { name: error.name, at, ...('code' in error ? { code: error.code } : {}) };
}
