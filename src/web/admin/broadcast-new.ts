import { z } from 'zod';
import { addDays } from '../../core/ak1-dates.ts';
import { educationLevels } from '../../core/education.ts';
import { localDate } from '../../core/format.ts';
import { broadcastMessage, examineMessage } from '../../services/broadcast-words.ts';
import { broadcastTopics, draftBroadcast, findBroadcast } from '../../services/broadcasts.ts';
import { kecamatanNames } from '../../services/places.ts';
import { broadcastList, countDraft } from './broadcasts.ts';
import { noForm } from './forms.ts';
import { adminRoute, everyone, FormError, type AdminCall, type AdminRoute } from './route.ts';

const path = `${broadcastList}/tambah`;
const shared = { path, roles: everyone, scope: 'none' } as const;

/** Longer than this nobody plans a message, and consents end in three months. */
const mostDays = 30;

/** The longest text of two SMS, in letters. */
const mostLetters = 306;

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const form = z.object({
  topic: z.enum(broadcastTopics),
  words: z.string().trim().min(1, 'needed').max(600, 'too-long'),
  district: optional(z.string().regex(/^\d{2}\.\d{2}\.\d{2}$/)),
  education: optional(z.enum(educationLevels)),
  medium: optional(z.enum(['sms', 'whatsapp', 'telegram'])),
  lastDay: z.iso.date('wrong'),
});

type Form = z.infer<typeof form>;

async function showForm({ db, officer, now }: AdminCall) {
  const gap = '\u0000';
  const frame = await broadcastMessage(db, officer.office, gap);
  const [before = '', after = ''] = frame.split(gap);
  const today = localDate(now);
  return {
    view: 'broadcast-new',
    data: {
      before,
      after,
      most: mostLetters,
      districts: kecamatanNames(officer.office),
      levels: educationLevels,
      today,
      latest: addDays(today, mostDays),
      usual: addDays(today, 7),
    },
  };
}

const faults = { empty: 'needed', letters: 'broadcast-letters', 'too-long': 'broadcast-too-long' };

async function check({ db, officer, now }: AdminCall<Form>, { words, lastDay, district }: Form) {
  const message = await broadcastMessage(db, officer.office, words);
  const { fault, size, beyond } = examineMessage(words, message);
  const today = localDate(now);
  const isNear = lastDay >= today && lastDay <= addDays(today, mostDays);
  const isOurs = district === undefined || district.startsWith(`${officer.office}.`);
  const values = { huruf: beyond, panjang: String(size.units) };
  const errors = {
    ...(fault && { words: { name: faults[fault], values } }),
    ...(!isNear && { lastDay: 'broadcast-last-day' }),
    ...(!isOurs && { district: 'wrong' }),
  };
  if (Object.keys(errors).length > 0) throw new FormError(errors);
}

async function add(call: AdminCall<Form>) {
  const { officer, parts, now } = call;
  const { topic, words, district, education, medium, lastDay } = call.form;
  await check(call, call.form);
  const written = {
    officeCode: officer.office,
    topic,
    words,
    lastDay,
    districtCode: district ?? null,
    education: education ?? null,
    medium: medium ?? null,
  };
  const id = await parts.store.transaction((db) => draftBroadcast(db, written, { officer, now }));
  const broadcast = await findBroadcast(parts.store, id);
  if (broadcast) await countDraft(call, broadcast);
  return { redirect: `${broadcastList}/${id}`, notice: 'broadcast-written' };
}

/** Writing a broadcast. */
export const broadcastNewRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', form: noForm, run: showForm }),
  adminRoute({
    ...shared,
    method: 'post',
    form,
    back: () => path,
    transaction: 'own',
    run: add,
  }),
];
