import { z } from 'zod';
import { SendError } from '../../core/errors.ts';
import type { ChannelEvent } from '../../core/message.ts';
import { ask, isLocal, isOk, listDevices, refusalOf, type PhoneApi } from './api.ts';
import { account, signPhone, toMessage } from './events.ts';
import { unreadableAnswer } from '../from-http-status.ts';
import { printable, readJson } from '../untrusted.ts';

/** An app too old to be asked again; its guide names the version. */
const tooOld = [404, 405, 501];
/** Rows a page; the app gives at most 500. */
const pageSize = 200;
/** An SMS bears the moment when it left the sender, and a phone that was off gets it hours later. */
const overlap = 24 * 3_600_000;
/** A server between repeats by webhook what it was asked for: only after a real outage. */
const outage = 15 * 60_000;

const rows = z.array(
  z.object({
    sender: printable,
    // The whole text, in spite of its name (IncomingMessagesService of the app).
    contentPreview: z.string(),
    createdAt: z.iso.datetime({ offset: true }),
  }),
);

interface Period {
  readonly since: string;
  readonly until: string;
}

type Deliver = (events: readonly ChannelEvent[]) => Promise<void>;

const periodOf = (from: number, to: number): Period => ({
  since: new Date(from).toISOString(),
  until: new Date(to).toISOString(),
});

/** Asks the app to look into the phone's own inbox; false when it is too old for that. @throws SendError */
async function refresh(api: PhoneApi, period: Period, repeats: boolean): Promise<boolean> {
  // Newer apps know `webhookDelivery`, older `triggerWebhooks`; each passes over the other's.
  const mode = { triggerWebhooks: repeats, webhookDelivery: repeats ? 'Individual' : 'Disabled' };
  const body = { ...period, messageTypes: ['SMS'], ...mode };
  const answer = await ask(api, { method: 'POST', path: '/inbox/refresh', body });
  if (tooOld.includes(answer.status)) return false;
  if (!isOk(answer)) throw refusalOf(api, answer);
  return true;
}

async function readPage(api: PhoneApi, { since, until }: Period, offset: number) {
  const query = new URLSearchParams({
    type: 'SMS',
    limit: String(pageSize),
    offset: String(offset),
    from: since,
    to: until,
  });
  const answer = await ask(api, { method: 'GET', path: `/inbox?${query.toString()}` });
  if (!isOk(answer)) throw refusalOf(api, answer);
  const page = rows.safeParse(readJson(answer.text));
  if (!page.success) throw unreadableAnswer();
  return page.data;
}

/** All SMS of the period as messages, oldest first. */
async function readInbox(api: PhoneApi, key: string, period: Period): Promise<ChannelEvent[]> {
  const [device] = await listDevices(api);
  const found: z.output<typeof rows> = [];
  for (;;) {
    const page = await readPage(api, period, found.length);
    found.push(...page);
    if (page.length < pageSize) break;
  }
  return found
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
    .map(({ sender, contentPreview: text, createdAt: receivedAt }) =>
      toMessage(key, { deviceId: device?.id ?? '', sender, text, receivedAt }),
    );
}

/** Has the server's phones repeat what came in the period. @throws SendError */
async function repeatByWebhook(api: PhoneApi, period: Period): Promise<void> {
  if (await refresh(api, period, true)) return;
  for (const { id: deviceId } of await listDevices(api)) {
    const body = { deviceId, ...period };
    const answer = await ask(api, { method: 'POST', path: '/messages/inbox/export', body });
    if (!isOk(answer)) throw refusalOf(api, answer);
  }
}

/** The phone may take long over a full inbox; what it has found by then is read all the same. */
async function refreshPatiently(api: PhoneApi, period: Period): Promise<boolean> {
  return refresh(api, period, false).catch((error: unknown) => {
    if (error instanceof SendError && error.code === 'unknown-outcome') return true;
    throw error;
  });
}

/** From when on the phone's SMS are ours, and until when they were read. */
interface Covered {
  readonly from: number;
  readonly until: number;
}

const kept = z.object({ from: z.number(), until: z.number() });

const keyOf = (event: ChannelEvent): string => ('key' in event ? event.key : '');

/** Reads a local phone's inbox again and again; `told` are the keys delivered the last time. */
function openReader(api: PhoneApi, key: string) {
  let told: ReadonlySet<string> = new Set();
  return async (period: Period, deliver: Deliver): Promise<boolean> => {
    if (!(await refreshPatiently(api, period))) {
      await deliver([{ kind: 'health', account, code: 'app-old' }]);
      return false;
    }
    const events = await readInbox(api, key, period);
    const fresh = events.filter((event) => !told.has(keyOf(event)));
    if (fresh.length > 0) await deliver(fresh);
    told = new Set(events.map(keyOf));
    return true;
  };
}

/**
 * Reads again what the phone received since it was last read, a day before that included: each SMS
 * has the key under which its webhook came, so that none is taken twice. The first time it only
 * notes the moment: what lay in the phone before is not ours. `key` is the signing key; under a new
 * one it begins anew, as the keys of all SMS are others.
 */
export function openInbox(api: PhoneApi, key: string): (deliver: Deliver) => Promise<void> {
  const { vault, clock } = api.outside;
  const id = `covered-${signPhone(key, 'inbox', '').slice(0, 16)}`;
  const readAgain = openReader(api, key);
  const cover = (covered: Covered) =>
    vault.write([{ category: 'inbox', id, value: JSON.stringify(covered) }]);

  return async (deliver) => {
    const now = clock().getTime();
    const read = kept.safeParse(readJson((await vault.read('inbox', [id])).get(id) ?? ''));
    if (!read.success) return cover({ from: now, until: now });
    const { from, until } = read.data;
    const since = (back: number): Period => periodOf(Math.max(from, until - back), now);
    if (isLocal(api)) {
      if (!(await readAgain(since(overlap), deliver))) return;
    } else if (now - until > outage) {
      await repeatByWebhook(api, since(outage));
    }
    await cover({ from, until: now });
  };
}
