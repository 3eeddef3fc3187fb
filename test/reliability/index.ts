import { abuse } from './abuse.ts';
import { inbox } from './inbox.ts';
import type { Promised } from './promise.ts';

/** All promises, in the order of docs/reliability.md. */
export const promises: readonly Promised[] = [...inbox, ...abuse];
