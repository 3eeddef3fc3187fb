import { shownMoment } from '../core/format.ts';
import { textOf, type Values } from '../core/json.ts';
import type { Outcome } from '../core/action.ts';
import { findOwnMatter, type OwnMatter } from '../store/matter-offers.ts';
import type { Action, ServiceContext } from './action.ts';
import { isUntold } from './matter-secrecy.ts';
import { matterNumber } from './matter-views.ts';
import { addFromContact, confirmMatter, type MatterNow } from './matters.ts';
import { acceptReadyAnswer } from './ready-answer-offers.ts';

/** The person's own matter with the number in `nomor`. */
async function ownMatter(
  { db, contact }: ServiceContext,
  { nomor }: Values,
): Promise<OwnMatter | undefined> {
  const number = matterNumber(textOf(nomor));
  return number && findOwnMatter(db, contact.id, number);
}

/** What every outcome tells of the matter; the number as it was typed when there is none. */
const told = (matter: MatterNow): Values => ({
  nomor: matter.number,
  balas_sampai: shownMoment(matter.replyBy),
});

const toldNames = ['nomor', 'balas_sampai'] as const;

const gone = ({ nomor }: Values): Outcome => ({ name: 'gone', values: { nomor: textOf(nomor) } });

/** YA or PUAS: the matter is over; a complaint is called so. */
async function confirm(matter: OwnMatter, context: ServiceContext): Promise<MatterNow | undefined> {
  const isOffer = matter.status === 'open' && matter.offered;
  return isOffer ? acceptReadyAnswer(context, matter.id) : confirmMatter(context, matter.id, 'yes');
}

async function object(
  matter: OwnMatter,
  text: string,
  context: ServiceContext,
): Promise<Outcome | undefined> {
  const reopened = await confirmMatter(context, matter.id, 'no');
  const added = text === '' ? undefined : await addFromContact(context, matter.id, text);
  const now = added ?? reopened;
  if (now) return { name: added ? 'added' : 'reopened', values: told(now) };
  const waits = matter.status === 'open' && matter.offered;
  const { kind, number, replyBy } = matter;
  const values = { nomor: `${kind}${number}`, balas_sampai: shownMoment(new Date(replyBy)) };
  return waits ? { name: 'waiting', values } : undefined;
}

/**
 * YA or BELUM (`putusan`) to the answer of the person's matter `nomor`, with what else was said
 * (`tambahan`). `waiting`: a ready answer was not enough, the officer's comes anyway. `gone`: there
 * is nothing to confirm, or the number is another's.
 */
export const verdict: Action = {
  takes: ['nomor', 'putusan', 'tambahan'],
  outcomes: {
    'question-closed': ['nomor'],
    'complaint-closed': ['nomor'],
    reopened: [...toldNames],
    added: [...toldNames],
    waiting: [...toldNames],
    gone: ['nomor'],
  },
  async run(input, context) {
    const matter = await ownMatter(context, input);
    if (!matter) return gone(input);
    if (textOf(input['putusan']) === 'YA') {
      const now = await confirm(matter, context);
      const name = matter.kind === 'A' ? 'complaint-closed' : 'question-closed';
      return now ? { name, values: { nomor: now.number } } : gone(input);
    }
    return (await object(matter, textOf(input['tambahan']), context)) ?? gone(input);
  },
};

/**
 * Adds a person's words to their own matter. `guarded`: of one in danger no number is said. `gone`:
 * closed, unknown or another's, which is all the same to whoever asks.
 */
export const add: Action = {
  takes: ['nomor', 'tambahan'],
  outcomes: { added: [...toldNames], guarded: [], gone: ['nomor'] },
  async run(input, context) {
    const matter = await ownMatter(context, input);
    const now = matter && (await addFromContact(context, matter.id, textOf(input['tambahan'])));
    if (!now) return gone(input);
    return isUntold(matter, context.contact.userId)
      ? { name: 'guarded', values: {} }
      : { name: 'added', values: told(now) };
  },
};
