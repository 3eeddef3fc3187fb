import { accuracy, groupBy, isRight, measure, percentile, type Measured } from './measure.ts';
import { readSentences, testSets } from './sentences.ts';

function printTable(title: string, rows: readonly (readonly [string, string, string])[]): void {
  console.log(`\n## ${title}\n`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}

function byKind(set: string, measured: readonly Measured[]): void {
  const groups = [...groupBy(measured, ({ kind }) => kind), ['all', [...measured]] as const];
  const rows = groups.map(
    ([kind, some]) => [kind, String(some.length), `${accuracy(some)} %`] as const,
  );
  printTable(`By kind of writing, ${set}`, [
    ['kind', 'sentences', 'right'],
    ['---', '---', '---'],
    ...rows,
  ]);
}

function confusion(measured: readonly Measured[]): void {
  const wrong = measured.filter((each) => !isRight(each));
  const groups = groupBy(wrong, ({ service, found }) => `${service} -> ${found}`);
  const rows = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  printTable('Confused', [
    ['wanted -> found', 'times', 'for example'],
    ['---', '---', '---'],
    ...rows.map(([pair, some]) => [pair, String(some.length), some[0]?.text ?? ''] as const),
  ]);
}

/** Of texts with a score in a tenth, how many were right: the score should say so. */
function calibration(measured: readonly Measured[]): void {
  const groups = groupBy(measured, ({ score }) => (Math.floor(score * 10) / 10).toFixed(1));
  const rows = [...groups].toSorted(([a], [b]) => a.localeCompare(b));
  printTable('Score and truth', [
    ['score from', 'sentences', 'right'],
    ['---', '---', '---'],
    ...rows.map(([score, some]) => [score, String(some.length), `${accuracy(some)} %`] as const),
  ]);
}

function times(measured: readonly Measured[]): void {
  const spent = measured.map(({ milliseconds }) => milliseconds);
  const shown = [0.5, 0.99, 1].map((part) => percentile(spent, part).toFixed(3));
  console.log(`\nMilliseconds a text: median ${shown[0]}, p99 ${shown[1]}, most ${shown[2]}`);
}

const before = performance.now();
const sets = [...testSets].map(([name, path]) => [name, measure(readSentences(path))] as const);
const measured = sets.flatMap(([, some]) => some);
for (const [name, some] of sets) byKind(name, some);
confusion(measured);
calibration(measured);
times(measured);
console.log(`Seconds in all: ${((performance.now() - before) / 1000).toFixed(1)}`);
