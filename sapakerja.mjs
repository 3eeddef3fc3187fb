#!/usr/bin/env node
/* The `sapakerja` command: builds when needed, then runs src/cli.ts. Nothing is imported before the version is known. */
const [major, minor] = process.versions.node.split('.').map(Number);

function say(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

async function run() {
  const { ensureBuilt, markUsed } = await import('./build.mjs');
  const build = ensureBuilt();
  markUsed(build);
  const { pathToFileURL } = await import('node:url');
  await import(pathToFileURL(`${build}/src/cli.js`).href);
}

if (major < 20 || (major === 20 && minor < 19)) {
  say(`SapaKerja needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
} else {
  run().catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') return say(error.message ?? String(error));
    say(`A part is missing (${error.message.split(' imported from')[0]}): run npm ci first.`);
  });
}
