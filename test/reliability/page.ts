import { promises } from './index.ts';
import type { Promised } from './promise.ts';
import type { Evidence, ReliabilityRecord } from './record.ts';

const row = (cells: readonly string[]): string =>
  `| ${cells.map((each) => each.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row).join('\n');

/** A file of the repository, as a link from docs. */
const link = (file: string): string => `[${file.replace('test/', '')}](../${file})`;

function numbers({ figures, date, commit }: Evidence): string {
  if (date === '') return '**not seen green yet**';
  const all = Object.entries(figures).map(
    ([name, value]) => `${value.toLocaleString('en-US')} ${name}`,
  );
  return `${all.length === 0 ? 'green' : all.join(', ')} (${date}, ${commit})`;
}

/** The sabotages of a promise, each with the test that noticed it. */
function sabotages({ shown }: Promised, evidence: Evidence | undefined): string {
  if (typeof shown === 'string') return '';
  const all = shown.sabotage.map(({ about }) => {
    const seen = evidence?.red.find((each) => each.about === about);
    return seen ? `${about} → _${seen.test}_` : `${about} → **not seen red yet**`;
  });
  return all.join('; ');
}

/** Rows of what is shown, in the order of the list. */
function shownRows(record: ReliabilityRecord): string[][] {
  return promises.flatMap((each) => {
    if (typeof each.shown === 'string') return [];
    const evidence = record[each.id];
    const reached = evidence ? numbers(evidence) : '**not run yet**';
    return [[each.promise, link(each.shown.spec), reached, sabotages(each, evidence)]];
  });
}

const openRows = (): string[][] =>
  promises.flatMap(({ promise, shown }) => (typeof shown === 'string' ? [[promise, shown]] : []));

function countOf(record: ReliabilityRecord): string {
  const shown = promises.filter((each) => typeof each.shown !== 'string');
  const broken = shown.reduce((sum, { id }) => sum + (record[id]?.red.length ?? 0), 0);
  const open = promises.length - shown.length;
  return `${shown.length} promises are shown, ${broken} sabotages were seen red, ${open} are not shown.`;
}

/** docs/reliability.md: the template's words, and its tables made of the list and the record. */
export function drawPage(template: string, record: ReliabilityRecord): string {
  const made = new Map([
    ['count', countOf(record)],
    [
      'shown',
      table(['promise', 'test', 'reached', 'sabotage → test that goes red'], shownRows(record)),
    ],
    ['open', table(['promise', 'why it is not shown'], openRows())],
  ]);
  return template.replaceAll(/\{\{([\w-]+)\}\}/g, (_, name: string) => made.get(name) ?? '');
}
