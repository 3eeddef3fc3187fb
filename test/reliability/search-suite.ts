import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../helpers/until.ts';
import { reached } from '../helpers/reached.ts';
import { searchFolder } from './nik-search.ts';

/*
 * The whole suite, then a search for NIKs in all that it leaves behind: databases and their logs,
 * PostgreSQL's log of all that was ever written, what servers printed, attachments, spool, backups,
 * exports. Folders stay when something is found. Arguments go to mocha: a few files instead of all.
 */

const folder = mkdtempSync(join(tmpdir(), 'sapakerja-searched-'));
chmodSync(folder, 0o777); // PostgreSQL runs as a user of its own when root runs the tests

const wanted = process.argv.slice(2);
const args = ['--reporter=dot', ...(wanted.length > 0 ? wanted : ['dist/test/**/*.test.js'])];
const { status } = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js', ...args], {
  env: { ...process.env, KEEP_PLACES: folder },
  stdio: 'inherit',
});

/** PostgreSQL ends after the tests that it served. */
const isOver = (): boolean =>
  readdirSync(folder).every((name) => !existsSync(join(folder, name, 'data', 'postmaster.pid')));

await until(isOver);
const { files, bytes, hits } = await searchFolder(folder);
for (const hit of hits) console.log(hit);
const megabytes = Math.round(bytes / 1e6);
console.log(
  `${files} files, ${megabytes} MB, ${hits.length} with a NIK; tests ended with ${status}`,
);
reached('nik-nowhere', { files, megabytes, 'files with a NIK': hits.length });
if (hits.length === 0) rmSync(folder, { recursive: true });
process.exitCode = status === 0 && files > 0 && hits.length === 0 ? 0 : 1;
