import { localDate, shownDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import { textOf, type Values } from '../core/json.ts';
import type { Candidate } from '../store/candidates.ts';
import { findConsent } from '../store/consents.ts';
import { personsOf } from '../store/erasable.ts';
import {
  deleteAlert,
  findAlert,
  noteTold,
  putAlert,
  renewAlert,
  toldOf,
} from '../store/job-alerts.ts';
import type { JobAlert } from '../store/job-alerts.ts';
import { findSeeker } from '../store/registered-seekers.ts';
import type { Db } from '../store/store.ts';
import type { Action, ServiceContext } from './action.ts';
import { giveConsent, withdrawConsent } from './consents.ts';
import { placeName } from './places.ts';
import { pageLines, soughtOf } from './vacancy-lines.ts';
import { searchVacancies } from './vacancy-search.ts';
import { isVague, readWish, type Wanted } from './wish.ts';

/*
 * KABARI: new vacancies to who has asked for them. Vacancies sent by SMS helped in the first two
 * months and no more in the third (Dammert, Galdo and Galdo 2015, Lima): so each message tells of
 * others, some a little beside the wish, and after three months it is asked whether to go on.
 */

const day = 86_400_000;

/** At most two messages a week. */
const alertPause = 3.5 * day;

/** Then it is asked whether to go on; for so long the answer may take. */
const alertLasts = 90 * day;
export const renewalPatience = 7 * day;

/** Nothing that fits for so long: then what lies beside the wish is told of alone. */
export const quiet = 14 * day;

const linesOfAlert = 3;

const wantedOf = (words: string, office: string): Wanted =>
  readWish({ words, place: null, education: null, kind: 'job', everything: false }, office);

const shownEnd = (at: number): string => shownDate(localDate(new Date(at)));

/** What the only person of the contact has registered, in the words of a search; else nothing. */
async function registeredWish({ db, contact }: ServiceContext): Promise<string> {
  const [person, ...others] = await personsOf(db, contact.id);
  if (!person || person.number === null || others.length > 0) return '';
  const seeker = await findSeeker(db, person.number);
  if (!seeker) return '';
  const place = seeker.areaCode === null ? '' : placeName(seeker.areaCode);
  return [...seeker.skills, seeker.education, place].join(' ');
}

/**
 * Reads what somebody wants to be told of: the words behind KABARI (`kata`), else the registration.
 * `known`: it is on already, until `sampai`. `vague`: nothing was said.
 */
export const prepare: Action = {
  takes: ['kata'],
  outcomes: { ready: ['kata', 'dicari'], known: ['dicari', 'sampai'], vague: ['kata'] },
  async run({ kata }, context) {
    const { db, office, contact } = context;
    const said = textOf(kata);
    const alert = said === '' ? await findAlert(db, contact.id) : undefined;
    if (alert) {
      const dicari = soughtOf(wantedOf(textOf(alert.wish), alert.officeCode));
      return { name: 'known', values: { dicari, sampai: shownEnd(alert.endsAt) } };
    }
    const words = said || (await registeredWish(context));
    const wanted = wantedOf(words, office);
    if (isVague(wanted)) return { name: 'vague', values: { kata: null } };
    return { name: 'ready', values: { kata: words, dicari: soughtOf(wanted) } };
  },
};

/** YA: the consent is kept with its words (`izin`) and their version, and the wish with it. */
export const subscribe: Action = {
  purpose: 'record',
  takes: ['kata', 'dicari', 'izin', 'versi'],
  outcomes: { done: ['dicari', 'sampai'] },
  async run({ kata, dicari, izin, versi }, { db, now, office, contact }) {
    const text = textOf(izin).replaceAll('{dicari}', textOf(dicari));
    const consent = {
      contactId: contact.id,
      purpose: 'push',
      text,
      version: textOf(versi),
    } as const;
    await withdrawConsent(db, consent, now);
    await giveConsent(db, consent, now);
    const endsAt = now.getTime() + alertLasts;
    const alert = { contactId: contact.id, officeCode: office, wish: textOf(kata), endsAt };
    await putAlert(db, alert, now.getTime());
    return { name: 'done', values: { dicari: dicari ?? null, sampai: shownEnd(endsAt) } };
  },
};

/** YA after three months: three more. */
export const renew: Action = {
  purpose: 'record',
  takes: [],
  outcomes: { done: ['sampai'] },
  async run(_input, { db, now, contact }) {
    const endsAt = now.getTime() + alertLasts;
    await renewAlert(db, contact.id, endsAt);
    return { name: 'done', values: { sampai: shownEnd(endsAt) } };
  },
};

/** Nothing more is told; the consent ends with it. */
export const end: Action = {
  purpose: 'record',
  takes: [],
  outcomes: { done: [] },
  async run(_input, { db, now, contact }) {
    await deleteAlert(db, contact.id);
    await withdrawConsent(db, { contactId: contact.id, purpose: 'push' }, now);
    return { name: 'done', values: {} };
  },
};

async function untold(
  db: Db,
  alert: JobAlert,
  wanted: Wanted,
  now: Date,
): Promise<readonly Candidate[]> {
  const result = await searchVacancies(db, { wanted, office: alert.officeCode, now });
  if (result.kind !== 'found') return [];
  const told = await toldOf(
    db,
    alert.id,
    result.vacancies.map(({ id }) => id),
  );
  return result.vacancies.filter(({ id }) => !told.has(id));
}

/** The same trade in any kecamatan and for any schooling, and as an apprenticeship. */
function besides(wanted: Wanted): readonly Wanted[] {
  const wide = { ...wanted, districtCode: null, education: null, level: null };
  return [wide, { ...wide, kind: 'apprenticeship' }];
}

/**
 * Up to three vacancies that the contact was not told of, the best first; what lies beside the wish
 * fills up, and stands alone only when nothing was told for two weeks.
 */
export async function newsFor(db: Db, alert: JobAlert, now: Date): Promise<readonly Candidate[]> {
  const wanted = wantedOf(textOf(alert.wish), alert.officeCode);
  const news = [...(await untold(db, alert, wanted, now))].slice(0, linesOfAlert);
  if (news.length === 0 && now.getTime() - (alert.sentAt ?? alert.createdAt) < quiet) return [];
  for (const other of besides(wanted)) {
    if (news.length >= linesOfAlert) break;
    const more = await untold(db, alert, other, now);
    news.push(...more.filter(({ id }) => !news.some((one) => one.id === id)));
  }
  return news.slice(0, linesOfAlert);
}

/** True while the person's YA holds. */
export async function isAgreed(db: Db, contactId: number): Promise<boolean> {
  return (await findConsent(db, { contactId, purpose: 'push' })) !== undefined;
}

/** The message as its flow takes it: the lines, and the L number of each. */
export function newsShown(news: readonly Candidate[]): Values {
  return {
    baris: pageLines(news, 1),
    nomor: news.map(({ number }) => showNumber('L', number)),
  };
}

/** Notes that the contact was told of these; the next message comes after the pause. */
export async function noteNews(
  db: Db,
  alert: JobAlert,
  news: readonly Candidate[],
  now: Date,
): Promise<void> {
  await noteTold(db, alert.id, {
    vacancyIds: news.map(({ id }) => id),
    nextAt: now.getTime() + alertPause,
    now: now.getTime(),
  });
}
