import { abuse } from './abuse.ts';
import { backup } from './backup.ts';
import { inbox } from './inbox.ts';
import { keys } from './keys.ts';
import { outbox } from './outbox.ts';
import { pages } from './pages.ts';
import { parsers } from './parsers.ts';
import { persons } from './persons.ts';
import { processes } from './processes.ts';
import type { Promised } from './promise.ts';

import { storage } from './storage.ts';
import { supply } from './supply.ts';

/** All promises, in the order of docs/reliability.md. */
export const promises: readonly Promised[] = [
  ...inbox,
  ...outbox,
  ...processes,
  ...pages,
  ...keys,
  ...persons,
  ...parsers,
  ...abuse,
  ...storage,
  ...backup,
  ...supply,
];
