import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** One SMS as it left Kannel for the SMSC. */
export interface SmscMessage {
  readonly from: string;
  readonly to: string;
  readonly coding: 'gsm' | 'ucs2';
  readonly text: string;
  /** Header of a part of a longer text, in bytes; empty for a single one. */
  readonly udh: Buffer;
}

/** The other end of Kannel's `smsc = fake`: a line a message, both ways. */
export interface FakeSmsc {
  readonly messages: readonly SmscMessage[];
  /** A villager's SMS. */
  send(from: string, text: string): void;
  /** The same beyond GSM-7. */
  sendUcs2(from: string, text: string): void;
  /** A part of a longer text: reference, how many parts, which one. */
  sendPart(from: string, part: readonly [number, number, number], text: string): void;
  close(): Promise<void>;
}

const officeNumber = '6281100000000';

const percent = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

const unpercent = (text: string): Buffer => {
  const pieces = text.replaceAll('+', '%20').match(/%[0-9a-f]{2}|[^]/gi) ?? [];
  return Buffer.from(
    pieces.map((piece) => (piece.length > 1 ? Number(`0x${piece.slice(1)}`) : piece.charCodeAt(0))),
  );
};

const utf16be = (bytes: Buffer): string => Buffer.from(bytes).swap16().toString('utf16le');

/** A part does not say its coding; only UCS-2 has zeros in it. */
function readBody(kind: string, body: string): Pick<SmscMessage, 'coding' | 'text'> {
  if (kind === 'text') return { coding: 'gsm', text: body };
  const bytes = unpercent(body);
  if (kind === 'ucs-2' || bytes.includes(0)) return { coding: 'ucs2', text: utf16be(bytes) };
  return { coding: 'gsm', text: bytes.toString('utf8') };
}

/** What gw/smsc/smsc_fake.c writes: `FROM TO text WORDS`, `FROM TO ucs-2 %..`, `FROM TO udh %.. data %..`. */
const written = /^(?<from>\S+) (?<to>\S+) (?:udh (?<header>\S+) )?(?<kind>\S+) (?<body>.*)$/s;

/** @throws Error when Kannel writes otherwise than version 1.4.5 */
function readLine(line: string): SmscMessage {
  const fields = written.exec(line)?.groups;
  if (!fields) throw new Error('a line of the fake SMSC that is none');
  const { from = '', to = '', header = '', kind = '', body = '' } = fields;
  return { from, to, ...readBody(kind, body), udh: unpercent(header) };
}

const referenceOf = ({ udh }: SmscMessage): string => udh.subarray(3, 4).toString('hex');
const partsOf = ({ udh }: SmscMessage): number => udh[4] ?? 1;
const placeOf = ({ udh }: SmscMessage): number => udh[5] ?? 1;

/** Whole texts to a person, oldest first: parts joined as a phone joins them, when all are there. */
export function wholeTexts(messages: readonly SmscMessage[], to: string): readonly string[] {
  const own = messages.filter((message) => message.to === to);
  return own.flatMap((first) => {
    if (placeOf(first) !== 1) return [];
    if (partsOf(first) === 1) return [first.text];
    const parts = own.filter((message) => referenceOf(message) === referenceOf(first));
    if (parts.length < partsOf(first)) return [];
    return parts
      .toSorted((a, b) => placeOf(a) - placeOf(b))
      .map(({ text }) => text)
      .join('');
  });
}

/** Connects to the port of `smsc = fake`. */
export async function connectSmsc(port: number): Promise<FakeSmsc> {
  const socket: Socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const messages: SmscMessage[] = [];
  let rest = '';
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    messages.push(...lines.map(readLine));
  });
  const say = (line: string): void => void socket.write(`${line}\n`);
  return {
    messages,
    send: (from, text) => say(`${from} ${officeNumber} text ${text}`),
    sendUcs2: (from, text) =>
      say(`${from} ${officeNumber} ucs2 ${percent(Buffer.from(text, 'utf16le').swap16())}`),
    sendPart: (from, [reference, parts, part], text) =>
      say(
        `${from} ${officeNumber} udh-text ${percent(Buffer.from([5, 0, 3, reference, parts, part]))} ${text}`,
      ),
    close: async () => {
      if (socket.closed) return;
      socket.destroy();
      await once(socket, 'close');
    },
  };
}
