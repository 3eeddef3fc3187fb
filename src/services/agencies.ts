import type { Outcome } from '../core/action.ts';
import { localDate, shownDate } from '../core/format.ts';
import type { Values } from '../core/json.ts';
import { toGsm } from '../core/sms.ts';
import { bareCompany, companyKey, nearCompanies } from '../language/company-names.ts';
import {
  currentAgencyList,
  findAgencies,
  listAgencies,
  type Agency,
  type AgencyList,
} from '../store/agencies.ts';
import { findOffice } from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import type { Action, ServiceContext } from './action.ts';
import { openPhrases } from './phrases.ts';

const phrase = openPhrases('agencies/phrases.yaml');

/** The province keeps a list for all: an office answers by the later of the two. */
const province = '35';

/** Days after which a list is old, unless the office has set others. */
export const agencyListDays = 30;

/** Most names that are asked back. */
const mostNear = 3;

/** Longest name that is said back. */
const longestName = 60;

const dayLength = 24 * 60 * 60 * 1_000;

/** The list that an office answers by, and whether it is too old to say yes or no. */
export interface AgencyAnswers {
  readonly list: AgencyList;
  /** Days since the day of the list. */
  readonly age: number;
  /** Days that it may have. */
  readonly days: number;
  readonly old: boolean;
}

/** By which list an office answers now; undefined when it has none. */
export async function agencyAnswers(
  db: Db,
  office: string,
  now: Date,
): Promise<AgencyAnswers | undefined> {
  const list = await currentAgencyList(db, [office, province]);
  if (!list) return undefined;
  const days = (await findOffice(db, office))?.settings.agencyListDays ?? agencyListDays;
  const age = Math.floor((Date.parse(localDate(now)) - Date.parse(list.listDate)) / dayLength);
  return { list, age, days, old: age > days };
}

/**
 * The agencies of a list for the officers' page, by name: all, or those whose name holds `name`.
 * `valid` says whether the licence counts today; `all` is how many the list has.
 */
export async function agenciesOf(
  db: Db,
  list: AgencyList,
  { name, today }: { readonly name: string; readonly today: Date },
): Promise<{
  readonly all: number;
  readonly agencies: readonly (Agency & { readonly valid: boolean })[];
}> {
  const agencies = await listAgencies(db, list.id);
  const key = companyKey(name);
  const found = key === '' ? agencies : agencies.filter(({ nameKey }) => nameKey.includes(key));
  const day = localDate(today);
  return {
    all: agencies.length,
    agencies: found.map((agency) => ({ ...agency, valid: isValid(agency, day) })),
  };
}

function shortName(text: string): string {
  const name = toGsm(text).replace(/\s+/gu, ' ').trim();
  return name.length > longestName ? `${name.slice(0, longestName - 2).trimEnd()}..` : name;
}

/** A licence counts on its last day too; one without an end counts. */
function isValid({ validUntil }: Agency, today: string): boolean {
  return validUntil === null || validUntil >= today;
}

function tell(agency: Agency, { list }: AgencyAnswers, today: string): Outcome {
  const nama = shortName(agency.name);
  const tanggal = shownDate(list.listDate);
  if (!isValid(agency, today)) {
    const berakhir = shownDate(agency.validUntil ?? '');
    const hasil = phrase('result_ended', { berakhir });
    return { name: 'ended', values: { nama, tanggal, berakhir, hasil, calon: null } };
  }
  const [tahun = '', bulan = ''] = agency.validUntil?.split('-') ?? [];
  const izin = agency.validUntil === null ? '' : phrase('valid', { bulan, tahun });
  const hasil = phrase('result_found', { tanggal });
  return { name: 'found', values: { nama, tanggal, izin, hasil, calon: null } };
}

/** Names that the person may have meant: one is asked about, several are listed. */
function askBack(near: readonly Agency[], typed: string): Outcome {
  const calon = near.map(({ name }) => shortName(name));
  const [only = '', second] = calon;
  if (second === undefined) return { name: 'near', values: { nama: typed, satu: only, calon } };
  const mirip = calon.map((nama, at) => phrase('line', { urut: String(at + 1), nama })).join(' ');
  return { name: 'several', values: { nama: typed, mirip, calon } };
}

const endOf = ({ validUntil }: Agency): string => validUntil ?? '9999-12-31';

/** Of one name the one whose licence ends last: a company stands once for each licence it had. */
function latest(agencies: readonly Agency[]): Agency | undefined {
  return agencies.toSorted((a, b) => endOf(b).localeCompare(endOf(a)))[0];
}

async function look(db: Db, name: string, today: string, answers: AgencyAnswers): Promise<Outcome> {
  const { list } = answers;
  const exact = latest(await findAgencies(db, list.id, companyKey(name)));
  if (exact) return tell(exact, answers, today);
  const names = new Map((await listAgencies(db, list.id)).map((one) => [one.nameKey, one]));
  const near = nearCompanies(name, [...names.values()], mostNear);
  if (near.length > 0) return askBack(near, shortName(name));
  const tanggal = shownDate(list.listDate);
  const hasil = phrase('result_none', { tanggal });
  return { name: 'none', values: { nama: shortName(name), tanggal, hasil, calon: null } };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The name that is asked about: typed, or the chosen one of those that were listed. */
function nameIn({ nama, pilihan, calon }: Values): string | undefined {
  if (typeof pilihan !== 'number') return bareCompany(textOf(nama));
  const chosen = Array.isArray(calon) ? calon[pilihan - 1] : undefined;
  return typeof chosen === 'string' ? chosen : undefined;
}

/** What nobody of a list is: the person said TIDAK to all names that were asked back. */
async function noneOf({ nama }: Values, { db, now, office }: ServiceContext): Promise<Outcome> {
  const answers = await agencyAnswers(db, office, now);
  const tanggal = shownDate(answers?.list.listDate ?? localDate(now));
  const hasil = phrase('result_none', { tanggal });
  return { name: 'none', values: { nama: shortName(textOf(nama)), tanggal, hasil, calon: null } };
}

const outcomes = {
  asks: [],
  found: ['nama', 'tanggal', 'izin', 'hasil', 'calon'],
  ended: ['nama', 'tanggal', 'berakhir', 'hasil', 'calon'],
  near: ['nama', 'satu', 'calon'],
  several: ['nama', 'mirip', 'calon'],
  unlisted: ['pilihan'],
  none: ['nama', 'tanggal', 'hasil', 'calon'],
  old: ['nama', 'keadaan', 'hasil'],
};

/**
 * Looks a company up in the list of licensed agencies. Only an equal name is that company; near
 * ones are asked back (`near`, `several`), and then `pilihan` is the chosen number of `calon`, 0 for
 * none of them. Without a list, or by one that is older
 * than the office allows, it says neither yes nor no (`old`).
 */
export const check: Action = {
  takes: ['nama', 'pilihan', 'calon'],
  outcomes,
  async run(input, context) {
    const { db, now, office } = context;
    if (input['pilihan'] === 0) return noneOf(input, context);
    const name = nameIn(input);
    if (name === undefined) return { name: 'unlisted', values: { pilihan: null } };
    if (companyKey(name) === '') return { name: 'asks', values: {} };
    const answers = await agencyAnswers(db, office, now);
    if (answers && !answers.old) return look(db, name, localDate(now), answers);
    const tanggal = answers && shownDate(answers.list.listDate);
    const keadaan = tanggal === undefined ? phrase('no_list') : phrase('old_list', { tanggal });
    const hasil = phrase('result_unsure', { keadaan });
    return { name: 'old', values: { nama: shortName(name), keadaan, hasil } };
  },
};
