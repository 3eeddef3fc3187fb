import { parseArgs } from 'node:util';
import { postgresServer, stopPostgresServer } from '../helpers/databases.ts';
import { benchmarks } from './bench.ts';
import type { Benchmark } from './benchmark.ts';
import { machine } from './machine.ts';
import { commitOf, readRecord, writeDocs, writeRun, type Run } from './page/record.ts';
import { figuresTold } from './report.ts';

/** @throws Error when a name is not in the list. */
function chosen(names: readonly string[], long: boolean): readonly Benchmark[] {
  const known = benchmarks.map(({ name }) => name);
  const stray = names.find((name) => !known.includes(name));
  if (stray) throw new Error(`no benchmark ${stray}: there are ${known.join(', ')}`);
  const isWanted = ({ name, long: takesLong }: Benchmark): boolean =>
    names.length > 0 ? names.includes(name) : long || !takesLong;
  return benchmarks.filter(isWanted);
}

const { values, positionals } = parseArgs({
  options: {
    long: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    draw: { type: 'boolean', default: false },
    scale: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});
const { long, draw } = values;
const scale = Number(values.scale);
/** A trial is no record. */
const write = values.write && scale === 1;

type Measured = Pick<Run, 'commit' | 'machine'>;

async function measureMachine(): Promise<Measured> {
  await machine.run({ long, scale });
  const [figure] = figuresTold();
  if (!figure) throw new Error('the machine was not measured');
  return { commit: commitOf(), machine: figure };
}

async function measure(benchmark: Benchmark, on: Measured): Promise<void> {
  figuresTold(); // what one that failed has told
  await benchmark.run({ long, scale });
  const command = `npm run bench -- ${benchmark.name}${long ? ' --long' : ''}`;
  const date = new Date().toISOString().slice(0, 10);
  if (write) await writeRun(benchmark.name, { command, date, ...on, figures: figuresTold() });
}

async function measureAll(wanted: readonly Benchmark[]): Promise<void> {
  const on = await measureMachine();
  for (const benchmark of wanted) {
    await measure(benchmark, on).catch((error: unknown) => {
      console.error(benchmark.name, error);
      process.exitCode = 1;
    });
  }
}

/**
 * `npm run bench`: each figure one JSON object on one line of standard output, and nothing else
 * there. Nothing else may run on the machine meanwhile. A benchmark that fails is told on standard
 * error, and the others go on. `--write` puts each into docs/performance.json and draws the page;
 * `--draw` measures nothing, and draws the page again. `--scale 0.01` tries whether the big ones run to
 * their end, with so much less of everything; that is never written.
 */
const wanted = chosen(positionals, long);
if (draw) {
  await writeDocs(await readRecord());
} else {
  await postgresServer({ durable: true });
  try {
    await measureAll(wanted);
  } finally {
    await stopPostgresServer();
  }
}
