import { EventEmitter, once } from 'node:events';
import { createRequire } from 'node:module';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { setTimeout as wait } from 'node:timers/promises';
import { startWhatsAppServer } from '@openclaw/crabline';
import * as baileys from '@whiskeysockets/baileys';
import type { Vault } from '../../src/channels/kind.ts';
import type { MakeSocket } from '../../src/channels/whatsapp/socket.ts';

/** The office's own number. */
export const ownPhone = '+6281100000000';
const ownJid = '6281100000000@s.whatsapp.net';

/** Puts a session into the vault, as if a phone had scanned the picture. Gives a key of it, as it would be printed. */
export async function linkPhone(vault: Vault): Promise<string> {
  const creds = {
    ...baileys.initAuthCreds(),
    me: { id: '6281100000000:7@s.whatsapp.net', lid: '999000@lid', name: 'Disnaker' },
    account: {},
  };
  const value = JSON.stringify(creds, baileys.BufferJSON.replacer);
  await vault.write([{ category: 'credentials', id: 'own', value }]);
  return inspect(creds.noiseKey.private);
}

/** Resolves when `holds` does; a test's own time limit ends it. */
export async function until<T>(holds: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await holds();
    if (found) return found;
    await wait(10);
  }
}

/** A fake WhatsApp server that speaks the real protocol. */
export interface FakeWhatsapp {
  readonly url: string;
  /** A person writes to the office's number. */
  says(phone: string, text: string, id?: string): Promise<void>;
  /** A person sends a voice message. */
  speaks(phone: string, bytes: Buffer): Promise<void>;
  /** What the office sent, decrypted. */
  sent(): Promise<readonly { readonly to: string; readonly text: string; readonly id: string }[]>;
  close(): Promise<void>;
}

interface Recorded {
  readonly accepted?: boolean;
  readonly body?: {
    readonly key?: { readonly id: string; readonly remoteJid: string };
    readonly message?: { readonly conversation?: string };
  };
}

/** What the recorder's file holds of accepted messages; a line half written is none yet. */
async function readSent(path: string) {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const events = lines.filter(Boolean).map((line) => JSON.parse(line) as Recorded);
  return events.flatMap(({ accepted, body }) =>
    accepted && body?.key
      ? [
          {
            to: `+${body.key.remoteJid.split('@')[0]}`,
            text: body.message?.conversation ?? '',
            id: body.key.id,
          },
        ]
      : [],
  );
}

/** Starts crabline's WhatsApp server on this machine. */
export async function openFakeWhatsapp(): Promise<FakeWhatsapp> {
  const folder = await mkdtemp(join(tmpdir(), 'whatsapp-'));
  const recorderPath = join(folder, 'recorder.jsonl');
  const server = await startWhatsAppServer({ selfJid: ownJid, recorderPath });
  const { endpoints, adminToken } = server.manifest;
  const inject = async (phone: string, what: object): Promise<void> => {
    const jid = `${phone.slice(1)}@s.whatsapp.net`;
    const answer = await fetch(endpoints.adminInboundUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-crabline-admin-token': adminToken },
      body: JSON.stringify({ chatJid: jid, senderJid: jid, ...what }),
    });
    if (!answer.ok) throw new Error(`the fake WhatsApp refused: ${await answer.text()}`);
  };
  return {
    url: endpoints.baileysWebSocketUrl,
    says: (phone, text, id) => inject(phone, { text, ...(id && { messageId: id }) }),
    speaks: (phone, bytes) =>
      inject(phone, {
        audio: { contentBase64: bytes.toString('base64'), mimeType: 'audio/ogg', ptt: true },
      }),
    sent: () => readSent(recorderPath),
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Config = Parameters<MakeSocket>[0];

/** A connection without a server: what Baileys would tell is told by the test. */
export interface SocketDouble {
  readonly config: Config;
  readonly sent: { readonly jid: string; readonly text: string; readonly id: string }[];
  emit(event: string, told: unknown): void;
  open(): void;
  /** The server, or the network, ends it. */
  close(reason?: number): void;
  /** What the server says to a message; `undefined`: nothing within the time. */
  acknowledge: (id: string) => Promise<unknown>;
  /** Phone ids behind ids that hide them. */
  readonly phones: Map<string, string>;
  readonly codesFor: string[];
  ended: boolean;
}

/** What a broken connection throws: a Boom error of Baileys. */
export const boom = (statusCode: number): Error =>
  Object.assign(new Error('Connection Closed'), { output: { statusCode } });

/** libsignal as Baileys uses it: it prints the session that it closes. */
const libsignal = createRequire(import.meta.resolve('@whiskeysockets/baileys'))('libsignal') as {
  SessionRecord: new () => { closeSession(session: object): void };
};

const closeSession = (key: Uint8Array): void =>
  new libsignal.SessionRecord().closeSession({ key, indexInfo: { closed: -1 } });

function toSocket(double: SocketDouble, ev: EventEmitter): ReturnType<MakeSocket> {
  const socket = {
    ev,
    end: async () => double.close(),
    logout: async () => double.close(401),
    waitForMessage: (id: string) => double.acknowledge(id),
    sendMessage: async (jid: string, { text }: { text: string }, { messageId: id = '' }) => {
      closeSession(double.config.auth.creds.noiseKey.private);
      double.sent.push({ jid, text, id });
    },
    requestPairingCode: async (phone: string) => {
      double.codesFor.push(phone);
      return 'ABCD1234';
    },
    signalRepository: {
      lidMapping: { getPNForLID: async (lid: string) => double.phones.get(lid) ?? null },
    },
  };
  return socket as unknown as ReturnType<MakeSocket>;
}

/** Connections as they are opened, one after the other. */
export interface SocketDoubles {
  readonly make: MakeSocket;
  readonly all: SocketDouble[];
  /** The n-th connection, from 1, when it has been opened. */
  nth(n: number): Promise<SocketDouble>;
}

export function openSocketDoubles(): SocketDoubles {
  const all: SocketDouble[] = [];
  const opened = new EventEmitter();
  const make: MakeSocket = (config) => {
    const ev = new EventEmitter();
    const double: SocketDouble = {
      config,
      sent: [],
      phones: new Map(),
      codesFor: [],
      ended: false,
      emit: (event, told) => void ev.emit(event, told),
      open: () => void ev.emit('connection.update', { connection: 'open' }),
      close: (reason) => {
        if (double.ended) return;
        double.ended = true;
        const error = reason === undefined ? undefined : boom(reason);
        ev.emit('connection.update', { connection: 'close', lastDisconnect: { error } });
      },
      acknowledge: async (id) => ({ tag: 'ack', attrs: { id } }),
    };
    all.push(double);
    queueMicrotask(() => opened.emit('opened'));
    return toSocket(double, ev);
  };
  return {
    make,
    all,
    nth: async (n) => {
      while (all.length < n) await once(opened, 'opened');
      return all[n - 1] as SocketDouble;
    },
  };
}
