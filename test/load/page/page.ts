import { benchmarks } from '../bench.ts';
import type { Benchmark } from '../benchmark.ts';
import type { Figure } from '../report.ts';
import { curvesOf, fileOf } from './curves.ts';
import { goalText, isMissed, judged } from './goals.ts';
import type { PerformanceRecord, Run } from './record.ts';
import { cell, nameOf, written } from './written.ts';

/** What stands in the columns of their own, and what is told elsewhere. */
const columns = ['p50_ms', 'p99_ms', 'longest_ms', 'cpu_us', 'generator'] as const;
/** What is told elsewhere in a row. */
const shown =
  'name value unit rounds curve x goal least most limit limit_ms limit_p99_ms p50_ms p99_ms longest_ms cpu_us generator';
const elsewhere = new Set(shown.split(' '));

const heads: Readonly<Record<(typeof columns)[number], string>> = {
  p50_ms: 'p50 ms',
  p99_ms: 'p99 ms',
  longest_ms: 'longest ms',
  cpu_us: 'CPU us each',
  generator: 'generator',
};

/** From the slowest to the fastest round. */
function spread({ rounds }: Figure): string {
  if (!Array.isArray(rounds) || rounds.length === 0) return '';
  const values = rounds as number[];
  return ` (${written(Math.min(...values))} to ${written(Math.max(...values))})`;
}

function rest(figure: Figure): string {
  const pairs = Object.entries(figure).filter(([key]) => !elsewhere.has(key));
  const said = pairs.map(([key, value]) => `${key.replaceAll('_', ' ')} ${cell(value)}`);
  const bounds = judged(figure).map((each) => {
    const of = each.unit === figure.unit ? '' : 'p99 ';
    return `goal ${of}${goalText(each)}${isMissed(each) ? ': **missed**' : ''}`;
  });
  return [...bounds, ...said].join('; ');
}

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

/** Everything that has a goal, what is missed marked. */
function goals(record: PerformanceRecord): string {
  const all = benchmarks.flatMap(({ name }) => record[name]?.figures ?? []).flatMap(judged);
  const rows = all.map((each) => {
    const held = isMissed(each) ? '**missed**' : 'held';
    return [each.name, `${written(each.value)} ${each.unit}`, goalText(each), held];
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
