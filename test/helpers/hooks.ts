import { closeNetwork } from './closed-network.ts';
import { stopPostgresServer } from './databases.ts';
import { tellWorkers } from './full.ts';
import { keepPlaces } from './kept.ts';

tellWorkers();
keepPlaces();

/** Workers run many files, and these hooks around each: a server of our own ends with its worker. */
const lasts =
  process.env['MOCHA_WORKER_ID'] !== undefined && process.env['DATABASE_URL'] === undefined;

/** Mocha loads this before the tests (`require` in .mocharc.json). */
export const mochaHooks = {
  beforeAll: closeNetwork,
  ...(lasts ? {} : { afterAll: stopPostgresServer }),
};
