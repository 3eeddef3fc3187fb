import { parseArgs } from 'node:util';
import { postgresServer, stopPostgresServer } from '../helpers/databases.ts';
import { benchmarks } from './bench.ts';
import type { Benchmark } from './benchmark.ts';
import { machine } from './machine.ts';

/** @throws Error when a name is not in the list. */
function chosen(names: readonly string[], long: boolean): readonly Benchmark[] {
  const known = benchmarks.map(({ name }) => name);
  const stray = names.find((name) => !known.includes(name));
  if (stray) throw new Error(`no benchmark ${stray}: there are ${known.join(', ')}`);
  const isWanted = ({ name, long: takesLong }: Benchmark): boolean =>
    names.length > 0 ? names.includes(name) : long || !takesLong;
  return benchmarks.filter(isWanted);
}

/**
 * `npm run bench`: each figure one JSON object on one line of standard output, and nothing else
 * there. Nothing else may run on the machine meanwhile.
 */
const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const wanted = chosen(positionals, values.long);
await postgresServer({ durable: true });
try {
  for (const benchmark of [machine, ...wanted]) await benchmark.run({ long: values.long });
} finally {
  await stopPostgresServer();
}
