import { createHmac } from 'node:crypto';
import {
  openFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type Recorded,
} from './fake-provider.ts';
import { cloudRefusal, type CloudRequest } from './fake-cloud-rules.ts';

export const phoneId = '106540352242922';
export const cloudToken = 'EAAJB-secret-token-of-cloud';
export const appSecret = '0a1b2c3d4e5f-secret-of-app';
export const verifyToken = 'kata-rahasia-verifikasi';
/** The only template that Meta has approved. */
export const template = { name: 'kabar_disnaker', language: 'id' };

/** A message that the fake took. */
export interface CloudTaken {
  readonly id: string;
  /** Phone number or user id. */
  readonly to: string;
  /** What the person reads. */
  readonly text: string;
  readonly request: CloudRequest;
  /** False when a user id stood in `to`: accepted, and never delivered. */
  readonly delivered: boolean;
}

export interface FakeCloud extends FakeProvider {
  /** What it took, oldest first. */
  readonly messages: readonly CloudTaken[];
  /** The person writes: their day of 24 hours begins anew. */
  wrote(person: string): void;
  /** Keeps a file under this id. */
  keep(id: string, bytes: Buffer, changes?: Readonly<Record<string, unknown>>): void;
  /** How the number is. */
  state: { status: string; quality_rating: string };
}

/** An error in Meta's shape. */
export function cloudFailure(
  status: number,
  code: number,
  headers: Readonly<Record<string, string>> = {},
): FakeAnswer {
  const error = {
    message: `(#${code}) Something about +6281234567890`,
    type: 'OAuthException',
    code,
    error_data: { messaging_product: 'whatsapp', details: 'Details of +6281234567890' },
    fbtrace_id: 'AbCdEf',
  };
  return { status, headers, body: JSON.stringify({ error }) };
}

const json = (body: unknown): FakeAnswer => ({ status: 200, body: JSON.stringify(body) });

const digits = (person: string): string => person.replace(/^\+/, '');

/** What the person reads. */
const readable = ({ text, interactive, template: used }: CloudRequest): string =>
  [
    text?.body,
    interactive?.body.text,
    ...(used?.components ?? []).flatMap(({ parameters }) => parameters.map((one) => one.text)),
  ]
    .filter((words) => words !== undefined)
    .join(' ');

/** Meta's API for one phone number: messages, files, the state of the number. */
export async function openFakeCloud(now: () => Date = () => new Date()): Promise<FakeCloud> {
  const messages: CloudTaken[] = [];
  const written = new Map<string, number>();
  const files = new Map<string, { bytes: Buffer; changes: Readonly<Record<string, unknown>> }>();
  const state = { status: 'CONNECTED', quality_rating: 'GREEN' };
  const root = '/v25.0';

  const take = ({ body }: Recorded): FakeAnswer => {
    const request = JSON.parse(body) as CloudRequest;
    const to = request.to ?? request.recipient ?? '';
    const last = written.get(digits(to)) ?? Number.NEGATIVE_INFINITY;
    const open = now().getTime() - last < 86_400_000;
    const code = cloudRefusal(request, { open, template });
    if (code !== undefined) return cloudFailure(code === 132001 ? 404 : 400, code);
    const id = `wamid.${String(messages.length + 1).padStart(24, '0')}`;
    const delivered = request.to === undefined || /^\+?\d+$/.test(request.to);
    messages.push({ id, to, text: readable(request), request, delivered });
    const contact = request.recipient ? { user_id: to } : { wa_id: digits(to) };
    return json({
      messaging_product: 'whatsapp',
      contacts: [{ input: to, ...contact }],
      messages: [{ id, message_status: 'accepted' }],
    });
  };

  const file = (id: string): FakeAnswer => {
    const kept = files.get(id);
    if (!kept) return cloudFailure(400, 100);
    const url = `${provider.url}/whatsapp_business/attachments/?mid=${id}&ext=1&hash=x`;
    const about = { id, mime_type: 'image/jpeg', file_size: kept.bytes.length, url };
    return json({ messaging_product: 'whatsapp', sha256: 'x', ...about, ...kept.changes });
  };

  const stored = (id: string): FakeAnswer => {
    const bytes = files.get(id)?.bytes;
    return bytes ? { status: 200, type: 'image/jpeg', body: bytes } : { status: 404 };
  };

  const read = (path: string, query: URLSearchParams): FakeAnswer => {
    if (path === '/whatsapp_business/attachments/') return stored(query.get('mid') ?? '');
    if (path === `${root}/${phoneId}`) return json({ id: phoneId, ...state });
    return file(path.slice(root.length + 1));
  };

  const answer = (recorded: Recorded): FakeAnswer => {
    const { method, path, query, headers } = recorded;
    if (headers['authorization'] !== `Bearer ${cloudToken}`) return cloudFailure(401, 190);
    if (method === 'GET') return read(path, query);
    return path === `${root}/${phoneId}/messages` ? take(recorded) : cloudFailure(404, 100);
  };

  const provider: FakeProvider = await openFakeProvider(answer);
  return {
    ...provider,
    messages,
    state,
    wrote: (person) => void written.set(digits(person), now().getTime()),
    keep: (id, bytes, changes = {}) => void files.set(id, { bytes, changes }),
  };
}

/** What one phone number is told, in Meta's shape. */
export function noticeValue(
  value: Readonly<Record<string, unknown>>,
  number = phoneId,
): Readonly<Record<string, unknown>> {
  const metadata = { display_phone_number: '6281100000000', phone_number_id: number };
  return { messaging_product: 'whatsapp', metadata, ...value };
}

/** A request's body with these values, each a change of its own. */
export const notice = (...values: readonly unknown[]): string =>
  JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      { id: '8856996819413533', changes: values.map((value) => ({ value, field: 'messages' })) },
    ],
  });

/** The header that Meta makes (https://developers.facebook.com/docs/graph-api/webhooks/getting-started). */
export const cloudSignature = (body: string | Buffer, secret = appSecret): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export const signedNotice = (body: string | Buffer): Record<string, string> => ({
  'content-type': 'application/json',
  'x-hub-signature-256': cloudSignature(body),
});

/** A text of a person, as Meta writes it; `changes` replaces or adds. */
export function personWrites(
  from: string,
  text: string,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    from: digits(from),
    id: 'wamid.HBgNNjI4MTIzNDU2Nzg5MBUCABIYFjNFQjBDMQA=',
    timestamp: '1795309200',
    type: 'text',
    text: { body: text },
    ...changes,
  };
}
