import { keepModel } from './kept-model.ts';
import { learn } from './understand.ts';

/* Run by build.mjs in a build that is finished but for this. */
keepModel(learn([]));
