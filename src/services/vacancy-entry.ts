import { areaName, isKnownArea } from '../language/areas.ts';
import { namesOf } from '../language/gazetteer.ts';
import { importColumns, type ImportColumn } from './import-columns.ts';
import { rowReader } from './import-row.ts';
import type { VacancyChange, VacancyForm } from './vacancy-form.ts';
import type { VacancyView } from './vacancy-records.ts';

/** A vacancy as an officer types it: a text for each column of an import, empty when not known. */
export type VacancyEntry = Readonly<Partial<Record<ImportColumn, string>>>;

/** What was typed, understood; or the columns in which something is wrong. */
export type ReadEntry =
  { readonly form: VacancyForm } | { readonly wrong: readonly ImportColumn[] };

/** `35.08.04 Pasirian`, as the field offers places: the code counts. */
const placeOf = (typed: string): string => typed.replace(/^(\d[\d.]*) .*$/, '$1');

/** One skill a line, or with commas, as people type; a list of an import has semicolons. */
const listOf = (typed: string): string => typed.replaceAll(/[\n,]+/g, ';');

function toCells(entry: VacancyEntry): VacancyEntry {
  const { verified: _decided, ...typed } = entry;
  const texts = {
    ...typed,
    district: placeOf(typed.district ?? ''),
    skills: listOf(typed.skills ?? ''),
  };
  const given = Object.entries(texts).map(
    ([column, text]) => [column, text?.trim() ?? ''] as const,
  );
  return Object.fromEntries(given.filter(([, text]) => text !== ''));
}

const isColumn = (name: string): name is ImportColumn =>
  importColumns.some((column) => column === name);

/** Reads what was typed by the rules of an import: `2.400.000`, `31 Desember 2026`, `Pasirian`. */
export function readEntry(entry: VacancyEntry, office: string): ReadEntry {
  const read = rowReader(office)(toCells(entry));
  if (read.kind === 'vacancy') return { form: read.form };
  return { wrong: [...new Set(read.mistakes.map(({ column }) => column))].filter(isColumn) };
}

/** Every field of a form that may be empty, emptied: what is left out of an edited form is no more. */
export const emptied: VacancyChange = {
  area: null,
  country: null,
  skills: [],
  wageMin: null,
  wageMax: null,
  scope: null,
  disabilityFriendly: false,
  description: null,
  gender: null,
  ageMin: null,
  ageMax: null,
  experience: null,
  contact: null,
  howToApply: null,
  kbji: null,
  agency: null,
  jobOrder: null,
};

const text = (value: string | number | null): string => String(value ?? '');

const shownPlace = (code: string): string => `${code} ${areaName(code)}`;

/** A vacancy as the form shows it. */
export function toEntry(vacancy: VacancyView): VacancyEntry {
  return {
    title: vacancy.title,
    employer: vacancy.employer,
    kind: vacancy.kind,
    district: vacancy.area === null ? '' : shownPlace(vacancy.area.code),
    education: vacancy.education,
    openings: text(vacancy.openings),
    closes_on: vacancy.closesOn,
    skills: vacancy.skills.join(', '),
    wage_min: text(vacancy.wageMin),
    wage_max: text(vacancy.wageMax),
    scope: text(vacancy.scope),
    disability_friendly: vacancy.disabilityFriendly ? 'yes' : 'no',
    description: text(vacancy.description),
    country: text(vacancy.country),
    gender: text(vacancy.gender),
    age_min: text(vacancy.ageMin),
    age_max: text(vacancy.ageMax),
    experience: text(vacancy.experience),
    contact: text(vacancy.contact),
    how_to_apply: text(vacancy.howToApply),
    kbji: text(vacancy.kbji),
    agency: text(vacancy.agency),
    job_order: text(vacancy.jobOrder),
  };
}

/** Places to choose from: the kecamatan of the office's district, for a province its districts. */
export function placesOf(office: string): readonly string[] {
  const level = office.includes('.') ? 'districts' : 'regencies';
  const codes = [...namesOf(level, `${office}.`).values()].flat().filter(isKnownArea);
  return codes.map(shownPlace).toSorted();
}
