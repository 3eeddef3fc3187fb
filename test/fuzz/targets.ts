import { doorTargets } from './door-targets.ts';
import { keptTargets } from './kept-targets.ts';
import { pageTargets } from './page-targets.ts';
import { readerTargets } from './reader-targets.ts';
import type { Target } from './target.ts';

/** Everything that reads what others wrote, in this process. */
export const targets: readonly Target[] = [...doorTargets, ...readerTargets, ...keptTargets];

/** The same with what is asked for over the network, which takes a hundred times longer. */
export const nightlyTargets: readonly Target[] = [...targets, ...pageTargets];
