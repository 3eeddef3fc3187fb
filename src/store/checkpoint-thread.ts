/*
 * The thread of checkpoints.ts. It has a connection of its own, so that copying pages and waiting
 * for the disk hold up nobody else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';

const connection = new Database(workerData as string, { fileMustExist: true, timeout: 0 });
connection.pragma('synchronous = FULL'); // else the log may begin anew before its pages are on the disk

parentPort?.on('message', () => {
  const [done] = connection.pragma('wal_checkpoint(PASSIVE)') as readonly unknown[];
  parentPort?.postMessage(done);
});
