import { localDate } from '../../src/core/format.ts';
import { remindCards } from '../../src/gateway/ak1.ts';
import { eraseAsked } from '../../src/gateway/erase.ts';
import { sendAlerts } from '../../src/gateway/job-alerts.ts';
import { askUnasked } from '../../src/gateway/ask.ts';
import type { GatewayTools } from '../../src/gateway/tools.ts';
import { saveComparison } from '../../src/services/alert-comparison.ts';
import { issueCard } from '../../src/services/ak1-cards.ts';
import {
  claimMatter,
  forwardMatter,
  releaseMatter,
  replyToMatter,
  type OfficerDeed,
} from '../../src/services/matters.ts';
import { verifySeeker } from '../../src/services/seekers.ts';
import { findContact } from '../../src/store/contacts.ts';
import { findOfficer, insertOfficer } from '../../src/store/officers.ts';
import type { Db } from '../../src/store/store.ts';
import { addInvitations } from '../../src/store/surveys.ts';
import { addClerk } from '../helpers/counter.ts';

/** Whose phone it is about, and what the transcript says behind the event's name. */
export interface EventCall {
  readonly from: string;
  readonly words: readonly string[];
}

async function contactOf({ store }: GatewayTools, userId: string): Promise<number> {
  const address = { channel: 'test', account: '+6281100000000', userId };
  const id = await findContact(store, address);
  if (id === undefined) throw new Error(`nobody has written from ${userId}`);
  return id;
}

/** `@ survey K1001`: the question after a matter that is over; `@ survey card`: after a card. */
async function survey(
  tools: GatewayTools,
  { from, words: [about = ''] }: EventCall,
): Promise<void> {
  const contactId = await contactOf(tools, from);
  const now = tools.clock().getTime();
  const occasion = `survey:${about}`;
  const service = about === 'card' ? 'ak1' : 'consultation';
  const invitation = {
    occasion,
    contactId,
    officeCode: '35.08',
    service,
    status: 'waiting',
  } as const;
  await addInvitations(tools.store, [{ ...invitation, dueAt: now }], now);
  await tools.store.sql('matters').update({ status: 'closed' });
  await askUnasked(tools, contactId, { occasion, flow: 'survei', values: {} });
}

/** `@ banding 10`: the office compares KABARI with this percentage. */
async function banding({ store, clock }: GatewayTools, { words }: EventCall): Promise<void> {
  const officer = await officerOf(store, 'Dewi');
  const editor = { officerId: officer.id, office: '35.08', now: clock() };
  await store.transaction((db) => saveComparison(db, Number(words[0]), editor));
}

/** `@ kabar`: the clock's round over KABARI. */
async function kabar(tools: GatewayTools): Promise<void> {
  await sendAlerts(tools);
}

type Deed = (db: Db, number: string, deed: OfficerDeed, words: string) => Promise<unknown>;

/**
 * What an officer does: `@ petugas Dewi K1001: Masih dibuka.` answers, `@ tutup Dewi K1001: ...`
 * answers and closes, `@ ambil Dewi K1001` and `@ lepas Dewi K1001` take a matter and give it back.
 */
const deeds: Readonly<Record<string, Deed>> = {
  petugas: (db, number, deed, text) => replyToMatter(db, number, { ...deed, text }),
  tutup: (db, number, deed, text) => replyToMatter(db, number, { ...deed, text, close: true }),
  ambil: (db, number, deed) => claimMatter(db, number, deed),
  lepas: (db, number, deed) => releaseMatter(db, number, deed),
  /** `@ teruskan Dewi A1001: Pengawas Jatim, 12/2026` */
  teruskan: (db, number, deed, words) => {
    const [to = '', reference = ''] = words.split(', ');
    return forwardMatter(db, number, { ...deed, to, reference });
  },
  /** `@ periksa Dewi D1001`: the papers were seen; `@ terbit Dewi D1001`: the card is issued today. */
  periksa: (db, number, { officer, now }) =>
    verifySeeker(db, number, { officerId: officer.id, now }),
  terbit: (db, number, { officer, now }) =>
    issueCard(
      db,
      Number(number.slice(1)),
      { number: '3508 000123 231126', issuedOn: localDate(now), reason: 'first' },
      { officerId: officer.id, now },
    ),
};

async function officerOf(db: Db, name: string): Promise<OfficerDeed['officer']> {
  const username = name.toLowerCase();
  const officer = { username, name, role: 'officer', office: '35.08', passwordHash: 'none' };
  const id =
    (await findOfficer(db, username))?.id ??
    (await insertOfficer(db, { ...officer, role: 'officer', at: 1 }));
  return { id: id ?? 0, name, role: 'officer', office: '35.08' };
}

function byOfficer(deed: Deed) {
  return async ({ store, clock }: GatewayTools, { words }: EventCall): Promise<void> => {
    const [name = '', number = '', ...said] = words;
    const done = await store.transaction(async (db) => {
      const who = await officerOf(db, name);
      const text = said.join(' ');
      return deed(db, number.replace(':', ''), { officer: who, now: clock() }, text);
    });
    if (done === undefined) throw new Error(`${number} is not there for ${name}`);
  };
}

const officers = Object.fromEntries(
  Object.entries(deeds).map(([name, deed]) => [name, byOfficer(deed)]),
);

/** `@ card D1001`: a registered person gets the card. */
async function card(tools: GatewayTools, { words }: EventCall): Promise<void> {
  const [number = ''] = words;
  const issuedOn = localDate(tools.clock());
  const { store } = tools;
  const value = Number(number.slice(1));
  const known: { id: number } | undefined = await store.sql('officers').first('id');
  const officerId = known?.id ?? (await addClerk(store));
  await store.transaction(async (db) => {
    await verifySeeker(db, number, { officerId, now: tools.clock() });
    const form = { number: `350800${value}231126`, issuedOn, reason: 'first' } as const;
    const issued = await issueCard(db, value, form, { officerId, now: tools.clock() });
    if (issued !== 'issued') throw new Error(`no card: ${JSON.stringify(issued)}`);
  });
}

/** `@ erase`: the clock's round over HAPUS DATA. */
async function erase(tools: GatewayTools): Promise<void> {
  await eraseAsked(tools);
}

/** `@ remind`: the clock's round over the cards. */
async function remind(tools: GatewayTools): Promise<void> {
  await remindCards(tools);
}

const events: Readonly<Record<string, (tools: GatewayTools, call: EventCall) => Promise<void>>> = {
  banding,
  card,
  erase,
  kabar,
  remind,
  survey,
  ...officers,
};

/** Makes something happen at the office. @throws Error when there is no such event */
export async function happen(tools: GatewayTools, name: string, call: EventCall): Promise<void> {
  const event = events[name];
  if (!event) throw new Error(`no event ${name}`);
  await event(tools, call);
}
