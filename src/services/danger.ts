import type { Outcome } from '../core/action.ts';
import { textOf } from '../core/json.ts';
import { isForeignPhone } from '../core/phone.ts';
import { readDanger, type DangerKind } from '../language/danger.ts';
import { expireBulk } from '../store/expired.ts';
import { guardContact } from '../store/guarded.ts';
import { listMatterMessages } from '../store/matter-messages.ts';
import type { Action, ServiceContext } from './action.ts';
import { alert, findAlarm, patience } from './alarms.ts';
import { discretionOf, openToAll } from './complaint-about.ts';
import { addFromContact, openMatter, openMattersOf, type OpenMatter } from './matters.ts';
import { openPhrases } from './phrases.ts';

const words = openPhrases('alarms/words.yaml');

/** Danger as it is raised, also by other services (trouble of family abroad). */
export interface DangerForm {
  readonly text: string;
  readonly kind: DangerKind;
  readonly abroad: boolean;
}

const staff = /\b(?:petugas|pegawai|loket|disnaker|dinas)\b/iu;

/**
 * Opens an urgent complaint and calls the officer on duty, in the turn's transaction; from now on
 * nothing unasked is sent to this phone, and what was queued is given up. True when somebody was
 * called. Its number is not for the person: a captor may read the phone.
 */
export async function raiseDanger(context: ServiceContext, form: DangerForm): Promise<boolean> {
  const { db, office, contact, now } = context;
  const { text, kind, abroad } = form;
  const isAboutStaff = staff.test(text);
  const seen = isAboutStaff ? await discretionOf(db, office, { against: '', text }) : openToAll;
  const about = { kind: 'A', urgent: true, category: 'danger', details: { kind, abroad } } as const;
  const { id } = await openMatter(context, { ...about, text, ...seen });
  await guardContact(db, contact.id, now.getTime());
  await expireBulk(db, contact.id, now.getTime());
  return (await alert(db, { matterId: id, kind }, now)) === 'called';
}

/** The danger that is open with this person, the latest. */
async function openDanger({ db, contact }: ServiceContext): Promise<OpenMatter | undefined> {
  const open = await openMattersOf(db, [contact.id]);
  return open.get(contact.id)?.find(({ urgent }) => urgent);
}

/** Danger again, a while after somebody took it: they may not be looking any more. */
async function alertAgain(
  context: ServiceContext,
  matter: OpenMatter,
  kind: string,
): Promise<void> {
  const { db, now } = context;
  const answeredAt = (await findAlarm(db, matter.id))?.acknowledgedAt ?? null;
  const isOld = answeredAt !== null && now.getTime() - answeredAt >= patience;
  if (isOld) await alert(db, { matterId: matter.id, kind }, now);
}

/** Which numbers help: those here, those of abroad, or both for family that writes from here. */
function whereOf({ contact }: ServiceContext, abroad: boolean, young: boolean): string {
  if (isForeignPhone(contact.userId)) return 'foreign';
  if (abroad) return 'abroad';
  return young ? 'young' : 'here';
}

/** The words go to the danger that is open already; silently when an officer talks with the person. */
async function reportAgain(
  context: ServiceContext,
  matter: OpenMatter,
  { text, kind }: DangerForm,
): Promise<'passed' | 'quiet'> {
  await addFromContact(context, matter.id, text);
  await alertAgain(context, matter, kind);
  return matter.status === 'claimed' ? 'quiet' : 'passed';
}

async function reportFirst(context: ServiceContext, form: DangerForm): Promise<'calling' | 'kept'> {
  return (await raiseDanger(context, form)) ? 'calling' : 'kept';
}

/** Nothing is said; the next words are waited for. */
const silent: Outcome = { name: 'quiet', values: { pesan_lagi: null, sunyi: '' } };

const told = ['kabar', 'pesan_lagi'] as const;

/**
 * Somebody writes of danger. The outcome says which numbers to give: `here`, `young` (SAPA 129 as
 * well), `abroad` (both), `foreign`; `quiet` while an officer talks with the person. `kabar` tells
 * what has been done, and no more than that.
 */
export const report: Action = {
  purpose: 'danger',
  takes: ['pesan'],
  outcomes: {
    here: told,
    young: told,
    abroad: told,
    foreign: told,
    quiet: ['pesan_lagi', 'sunyi'],
  },
  async run({ pesan }, context) {
    const { kind, abroad, young } = readDanger(textOf(pesan));
    const form = { text: textOf(pesan), kind: kind === '' ? 'threat' : kind, abroad } as const;
    const before = await openDanger(context);
    const done = before
      ? await reportAgain(context, before, form)
      : await reportFirst(context, form);
    if (done === 'quiet') return silent;
    const name = whereOf(context, abroad, young);
    return { name, values: { kabar: words(done), pesan_lagi: null } };
  },
};

const mistaken = /\b(?:salah (?:kirim|nomor|sambung|pencet)|batal|tidak jadi|bercanda)\b/iu;

/** How many of the person's texts the matter holds. */
async function countTexts({ db }: ServiceContext, matterId: number): Promise<number> {
  const thread = await listMatterMessages(db, matterId);
  return thread.filter(({ direction, kind }) => direction === 'in' && kind === 'message').length;
}

/**
 * What the person writes behind it goes to the officers: thanked once, then silently. `mistaken`
 * for BATAL or a wrong number: an officer decides. `over` when the matter is closed.
 */
export const add: Action = {
  purpose: 'danger',
  takes: ['pesan'],
  outcomes: {
    added: ['pesan_lagi'],
    quiet: ['pesan_lagi', 'sunyi'],
    mistaken: ['pesan_lagi'],
    over: [],
  },
  async run({ pesan }, context) {
    const text = textOf(pesan);
    const matter = await openDanger(context);
    if (!matter) return { name: 'over', values: {} };
    await addFromContact(context, matter.id, text);
    if (matter.status === 'claimed') return silent;
    if (mistaken.test(text)) return { name: 'mistaken', values: { pesan_lagi: null } };
    const isFirst = (await countTexts(context, matter.id)) <= 2;
    return isFirst ? { name: 'added', values: { pesan_lagi: null } } : silent;
  },
};
