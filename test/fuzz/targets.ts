import { doorTargets } from './door-targets.ts';
import { keptTargets } from './kept-targets.ts';
import { readerTargets } from './reader-targets.ts';
import type { Target } from './target.ts';

/** Everything that reads what others wrote. */
export const targets: readonly Target[] = [...doorTargets, ...readerTargets, ...keptTargets];
