import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { commitOf } from '../load/page/record.ts';
import { figuresOf, parseReached, shortOf, untold, type Told } from './figures.ts';
import { promises } from './index.ts';
import type { Promised, Sabotage, Shown } from './promise.ts';
import { readRecord, writeDocs, type Evidence, type SeenRed } from './record.ts';
import { misfits, noticedBy, root, runSabotaged } from './sabotaged.ts';
import { runSpec, type SpecRun } from './spec-run.ts';

/** A promise that has a test. */
type Testable = Promised & { readonly shown: Shown };

const { values: options, positionals } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    draw: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    take: { type: 'string' },
    'sabotage-only': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});

const isTestable = (promised: Promised): promised is Testable => typeof promised.shown !== 'string';

/** @throws Error when an id is not in the list. */
function chosen(ids: readonly string[]): readonly Testable[] {
  const stray = ids.find((id) => !promises.some((each) => each.id === id));
  if (stray !== undefined) throw new Error(`no promise ${stray}`);
  return promises.filter(isTestable).filter(({ id }) => ids.length === 0 || ids.includes(id));
}

function fail(words: string): void {
  console.log(`FAILED  ${words}`);
  process.exitCode = 1;
}

const firstLine = (text: string): string => text.trim().split('\n')[0] ?? '';

/** Tests that show several promises run once. */
const runs = new Map<string, Promise<SpecRun>>();

function runWhole({ shown: { spec, grep } }: Testable): Promise<SpecRun> {
  const key = JSON.stringify([spec, grep]);
  const run = runs.get(key) ?? runSpec({ spec, grep }, { root, full: options.full });
  runs.set(key, run);
  return run;
}

/** Why a run on the whole build shows nothing; undefined when it does. */
function faultOf({ id, shown }: Testable, run: SpecRun): string | undefined {
  const { passed, skipped, failures, broken, told } = run;
  const [first] = failures;
  if (first)
    return `${passed} passed, ${failures.length} failed: ${first.title}: ${firstLine(first.message)}`;
  if (broken !== undefined) return broken;
  if (passed === 0) return 'no test was found';
  if (skipped > 0) return `${skipped} tests were skipped`;
  const [figures, wanted] = [figuresOf(id, told), shown.full ?? {}];
  const missing = options.full ? shortOf(figures, wanted) : untold(figures, wanted);
  return missing.length === 0 ? undefined : `not reached: ${missing.join(', ')}`;
}

/** Runs the tests of a promise on the whole build; undefined when they fail. */
async function proveWhole(promised: Testable): Promise<SpecRun | undefined> {
  const run = await runWhole(promised);
  const fault = faultOf(promised, run);
  if (fault === undefined) {
    console.log(`green   ${promised.id}: ${run.passed} tests in ${run.seconds} s`);
    return run;
  }
  fail(`${promised.id}: ${fault}`);
  return undefined;
}

/** What became of a run that no test ended by noticing. */
function unnoticed({ passed, failures, broken }: SpecRun): string {
  if (broken !== undefined) return `broke the run instead: ${broken}`;
  const [first] = failures;
  if (first) return `broke the program instead: ${first.title}: ${firstLine(first.message)}`;
  return passed === 0 ? 'no test was found' : `stays green in ${passed} tests`;
}

/** Breaks a promise; gives the test that noticed it. */
async function prove({ id, shown }: Testable, sabotage: Sabotage): Promise<SeenRed | undefined> {
  const name = `${id}, ${sabotage.about}`;
  const faults = await misfits(sabotage);
  if (faults.length > 0) {
    fail(`${name}: ${faults.join('; ')}`);
    return undefined;
  }
  const run = await runSabotaged(sabotage, shown);
  const noticed = noticedBy(run);
  if (!noticed) {
    fail(`${name}: ${unnoticed(run)}`);
    return undefined;
  }
  console.log(`red     ${name}: ${noticed.title}: ${firstLine(noticed.message)}`);
  return { about: sabotage.about, test: noticed.title };
}

const today = (): string => new Date().toISOString().slice(0, 10);

/** A full run's figures stay until the next. */
function evidenceOf(id: string, told: readonly Told[], before: Evidence | undefined): Evidence {
  if (before?.full && !options.full) return before;
  const figures = figuresOf(id, told);
  return { figures, full: options.full, date: today(), commit: commitOf(), red: [] };
}

/** Of tests that were not seen green. */
const unproven = { figures: {}, full: false, date: '', commit: '' } as const;

/** Writes are short, and one after the other. */
let writing = Promise.resolve();

async function keep(id: string, change: (before?: Evidence) => Evidence): Promise<void> {
  const before = writing;
  writing = (async () => {
    await before;
    const record = await readRecord();
    await writeDocs({ ...record, [id]: change(record[id]) });
  })();
  return writing;
}

async function provePromise(promised: Testable): Promise<void> {
  const whole = options['sabotage-only'] ? undefined : await proveWhole(promised);
  const red: SeenRed[] = [];
  const isWhole = whole !== undefined || options['sabotage-only']; // else they are red by themselves
  for (const sabotage of isWhole ? promised.shown.sabotage : []) {
    const seen = await prove(promised, sabotage);
    if (seen) red.push(seen);
  }
  if (!options.write) return;
  await keep(promised.id, (before) => {
    if (whole) return { ...evidenceOf(promised.id, whole.told, before), red };
    const kept = options['sabotage-only'] ? before : undefined; // else its tests have just failed
    return { ...(kept ?? unproven), red };
  });
}

/** Two at a time: each run has two databases of its own. */
async function proveAll(wanted: readonly Testable[]): Promise<void> {
  const waiting = [...wanted];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await provePromise(next);
  };
  await Promise.all([lane(), lane()]);
}

/** Takes the figures of a full run that was made by hand. */
async function take(file: string): Promise<void> {
  const told = parseReached(await readFile(file, 'utf8'));
  const ids = new Set(told.map(({ promise }) => promise));
  for (const { id } of promises.filter((each) => ids.has(each.id))) {
    const made = { full: true, date: today(), commit: commitOf() };
    await keep(id, (before) => ({ red: before?.red ?? [], figures: figuresOf(id, told), ...made }));
  }
}

/**
 * `npm run reliability`: runs the tests of each promise on the whole build, then on builds in which
 * the promise is broken, where they must fail. One line for each; exit code 1 when one is wrong.
 */
if (options.take !== undefined) await take(options.take);
else if (options.draw) await writeDocs(await readRecord());
else await proveAll(chosen(positionals));
