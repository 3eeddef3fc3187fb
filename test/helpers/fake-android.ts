import { signPhone } from '../../src/channels/android/events.ts';
import {
  openFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type Recorded,
} from './fake-provider.ts';

export const phoneUser = 'sms';
export const phonePassword = 'sandi-hp-kantor';
export const signingKey = 'kunci-webhook-hp';
export const deviceId = 'ffffffffceb0b1db0000018e937c815b';

/** A message in the phone's queue. */
export interface QueuedSms {
  readonly id: string;
  readonly text: string;
  readonly to: string;
  readonly ttl: number;
}

/** A row of the phone's own inbox. */
export interface InboxSms {
  readonly sender: string;
  readonly text: string;
  readonly receivedAt: Date;
}

/** A webhook as the app stores it; each try is signed anew. */
export interface Told {
  readonly body: string;
  headers(at?: Date): Record<string, string>;
}

export interface FakePhone extends FakeProvider {
  /** What waits in the app, in the order in which the phone would send it: the last first. */
  readonly queue: readonly QueuedSms[];
  /** An SMS comes to the phone; gives its webhook. `seen` false: the app was not running. */
  receive(sms: InboxSms, seen?: boolean): Told;
  /** Another webhook of the app. */
  tell(event: string, payload: unknown, id?: string): Told;
  /** What the phone is asked to repeat by webhook. */
  readonly repeats: readonly { readonly since: string; readonly until: string }[];
}

/** What a test may change of a phone. */
export interface PhoneOptions {
  readonly clock: () => Date;
  /** Behind a server: other paths, and no inbox. */
  readonly cloud?: boolean;
  /** The app of 2024: it cannot be asked for its inbox. */
  readonly old?: boolean;
  readonly lastSeen?: () => Date;
}

/** The app's report of its health (docs of the app, features/health). */
export function healthReport(battery = 94, failing?: string): object {
  const check = (name: string, observedValue: number) => ({
    [name]: {
      description: name,
      observedUnit: 'x',
      observedValue,
      status: failing === name ? 'fail' : 'pass',
    },
  });
  return {
    status: failing ? 'fail' : 'pass',
    version: '1.70.0',
    releaseId: 1,
    checks: {
      ...check('messages:failed', 0),
      ...check('connection:status', 1),
      ...check('battery:level', battery),
    },
  };
}

/** As Gson writes it in Lumajang: `2026-11-23T08:00:00.000+07:00`. */
const written = (date: Date): string =>
  new Date(date.getTime() + 7 * 3_600_000).toISOString().replace('Z', '+07:00');

const refuse = (status: number, message: string): FakeAnswer => ({
  status,
  body: JSON.stringify({ message }),
});

const json = (status: number, body: unknown): FakeAnswer => ({
  status,
  body: JSON.stringify(body),
});

class Phone {
  readonly queue: QueuedSms[] = [];
  readonly repeats: { since: string; until: string }[] = [];
  readonly #options: PhoneOptions;
  readonly #inbox: InboxSms[] = [];
  /** What the app itself has seen: only that can be listed. */
  readonly #seen = new Set<InboxSms>();
  #events = 0;

  constructor(options: PhoneOptions) {
    this.#options = options;
  }

  tell(event: string, payload: unknown, id = `ev-${(this.#events += 1)}`): Told {
    const body = JSON.stringify({ deviceId, event, id, payload, webhookId: 'wh-1' });
    return {
      body,
      headers: (at = this.#options.clock()) => {
        const timestamp = String(Math.floor(at.getTime() / 1000));
        return {
          'content-type': 'application/json; charset=UTF-8',
          'x-timestamp': timestamp,
          'x-signature': signPhone(signingKey, body, timestamp),
        };
      },
    };
  }

  receive(sms: InboxSms, seen = true): Told {
    this.#inbox.push(sms);
    if (seen) this.#seen.add(sms);
    const { sender, text: message, receivedAt } = sms;
    const more = { messageId: '83be51e4', recipient: null, simNumber: null };
    return this.tell('sms:received', {
      ...more,
      message,
      sender,
      phoneNumber: sender,
      receivedAt: written(receivedAt),
    });
  }

  #enqueue(body: string): FakeAnswer {
    const { id, textMessage, phoneNumbers, ttl } = JSON.parse(body) as {
      id: string;
      textMessage: { text: string };
      phoneNumbers: string[];
      ttl: number;
    };
    if (!textMessage.text) return refuse(400, 'Text message is empty');
    if (this.queue.some((queued) => queued.id === id)) return refuse(409, 'already exists');
    this.queue.unshift({ id, text: textMessage.text, to: phoneNumbers[0] ?? '', ttl });
    const state = { state: 'Pending', recipients: [], isEncrypted: false, states: {} };
    return json(202, { id, ...state });
  }

  #list(query: URLSearchParams): FakeAnswer {
    const [from, to] = [query.get('from') ?? '', query.get('to') ?? ''].map((at) => Date.parse(at));
    const [offset, limit] = ['offset', 'limit'].map((name) => Number(query.get(name)));
    const found = [...this.#seen]
      .filter(({ receivedAt: at }) => Number(at) >= (from ?? 0) && Number(at) <= (to ?? 0))
      .toSorted((a, b) => Number(b.receivedAt) - Number(a.receivedAt))
      .slice(offset, (offset ?? 0) + (limit ?? 0));
    const rows = found.map(({ sender, text: contentPreview, receivedAt }, n) => ({
      id: `in-${n}`,
      type: 'SMS',
      sender,
      recipient: null,
      simNumber: null,
      contentPreview,
      createdAt: written(receivedAt),
    }));
    return json(200, rows);
  }

  #refresh(body: string): FakeAnswer {
    const { since, until, triggerWebhooks } = JSON.parse(body) as Record<string, string>;
    for (const sms of this.#inbox) this.#seen.add(sms);
    if (triggerWebhooks ?? true) this.repeats.push({ since: since ?? '', until: until ?? '' });
    return { status: 202 };
  }

  #devices(): FakeAnswer {
    const lastSeen = (this.#options.lastSeen ?? this.#options.clock)().toISOString();
    return json(200, [{ id: deviceId, name: 'samsung/a05', lastSeen }]);
  }

  /** The routes that this version has where it is asked. */
  #routes({ query, body }: Recorded): Readonly<Record<string, () => FakeAnswer>> {
    const { cloud = false, old = false } = this.#options;
    const local = {
      'GET /health': () => json(200, healthReport()),
      'GET /device': () => this.#devices(),
      'GET /inbox': () => this.#list(query),
    };
    return {
      'POST /messages': () => this.#enqueue(body),
      'POST /messages/inbox/export': () => this.#refresh(body),
      ...(!old && { 'POST /inbox/refresh': () => this.#refresh(body) }),
      ...(cloud ? { 'GET /devices': () => this.#devices() } : local),
    };
  }

  answer(request: Recorded): FakeAnswer {
    const { method, path } = request;
    const known = this.queue.find(({ id }) => path === `/messages/${id}`);
    if (method === 'GET' && known) return json(200, { id: known.id, state: 'Pending' });
    return this.#routes(request)[`${method} ${path}`]?.() ?? refuse(404, 'Not Found');
  }
}

/**
 * A phone with the app, after its sources: what is queued last is sent first, a repeated id is refused
 * with 409, webhooks are signed at each try, the inbox is the app's own list that a refresh fills.
 */
export async function openFakePhone(options: PhoneOptions): Promise<FakePhone> {
  const phone = new Phone(options);
  const base = options.cloud ? '/3rdparty/v1' : '';
  const login = `Basic ${Buffer.from(`${phoneUser}:${phonePassword}`).toString('base64')}`;
  const provider = await openFakeProvider((request) => {
    if (request.headers['authorization'] !== login) return refuse(401, 'Unauthorized');
    if (!request.path.startsWith(base)) return refuse(404, 'Not Found');
    return phone.answer({ ...request, path: request.path.slice(base.length) });
  });
  return {
    ...provider,
    url: provider.url + base,
    queue: phone.queue,
    repeats: phone.repeats,
    receive: (sms, seen) => phone.receive(sms, seen),
    tell: (event, payload, id) => phone.tell(event, payload, id),
  };
}
