import { migrate } from '../../src/store/migrate.ts';
import { openStore } from '../../src/store/store.ts';
import { testKeys } from './databases.ts';

/*
 * A process that migrates DATABASE_URL or DATABASE_FILE and kills itself when it has sent its
 * statement number KILL_AT. Prints how many statements it sent when it comes to the end.
 */

const { DATABASE_URL: url, DATABASE_FILE: file, KILL_AT: killAt } = process.env;
const store = await openStore(url === undefined ? { file: file ?? '' } : { url }, testKeys);
let statements = 0;
store.sql.on('query-response', () => {
  statements += 1;
  if (statements === Number(killAt)) process.kill(process.pid, 'SIGKILL');
});
await migrate(store);
console.log(statements);
await store.close();
