import { postgresServer, stopPostgresServer } from '../helpers/databases.ts';
import { benchSearch } from './search.ts';
import { benchTurns } from './turn.ts';

/**
 * `npm run bench`: one JSON object a line. Nothing else may run on the machine meanwhile.
 * `npm run bench -- turn` or `-- search` measures only that.
 */
const wants = (name: string): boolean => process.argv.length === 2 || process.argv.includes(name);

await postgresServer({ durable: true });
try {
  if (wants('turn')) await benchTurns();
  if (wants('search')) await benchSearch();
} finally {
  await stopPostgresServer();
}
