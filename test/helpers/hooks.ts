import { closeNetwork } from './closed-network.ts';
import { stopPostgresServer } from './databases.ts';

/** Mocha loads this before the tests (`require` in .mocharc.json). */
export const mochaHooks = {
  beforeAll: closeNetwork,
  afterAll: stopPostgresServer,
};
