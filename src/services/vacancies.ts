import type { Outcome } from '../core/action.ts';
import { isEducation } from '../core/education.ts';
import { localDate } from '../core/format.ts';
import { textOf, type Values } from '../core/json.ts';
import { readNumber, showNumber } from '../core/number.ts';

import type { Candidate } from '../store/candidates.ts';
import type { Db } from '../store/store.ts';
import { findVacancy, type Vacancy } from '../store/vacancies.ts';
import type { Action, ServiceContext } from './action.ts';
import { noteSearchMiss } from './search-misses.ts';
import { detailNames, detailOf } from './vacancy-detail.ts';
import { elsewhereOf, pageLines, phrase, soughtOf } from './vacancy-lines.ts';
import { mostCandidates, searchVacancies } from './vacancy-search.ts';
import { isVague, readWish, type Asked, type Wanted } from './wish.ts';

const linesAPage = 3;

function readAsked(input: Values): Asked {
  const education = input['pendidikan'];
  return {
    words: textOf(input['kata']),
    place: textOf(input['tempat']) || null,
    education: isEducation(education) ? education : null,
    kind: input['jenis'] === 'magang' ? 'apprenticeship' : 'job',
    everything: input['semua'] === true,
  };
}

const countShown = (count: number): string =>
  count < mostCandidates ? String(count) : phrase('many', { jumlah: String(count) });

function pageOf(vacancies: readonly Candidate[], input: Values, wanted: Wanted): Outcome {
  const page = typeof input['halaman'] === 'number' ? Math.max(1, input['halaman']) : 1;
  const start = (page - 1) * linesAPage;
  if (start >= vacancies.length) return { name: 'over', values: { pilihan: null } };
  const end = start + linesAPage;
  const shown = vacancies.slice(0, end);
  const last = wanted.anywhere ? 'all' : 'last';
  return {
    name: end < vacancies.length ? 'found' : last,
    values: {
      kata: input['kata'] ?? null,
      jumlah: countShown(vacancies.length),
      baris: pageLines(shown.slice(start), start + 1),
      nomor: shown.map(({ number }) => showNumber('L', number)),
      halaman: page + 1,
      semua: input['semua'] === true,
      pilihan: null,
    },
  };
}

const listNames = ['kata', 'jumlah', 'baris', 'nomor', 'halaman', 'semua', 'pilihan'] as const;

const nothingChosen: Values = { halaman: null, pilihan: null };

/**
 * Searches published vacancies by what a person wrote, place and school included. `halaman` is the
 * page to show, from 1; `semua` takes place and school away; `jenis` is lowongan or magang.
 * `nomor` are the L numbers shown so far, the first line's first. `last` is the last page, `all` the
 * last one of everything everywhere, `over` a page behind it.
 */
export const search: Action = {
  takes: ['kata', 'tempat', 'pendidikan', 'jenis', 'halaman', 'semua'],
  outcomes: {
    found: listNames,
    last: listNames,
    all: listNames,
    over: ['pilihan'],
    nearby: ['kata', 'jumlah', 'dicari', 'di_mana', 'nomor', 'halaman', 'pilihan'],
    none: ['kata', 'dicari', 'nomor', 'halaman', 'pilihan'],
    vague: ['kata', 'halaman', 'pilihan'],
  },
  async run(input, context) {
    const { db, now, office } = context;
    const wanted = readWish(readAsked(input), office);
    if (isVague(wanted)) return { name: 'vague', values: { ...nothingChosen, kata: null } };
    const result = await searchVacancies(db, { wanted, office, now });
    if (result.kind === 'found') return pageOf(result.vacancies, input, wanted);
    await noteSearchMiss(context, wanted);
    const kata = input['kata'] ?? null;
    const values = { ...nothingChosen, kata, nomor: [], dicari: soughtOf(wanted) };
    if (result.kind === 'none') return { name: 'none', values };
    const jumlah = countShown(result.count);
    return { name: 'nearby', values: { ...values, jumlah, di_mana: elsewhereOf(wanted) } };
  },
};

/** True when people may see it: verified, and its last day not over. */
export function isOpen(vacancy: Vacancy, now: Date): boolean {
  return vacancy.status === 'verified' && vacancy.closesOn >= localDate(now);
}

/** The L number that is meant: by its place in the list shown, or written out. */
function chosenNumber(input: Values): number | undefined {
  const chosen = textOf(input['pilihan']);
  const listed = Array.isArray(input['nomor']) ? input['nomor'].map(textOf) : [];
  const reference = readNumber(listed[Number(chosen) - 1] ?? chosen);
  if (reference?.letter === 'L') return reference.value;
  return /^\d{4,9}$/.test(chosen) ? Number(chosen) : undefined;
}

/** A vacancy that people may see. */
export async function findOpenVacancy(
  db: Db,
  number: number,
  now: Date,
): Promise<Vacancy | undefined> {
  const vacancy = await findVacancy(db, number);
  return vacancy && isOpen(vacancy, now) ? vacancy : undefined;
}

function beyondList(input: Values): Outcome {
  const kata = textOf(input['pilihan']);
  if (/^\d+$/.test(kata)) return { name: 'unlisted', values: { pilihan: null } };
  return { name: 'other', values: { ...nothingChosen, kata, semua: false } };
}

/**
 * Tells all about one vacancy: `pilihan` is a number of the list `nomor`, or an L number. Other
 * words are the outcome `other`: a new search.
 */
export const detail: Action = {
  takes: ['pilihan', 'nomor'],
  outcomes: {
    detail: [...detailNames, 'pilihan'],
    gone: ['nomor_lowongan', 'pilihan'],
    unlisted: ['pilihan'],
    other: ['kata', 'halaman', 'semua', 'pilihan'],
  },
  async run(input, { db, now }: ServiceContext) {
    const number = chosenNumber(input);
    if (number === undefined) return beyondList(input);
    const vacancy = await findOpenVacancy(db, number, now);
    if (!vacancy) {
      return { name: 'gone', values: { nomor_lowongan: showNumber('L', number), pilihan: null } };
    }
    return { name: 'detail', values: { ...detailOf(vacancy), pilihan: null } };
  },
};
