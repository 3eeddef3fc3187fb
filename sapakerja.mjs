#!/usr/bin/env node
/* The `sapakerja` command: builds when needed, then runs src/cli.ts. */
const [major, minor] = process.versions.node.split('.').map(Number);

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

/**
 * npm hands a signal to the shell it has started us by, and that dies without telling us: then the
 * server would go on alone. Its end is the signal.
 */
function endWithShellOfNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, 200).unref();
}

async function run() {
  // Imported here, so that an old Node.js can still read this file.
  const { existsSync } = await import('node:fs');
  const { pathToFileURL } = await import('node:url');
  const { ensureBuilt, markUsed } = await import('./build.mjs');
  if (existsSync('.env')) process.loadEnvFile('.env'); // a variable that is set already wins
  let build;
  try {
    build = ensureBuilt();
  } catch (error) {
    return fail(error.message);
  }
  markUsed(build);
  endWithShellOfNpm();
  await import(pathToFileURL(`${build}/src/cli.js`).href);
}

if (major < 20 || (major === 20 && minor < 19)) {
  fail(`SapaKerja needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
} else {
  run().catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') return fail(error.stack);
    fail(`A package is missing: run npm ci first.\n${error.message}`);
  });
}
