import { RejectedRequest } from '../core/errors.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { areaName, regencyOf } from '../language/areas.ts';
import { recordAudit } from '../store/audit.ts';
import { nextNumber } from '../store/counters.ts';
import { findOffice } from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import {
  addVacancies,
  changeVacancy,
  findVacancy,
  lockVacancy,
  type Vacancy,
  type VacancyFields,
  type VacancyKind,
  type VacancyPatch,
  type VacancyState,
  type VacancyStatus,
} from '../store/vacancies.ts';
import { searchNewest, selectVacancies } from '../store/vacancy-lists.ts';
import { toFields, wrongOrder, type VacancyChange, type VacancyForm } from './vacancy-form.ts';
import { readPage, type Page, type PageQuery } from './paging.ts';
import { publishVacancies } from './vacancy-publishing.ts';

/** Who does it, and when; `office` is the code of the officer's own office. */
export interface Deed {
  readonly officer: { readonly id: number; readonly office: string; readonly role: string };
  readonly now: Date;
}

/** A vacancy as the API shows one. */
export interface VacancyView extends Omit<VacancyFields, 'areaCode' | 'officeCode'> {
  readonly number: string;
  readonly office: string;
  readonly area: { readonly code: string; readonly name: string } | null;
  readonly status: VacancyStatus;
  readonly rejectReason: string | null;
}

/** How a vacancy is when it was reported and nobody has looked at it. */
export const draft: VacancyState = {
  status: 'draft',
  rejectReason: null,
  verifiedBy: null,
  verifiedAt: null,
};

function toView(vacancy: Vacancy): VacancyView {
  const { id: _, officeCode, areaCode, verifiedBy: _by, verifiedAt: _at, ...rest } = vacancy;
  const { createdAt: _created, updatedAt: _updated, ...shown } = rest;
  return {
    ...shown,
    number: showNumber('L', vacancy.number),
    office: officeCode,
    area: areaCode === null ? null : { code: areaCode, name: areaName(areaCode) },
  };
}

/** The office of the workplace's district, which verifies; for a place without one, the given. */
export async function officeOf(db: Db, areaCode: string | null, given: string): Promise<string> {
  const regency = regencyOf(areaCode ?? '');
  return regency !== undefined && (await findOffice(db, regency)) ? regency : given;
}

async function audit(db: Db, deed: Deed, action: string, number: number): Promise<void> {
  const { officer, now } = deed;
  const subject = showNumber('L', number);
  await recordAudit(db, { at: now.getTime(), actor: `officer:${officer.id}`, action, subject });
}

/** @throws RejectedRequest 400 when the lower of a pair is above the higher */
function checkOrder(bounds: Parameters<typeof wrongOrder>[0]): void {
  const name = wrongOrder(bounds);
  if (name === undefined) return;
  throw new RejectedRequest(400, name === 'wageMin' ? 'wage-min-too-high' : 'age-min-too-high');
}

/**
 * Stores what an employer has reported, not yet published; in the caller's transaction, as all that
 * follows here. @throws RejectedRequest 400
 */
export async function createVacancy(db: Db, form: VacancyForm, deed: Deed): Promise<VacancyView> {
  checkOrder(form);
  const fields = toFields(form);
  const officeCode = await officeOf(db, fields.areaCode, deed.officer.office);
  const number = await nextNumber(db, 'L');
  const vacancy = { ...fields, ...draft, officeCode, number };
  const [added] = await addVacancies(db, [vacancy], deed.now.getTime());
  if (!added) throw new Error('the vacancy was not stored');
  await audit(db, deed, 'vacancy.create', number);
  return toView(added);
}

/**
 * Changes a vacancy, held meanwhile, and publishes or hides it as its status then says. An
 * undefined change leaves it as it is. Gives undefined when the L number is unknown.
 */
export async function changeHeld(
  db: Db,
  number: string,
  deed: Deed & { readonly action: string },
  change: (vacancy: Vacancy) => Promise<VacancyPatch | undefined>,
): Promise<VacancyView | undefined> {
  const read = readNumber(number);
  if (read?.letter !== 'L') return undefined;
  const vacancy = await lockVacancy(db, read.value);
  const patch = vacancy && (await change(vacancy));
  if (!patch) return vacancy && toView(vacancy);
  const stored = await changeVacancy(db, vacancy.id, patch, deed.now.getTime());
  await publishVacancies(db, [stored]);
  await audit(db, deed, deed.action, vacancy.number);
  return toView(stored);
}

/** Changes what is given of a vacancy. @throws RejectedRequest 400 */
export async function updateVacancy(
  db: Db,
  number: string,
  change: VacancyChange,
  deed: Deed,
): Promise<VacancyView | undefined> {
  return changeHeld(db, number, { ...deed, action: 'vacancy.update' }, async (vacancy) => {
    checkOrder({ ...vacancy, ...change });
    const { area, ...rest } = change;
    if (area === undefined) return rest;
    const officeCode = await officeOf(db, area, vacancy.officeCode);
    return { ...rest, areaCode: area, officeCode };
  });
}

/** Which vacancies a list shows. */
export interface VacancyQuery extends PageQuery {
  readonly status?: VacancyStatus;
  readonly kind?: VacancyKind;
  /** Stands in the title or the employer's name. */
  readonly words?: string;
  readonly office?: string;
  /** True: whoever asks may see every office, and `office` only narrows the list. */
  readonly seesAll?: boolean;
}

/** A part of a list; `partly` when older ones were not looked through for the words: `next` goes on there. */
export interface VacancyPage extends Page<VacancyView> {
  readonly partly: boolean;
}

/** Vacancies, newest first. @throws RejectedRequest 400 when the cursor is none of ours */
export async function listVacancies(db: Db, query: VacancyQuery): Promise<VacancyPage> {
  const { status, office, kind, words, seesAll = false } = query;
  if (office === undefined && !seesAll) return { items: [], next: null, partly: false };
  const filter = { status, office, kind };
  let last: number | undefined;
  const page = await readPage(
    query,
    async (part) => {
      if (words === undefined) return selectVacancies(db, { ...part, ...filter });
      const result = await searchNewest(db, { ...part, ...filter, words });
      last = result.last;
      return result.found;
    },
    toView,
  );
  const partly = page.next === null && last !== undefined;
  return { ...page, next: partly ? String(last) : page.next, partly };
}

/** The vacancy with this L number as typed, published or not; undefined when there is none. */
export async function getVacancy(db: Db, number: string): Promise<VacancyView | undefined> {
  const read = readNumber(number);
  const vacancy = read?.letter === 'L' ? await findVacancy(db, read.value) : undefined;
  return vacancy && toView(vacancy);
}
