import { benchmarks } from '../bench.ts';
import type { Benchmark } from '../benchmark.ts';
import type { Figure, Goal } from '../report.ts';
import { curvesOf, fileOf } from './curves.ts';
import type { PerformanceRecord, Run } from './record.ts';

/** 1,234,567; small values keep what matters. */
export function written(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

const numberOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** What a figure should be, however it said so. */
function goalOf({ goal, least, most, limit }: Figure): Goal | undefined {
  if (goal) return goal;
  const [atLeast, atMost] = [numberOf(least), numberOf(most) ?? numberOf(limit)];
  if (atLeast === undefined && atMost === undefined) return undefined;
  return { ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
}

const isMissed = (value: number, { atLeast, atMost }: Goal): boolean =>
  value < (atLeast ?? -Infinity) || value > (atMost ?? Infinity);

function goalText({ atLeast, atMost, hope }: Goal): string {
  const bound =
    atLeast === undefined ? `at most ${written(atMost ?? 0)}` : `at least ${written(atLeast)}`;
  return hope === undefined ? bound : `${bound}, hoped ${written(hope)}`;
}

/** What stands in the columns of their own, and what is told elsewhere. */
const columns = ['p50_ms', 'p99_ms', 'longest_ms', 'cpu_us', 'generator'] as const;
const shown = ['name', 'value', 'unit', 'rounds', 'curve', 'x', 'goal', 'least', 'most', 'limit'];
const elsewhere = new Set<string>([...columns, ...shown]);

const heads: Readonly<Record<(typeof columns)[number], string>> = {
  p50_ms: 'p50 ms',
  p99_ms: 'p99 ms',
  longest_ms: 'longest ms',
  cpu_us: 'CPU us each',
  generator: 'generator',
};

function cell(value: unknown): string {
  if (typeof value === 'number') return written(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** From the slowest to the fastest round. */
function spread({ rounds }: Figure): string {
  if (!Array.isArray(rounds) || rounds.length === 0) return '';
  const values = rounds as number[];
  return ` (${written(Math.min(...values))} to ${written(Math.max(...values))})`;
}

function rest(figure: Figure): string {
  const pairs = Object.entries(figure).filter(([key]) => !elsewhere.has(key));
  const said = pairs.map(([key, value]) => `${key.replaceAll('_', ' ')} ${cell(value)}`);
  const goal = goalOf(figure);
  if (goal) {
    const missed = isMissed(figure.value, goal) ? ': **missed**' : '';
    said.unshift(`goal ${goalText(goal)}${missed}`);
  }
  return said.join('; ');
}

/** The figure's name, and among how many. */
const nameOf = ({ name, x }: Figure): string => (x === undefined ? name : `${name}, at ${cell(x)}`);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function table(figures: readonly Figure[]): string {
  const used = columns.filter((column) => figures.some((figure) => figure[column] !== undefined));
  const head = ['what', 'median (all rounds)', ...used.map((column) => heads[column]), 'beside'];
  const rows = figures.map((figure) => [
    nameOf(figure),
    `**${written(figure.value)}** ${figure.unit}${spread(figure)}`,
    ...used.map((column) => (figure[column] === undefined ? '' : cell(figure[column]))),
    rest(figure),
  ]);
  return [head, head.map(() => '---'), ...rows].map(row).join('\n');
}

const command = ({ name }: Benchmark): string => `npm run bench -- ${name}`;

/** A benchmark's command, and what its last run told. */
function section(benchmark: Benchmark, run: Run | undefined): string {
  if (!run) return `Not measured yet: \`${command(benchmark)}\``;
  const { machine } = run;
  const flushes = `${written(machine.value)} ${machine.unit}`;
  const of = `${run.date}, ${run.commit}, ${cell(machine['cores'])} cores, ${flushes}`;
  return `\`${run.command}\` (${of})\n\n${table(run.figures)}`;
}

/** Every figure that has a goal, the missed ones marked. */
function goals(record: PerformanceRecord): string {
  const all = benchmarks.flatMap(({ name }) => record[name]?.figures ?? []);
  const rows = all.flatMap((figure) => {
    const goal = goalOf(figure);
    if (!goal) return [];
    const detail = typeof figure['cores'] === 'string' ? ` (cores: ${figure['cores']})` : '';
    const value = `${written(figure.value)} ${figure.unit}`;
    const held = isMissed(figure.value, goal) ? '**missed**' : 'held';
    return [[nameOf(figure) + detail, value, goalText(goal), held]];
  });
  const head = ['what', 'measured', 'goal', ''];
  return [head, head.map(() => '---'), ...rows].map(row).join('\n');
}

function machineText(record: PerformanceRecord): string {
  const { machine } = Object.values(record)[0] ?? {};
  if (!machine) return 'Nothing is measured yet.';
  const { cpu, cores, memory_gib, system, node, sqlite, postgres } = machine;
  const memory = `${cell(memory_gib)} GiB of memory`;
  const databases = `SQLite ${cell(sqlite)}, PostgreSQL ${cell(postgres)}`;
  return `${cell(cpu)}, ${cell(cores)} cores, ${memory}, ${cell(system)}, Node ${cell(node)}, ${databases}.`;
}

/** The drawings, each with the command that made it. */
function drawings(record: PerformanceRecord): string {
  const drawn = curvesOf(record).map(
    ({ name, title, command: made }) => `![${title}](${fileOf(name)})\n\n\`${made}\``,
  );
  return drawn.join('\n\n') || 'Nothing is drawn yet.';
}

/**
 * docs/performance.md: the template's words, and for `{{NAME}}` what the benchmark of that name
 * told. `{{others}}` is every benchmark that the template does not name.
 */
export function drawPage(template: string, record: PerformanceRecord): string {
  const made = new Map(benchmarks.map((each) => [each.name, section(each, record[each.name])]));
  const others = benchmarks.filter(({ name }) => !template.includes(`{{${name}}}`));
  const parts = others.map((each) => `### ${each.name}\n\n${made.get(each.name)}`);
  made.set('others', parts.join('\n\n'));
  made.set('goals', goals(record)).set('machine', machineText(record));
  made.set('drawings', drawings(record));
  return template.replaceAll(/\{\{([\w-]+)\}\}/g, (_, name: string) => made.get(name) ?? '');
}
