import { localDate } from '../core/format.ts';
import { findOffice, type OfficeSettings } from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import { areaName } from '../language/areas.ts';
import { contentFiles, type FileFact } from './content-files.ts';
import { officeFile } from './office-files.ts';

/** A fact as officers see it: what is told to people, and what it rests on. */
export interface ContentFact {
  /** Its name between braces in a flow. */
  readonly name: string;
  readonly group: string;
  readonly about: string;
  /** What is told; a list has one thing a line. */
  readonly text: string;
  readonly list: boolean;
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly checked: string;
  readonly confirmed: boolean;
  /** Days since it was checked. */
  readonly age: number;
  /** True when it should be checked again. */
  readonly old: boolean;
  /** True when this office has changed it. */
  readonly changed: boolean;
  /** Most letters, when the file says so. */
  readonly most: number | undefined;
}

/** Facts that follow from something else: the hours from the calendar. */
const derived = new Set(['jam']);

/** The facts of an office itself (address, hours) come from templates/offices. */
const officeGroup = 'Kantor';
/** Facts of the office are checked again after half a year; content files say it themselves. */
const officeDays = 180;

const dayLength = 24 * 60 * 60 * 1_000;

interface Known extends FileFact {
  readonly group: string;
  readonly days: number;
}

/** Every fact by its name: content, over it what all offices say, over both the office's own file. */
/** All facts that an office may tell, by their names. */
export function knownFacts(code: string): ReadonlyMap<string, Known> {
  const known = new Map<string, Known>();
  for (const { about: group, days, facts } of contentFiles()) {
    for (const [name, fact] of Object.entries(facts)) known.set(name, { ...fact, group, days });
  }
  for (const file of [officeFile('default'), officeFile(code)]) {
    for (const [name, fact] of Object.entries(file?.facts ?? {})) {
      const before = known.get(name) ?? { group: officeGroup, days: officeDays };
      known.set(name, { ...before, ...fact });
    }
  }
  return known;
}

/** The things of a list: one a line. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A fact as it stands in a message: the things of a list with numbers, `1) KTP 2) KK`. */
export function shownFact({ text, list }: Pick<FileFact, 'text' | 'list'>): string {
  if (list !== 'yes') return text;
  return linesOf(text)
    .map((line, at) => `${at + 1}) ${line}`)
    .join(' ');
}

const told = new Map<string, Readonly<Record<string, string>>>();

/** What the files tell for an office, by name, as it stands in messages; put together once. */
export function fileFacts(code: string): Readonly<Record<string, string>> {
  const region = areaName(code);
  const before = told.get(code);
  if (before) return before;
  const texts = [...knownFacts(code)].map(([name, fact]): [string, string] => [
    name,
    shownFact(fact).replaceAll('{wilayah}', region),
  ]);
  const facts = Object.fromEntries(texts);
  told.set(code, facts);
  return facts;
}

/** What an office has changed, as it stands in messages. */
export function changedFacts(code: string, { facts }: OfficeSettings): Record<string, string> {
  if (facts === undefined) return {};
  const known = knownFacts(code);
  return Object.fromEntries(
    Object.entries(facts).map(([name, text]) => [
      name,
      shownFact({ text, list: known.get(name)?.list }),
    ]),
  );
}

const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / dayLength));

function toFact(name: string, fact: Known, settings: OfficeSettings, today: string): ContentFact {
  const { group, about = name, days, source, checked, confirmed } = fact;
  const changed = settings.facts?.[name];
  const own = { source, checked, confirmed: confirmed === 'yes' };
  const note = settings.factNotes?.[name] ?? own;
  const age = daysBetween(note.checked, today);
  return {
    ...note,
    name,
    group,
    about,
    text: changed ?? fact.text,
    list: fact.list === 'yes',
    age,
    old: age > days,
    changed: changed !== undefined,
    most: fact.most,
  };
}

/**
 * All that an office tells people as true: the files, over them what its officers have changed, with
 * the age of each in days. In the order of the files; what follows from the calendar is not there.
 */
export async function contentOf(db: Db, office: string, now: Date): Promise<ContentFact[]> {
  const settings = (await findOffice(db, office))?.settings ?? {};
  const region = areaName(office);
  const today = localDate(now);
  return [...knownFacts(office)]
    .filter(([name]) => !derived.has(name))
    .map(([name, fact]) => {
      const text = fact.text.replaceAll('{wilayah}', region);
      return toFact(name, { ...fact, text }, settings, today);
    });
}

/** The things of a list that the office tells, e.g. the papers for a service; none when there is no such list. */
export async function contentLines(db: Db, office: string, name: string): Promise<string[]> {
  const settings = (await findOffice(db, office))?.settings ?? {};
  return linesOf(settings.facts?.[name] ?? knownFacts(office).get(name)?.text ?? '');
}
