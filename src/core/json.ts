/** What survives JSON between two turns. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Named values: a person's answers, what an action takes and gives. */
export type Values = Readonly<Record<string, Json>>;
