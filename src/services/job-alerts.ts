import { localDate, shownDate } from '../core/format.ts';
import { textOf } from '../core/json.ts';
import { personsOf } from '../store/erasable.ts';
import { deleteAlert, findAlert, putAlert, renewAlert } from '../store/job-alerts.ts';
import { findSeeker } from '../store/registered-seekers.ts';
import type { Action, ServiceContext } from './action.ts';
import { drawGroup, isCompared } from './alert-comparison.ts';
import { alertTimes } from './alert-times.ts';
import { keepWish, wantedOf } from './alert-wishes.ts';
import { agree, withdrawConsent } from './consents.ts';
import { placeName } from './places.ts';
import { soughtOf } from './vacancy-lines.ts';
import { isVague } from './wish.ts';

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
 * `compared`: ready, and the YA is to be one to the comparison too. `known`: it is on already, until
 * `sampai`. `vague`: nothing was said.
 */
export const prepare: Action = {
  takes: ['kata'],
  outcomes: {
    ready: ['kata', 'dicari'],
    compared: ['kata', 'dicari'],
    known: ['dicari', 'sampai'],
    vague: ['kata'],
  },
  async run({ kata }, context) {
    const { db, office, contact } = context;
    const said = textOf(kata);
    const alert = await findAlert(db, contact.id);
    if (alert && said === '') {
      const dicari = soughtOf(wantedOf(textOf(alert.words), alert.officeCode));
      return { name: 'known', values: { dicari, sampai: shownEnd(alert.endsAt) } };
    }
    const words = said || (await registeredWish(context));
    const wanted = wantedOf(words, office);
    if (isVague(wanted)) return { name: 'vague', values: { kata: null } };
    const asks = { contactId: contact.id, office, isNew: alert === undefined };
    const name = (await isCompared(db, asks)) ? 'compared' : 'ready';
    return { name, values: { kata: words, dicari: soughtOf(wanted) } };
  },
};

/**
 * YA: the consent is kept with its words (`izin`) and their version, and the wish with it. `acak` is
 * filled when the words told of the comparison.
 */
export const subscribe: Action = {
  purpose: 'record',
  takes: ['kata', 'dicari', 'izin', 'versi', 'acak'],
  outcomes: { done: ['dicari', 'sampai'] },
  async run({ kata, dicari, izin, versi, acak }, context) {
    const { db, now, office, contact } = context;
    const text = textOf(izin).replaceAll('{dicari}', textOf(dicari));
    const contactId = contact.id;
    await withdrawConsent(db, { contactId, purpose: 'push' }, now);
    await agree(context, { purpose: 'push', text, version: textOf(versi) });
    const later = textOf(acak) !== '' && (await drawGroup(db, { contactId, office }, now));
    const words = textOf(kata);
    const endsAt = now.getTime() + alertTimes.lasts;
    const alert = {
      contactId,
      officeCode: office,
      words,
      later,
      endsAt,
      pause: alertTimes.pause,
      wishId: await keepWish(db, { words, office }, now),
      nextAt: now.getTime() + (later ? alertTimes.delay : 0),
    };
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
    const endsAt = now.getTime() + alertTimes.lasts;
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
