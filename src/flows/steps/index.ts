import { act } from './do.ts';
import { ask } from './ask.ts';
import { go } from './go.ts';
import { review } from './review.ts';
import { say } from './say.ts';

/** The kinds of step, each known by the key of its name. */
export const stepKinds = [ask, say, act, review, go] as const;
