import { checklist } from './checklist.ts';
import { shortOf } from './figures.ts';
import { promises } from './index.ts';
import type { Promised, Shown } from './promise.ts';
import type { Evidence, ReliabilityRecord } from './record.ts';

/** A promise that has a test. */
type Testable = Promised & { readonly shown: Shown };

const isTestable = (promised: Promised): promised is Testable => typeof promised.shown !== 'string';

const row = (cells: readonly string[]): string =>
  `| ${cells.map((each) => each.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map(row).join('\n');

/** A file of the repository, as a link from docs. */
const link = (file: string): string => `[${file.replace('test/', '')}](../${file})`;

/** What a full run has yet to reach, for rows that have such a run. */
function missing({ full }: Shown, evidence: Evidence): string {
  if (!full) return '';
  const short = shortOf(evidence.figures, full);
  if (short.length === 0) return '';
  return evidence.full ? `; **not reached: ${short.join(', ')}**` : '; reduced run';
}

function numbers(shown: Shown, evidence: Evidence | undefined): string {
  if (!evidence) return '**not run yet**';
  const { figures, date, commit } = evidence;
  if (date === '') return '**not seen green yet**';
  const all = Object.entries(figures).map(
    ([name, value]) => `${value.toLocaleString('en-US')} ${name}`,
  );
  const told = all.length === 0 ? 'green' : all.join(', ');
  return `${told} (${date}, ${commit}${missing(shown, evidence)})`;
}

const isRed = (evidence: Evidence | undefined, about: string): boolean =>
  evidence?.red.some((each) => each.about === about) === true;

/** The sabotages of a promise, each with the test that noticed it. */
function sabotages({ sabotage }: Shown, evidence: Evidence | undefined): string {
  const all = sabotage.map(({ about }) => {
    const seen = evidence?.red.find((each) => each.about === about);
    return seen ? `${about} → _${seen.test}_` : `${about} → **not seen red yet**`;
  });
  return all.join('; ');
}

/** Rows of what has tests, in the order of the list. */
const shownRows = (record: ReliabilityRecord): string[][] =>
  promises.filter(isTestable).map(({ id, promise, shown }) => {
    const evidence = record[id];
    const what = `${promise} (\`${id}\`)`;
    return [what, link(shown.spec), numbers(shown, evidence), sabotages(shown, evidence)];
  });

const openRows = (): string[][] =>
  promises.flatMap(({ id, promise, shown }) =>
    typeof shown === 'string' ? [[`${promise} (\`${id}\`)`, shown]] : [],
  );

/** Seen green, with the numbers that the run should reach, and each of its sabotages seen red. */
export function isProven({ shown }: Promised, evidence: Evidence | undefined): boolean {
  if (typeof shown === 'string' || !evidence || evidence.date === '') return false;
  if (!shown.sabotage.every(({ about }) => isRed(evidence, about))) return false;
  return !evidence.full || shortOf(evidence.figures, shown.full ?? {}).length === 0;
}

function countOf(record: ReliabilityRecord): string {
  const all = promises.filter(isTestable);
  const proven = all.filter((each) => isProven(each, record[each.id]));
  const broken = all.flatMap(({ id, shown }) =>
    shown.sabotage.map(({ about }) => isRed(record[id], about)),
  );
  const great = all.filter(({ shown }) => shown.full !== undefined);
  const whole = great.filter(
    ({ id, shown }) => shortOf(record[id]?.figures ?? {}, shown.full ?? {}).length === 0,
  );
  return [
    `${proven.length} of ${all.length} rows are shown: their tests were seen green and each of their sabotages red.`,
    `${broken.filter(Boolean).length} of ${broken.length} sabotages were seen red;`,
    `${whole.length} of the ${great.length} rows that have a full run reached its numbers;`,
    `${promises.length - all.length} promises are not shown.`,
  ].join(' ');
}

/** What became of each thing asked for: shown, or why not. */
function askedRows(record: ReliabilityRecord): string[][] {
  return checklist.map(({ asked, rows, note }, at) => {
    const told = rows.map((id) => {
      const promised = promises.find((each) => each.id === id);
      return promised && isProven(promised, record[id]) ? `\`${id}\`` : `\`${id}\` (not shown)`;
    });
    return [String(at + 1), asked, told.join(', '), note ?? ''];
  });
}

/** docs/reliability.md: the template's words, and its tables made of the list and the record. */
export function drawPage(template: string, record: ReliabilityRecord): string {
  const reds = 'sabotage → test that goes red';
  const made = new Map([
    ['count', countOf(record)],
    ['shown', table(['promise', 'test', 'reached', reds], shownRows(record))],
    ['open', table(['promise', 'why it is not shown'], openRows())],
    ['asked', table(['', 'test, with the number to pass', 'rows', 'note'], askedRows(record))],
  ]);
  return template.replaceAll(/\{\{([\w-]+)\}\}/g, (_, name: string) => made.get(name) ?? '');
}
