import { postgresServer, stopPostgresServer } from '../helpers/databases.ts';
import { benchTurns } from './turn.ts';

/** `npm run bench`: one JSON object a line. Nothing else may run on the machine meanwhile. */
await postgresServer({ durable: true });
try {
  await benchTurns();
} finally {
  await stopPostgresServer();
}
