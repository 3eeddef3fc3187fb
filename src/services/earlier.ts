import type { Outcome } from '../core/action.ts';
import { textOf, type Values } from '../core/json.ts';
import { recordAudit, countAudit } from '../store/audit.ts';
import { earlierOf, forgetEarlier, rejoinEarlier } from '../store/earlier.ts';
import { birthYears } from '../store/own-records.ts';
import type { Action, ServiceContext } from './action.ts';

/** Wrong years, ever: a stranger would find one of fifty in a fortnight at five a day. */
const guesses = 3;

const refused = 'earlier.refused';

/** What goes on when it is settled whose number it is: the flow that was asked for. */
const next = ({ lanjut }: Values): Outcome => ({ name: textOf(lanjut), values: {} });

async function note({ db, now, contact }: ServiceContext, action: string): Promise<void> {
  const subject = `contact:${contact.id}`;
  await recordAudit(db, { at: now.getTime(), actor: subject, action, subject });
}

/** A wrong year; after three what the earlier holder had is out of reach from this number. */
async function refuse(context: ServiceContext, input: Values): Promise<Outcome> {
  const { db, contact } = context;
  await note(context, refused);
  const wrong = await countAudit(db, { subject: `contact:${contact.id}`, action: refused }, 0);
  if (wrong < guesses) return { name: 'wrong', values: {} };
  await forgetEarlier(db, contact.id);
  return next(input);
}

const flows = {
  'data-saya': [],
  'hapus-data': [],
  status: [],
  'ak1-lapor': [],
  'ak1-belum': [],
  'ak1-sudah': [],
} as const;

/**
 * Somebody wants to see or to do what belongs to a person, from a number that was silent for long:
 * the year of birth (`tahun`) of one of those who were registered there gives back all that was
 * parted. The outcome is the flow that goes on (`lanjut`).
 */
export const recognise: Action = {
  takes: ['tahun', 'lanjut'],
  outcomes: { ...flows, wrong: [] },
  async run(input, context) {
    const { db, now, contact } = context;
    const earlier = await earlierOf(db, contact.id);
    if (earlier === undefined) return next(input);
    const years = await birthYears(db, earlier);
    if (!years.includes(textOf(input['tahun']))) return refuse(context, input);
    await note(context, 'earlier.proven');
    await rejoinEarlier(db, contact.id, earlier, now.getTime());
    return next(input);
  },
};

/** BARU: another person has the number now. */
export const renew: Action = {
  takes: ['lanjut'],
  outcomes: flows,
  async run(input, context) {
    await note(context, 'earlier.renounced');
    await forgetEarlier(context.db, context.contact.id);
    return next(input);
  },
};
