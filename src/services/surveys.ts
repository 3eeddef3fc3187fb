import { randomUUID } from 'node:crypto';
import type { Outcome } from '../core/action.ts';
import { localDate } from '../core/format.ts';
import { textOf, type Values } from '../core/json.ts';
import { openPart, readRatings, type Ratings } from '../core/survey.ts';
import { addSurvey, rateSurvey, readSurvey } from '../store/ratings.ts';
import {
  addInvitations,
  changeInvitation,
  findInvitation,
  type Invitation,
} from '../store/surveys.ts';
import type { Action, ServiceContext } from './action.ts';

const day = 86_400_000;

/** A contact is asked, and may rate, once in so many days: who writes often is not worth more. */
export const surveyEvery = 30 * day;

/** So long after its last answer a survey that was left half way can be gone on with. */
export const surveyOpen = day;

/** The survey that this contact has begun and not finished. */
const begunBy = ({ db, now, contact }: ServiceContext): Promise<Invitation | undefined> =>
  findInvitation(db, contact.id, {
    statuses: ['begun'],
    since: now.getTime() - surveyOpen,
  });

const partNames = ['first', 'second', 'third'];

const nameOf = (ratings: Ratings): string => partNames[(openPart(ratings) ?? 1) - 1] ?? 'first';

/** A first question: about what the contact is or will be asked for, if anything. */
async function firstQuestion({ db, now, contact }: ServiceContext): Promise<Outcome> {
  const dueBy = now.getTime();
  const since = dueBy - surveyEvery;
  const done = await findInvitation(db, contact.id, { statuses: ['begun', 'done'], since });
  if (done) return { name: 'already', values: {} };
  const open = { statuses: ['waiting', 'asked'], since, dueBy } as const;
  const asked = await findInvitation(db, contact.id, open);
  if (!asked || asked.service === 'own') return { name: 'first', values: {} };
  if (asked.service === 'ak1') return { name: 'card', values: {} };
  return { name: 'matter', values: { nomor_perkara: asked.occasion.replace('survey:', '') } };
}

/** Where the survey begins, or goes on where it was left within a day. */
export const begin: Action = {
  takes: [],
  outcomes: {
    matter: ['nomor_perkara'],
    card: [],
    first: [],
    second: [],
    third: [],
    already: [],
  },
  async run(_input, context) {
    const begun = await begunBy(context);
    if (!begun?.surveyId) return firstQuestion(context);
    return { name: nameOf(await readSurvey(context.db, begun.surveyId)), values: {} };
  },
};

/** The invitation that is answered: the one that was sent, or one's own wish. */
async function answeredInvitation(context: ServiceContext): Promise<Invitation> {
  const { db, now, office, contact } = context;
  const at = now.getTime();
  const statuses = ['begun', 'asked', 'waiting'] as const;
  const wanted = { statuses, since: at - surveyEvery };
  const known = await findInvitation(db, contact.id, wanted);
  if (known) return known;
  const own = {
    occasion: `own:${randomUUID()}`,
    contactId: contact.id,
    officeCode: office,
    service: 'own',
    status: 'asked',
    dueAt: at,
  } as const;
  await addInvitations(db, [own], at);
  const added = await findInvitation(db, contact.id, wanted);
  if (!added) throw new Error('the survey of a contact vanished between two statements');
  return added;
}

async function surveyOf(context: ServiceContext, invitation: Invitation): Promise<string> {
  if (invitation.surveyId !== null) return invitation.surveyId;
  const id = randomUUID();
  await addSurvey(context.db, {
    id,
    officeCode: invitation.officeCode,
    service: invitation.service,
    medium: context.contact.medium,
    answeredOn: localDate(context.now),
  });
  return id;
}

async function rateIn(context: ServiceContext, input: Values): Promise<Ratings> {
  const { db, now } = context;
  const invitation = await answeredInvitation(context);
  const surveyId = await surveyOf(context, invitation);
  const given = readRatings(textOf(input['nilai']), Number(textOf(input['bagian'])));
  await rateSurvey(db, surveyId, given);
  const ratings = { ...(await readSurvey(db, surveyId)), ...given };
  const finished = openPart(ratings) === undefined;
  const answeredOn = localDate(now);
  const change = finished
    ? ({ status: 'done', surveyId: null, answeredOn } as const)
    : ({ status: 'begun', surveyId, answeredOn } as const);
  await changeInvitation(db, invitation.id, change, now.getTime());
  return ratings;
}

/**
 * Keeps ratings: nine digits, or the three of a part (`bagian`, 1 to 3). What was given stays when
 * the rest never comes. Once all are there, nothing joins them with the contact.
 */
export const rate: Action = {
  takes: ['nilai', 'bagian'],
  outcomes: { first: ['nilai'], second: ['nilai'], third: ['nilai'], done: ['nilai'] },
  async run(input, context) {
    const ratings = await rateIn(context, input);
    const name = openPart(ratings) === undefined ? 'done' : nameOf(ratings);
    return { name, values: { nilai: null } };
  },
};
