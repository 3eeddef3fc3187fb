/** What survives JSON between two turns. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Named values: a person's answers, what an action takes and gives. */
export type Values = Readonly<Record<string, Json>>;

/** A text or number as trimmed text, a list as its texts with a space between, anything else as ''. */
export function textOf(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map(textOf).join(' ').trim();
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
