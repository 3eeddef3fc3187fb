/*
 * The thread of log-copier.ts. It has a connection of its own, so that copying pages and waiting
 * for the disk hold up nobody else.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { CopyMode } from './log-copier.ts';

// No patience: where all is to be copied, SQLite would wait for who reads with the lock of who writes.
const connection = new Database(workerData as string, { fileMustExist: true, timeout: 0 });
connection.pragma('synchronous = FULL'); // else the log may begin anew before its pages are on the disk

parentPort?.on('message', (mode: CopyMode) => {
  const [done] = connection.pragma(`wal_checkpoint(${mode})`) as readonly unknown[];
  parentPort?.postMessage(done);
});
