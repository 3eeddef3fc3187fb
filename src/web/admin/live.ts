import type { Response } from 'express';
import { faultOf } from '../../core/fault.ts';
import { isIdle, sessionsOf } from '../../services/officer-sessions.ts';
import type { WebParts } from '../parts.ts';
import { openPulse, type Change, type Pulse } from './pulse.ts';
import type { AdminAnswer, AdminCall } from './route.ts';

/** Proxies close what is silent for a minute; a session that has ended is noticed as soon. */
const beat = 15_000;

const pulses = new WeakMap<WebParts['store'], Pulse>();

function pulseOf(parts: WebParts): Pulse {
  const known = pulses.get(parts.store);
  if (known) return known;
  const made = openPulse(parts);
  pulses.set(parts.store, made);
  return made;
}

/** Whether the session that opened the stream still is one. */
async function isAlive({ parts, officer, session }: AdminCall): Promise<boolean> {
  const now = parts.clock();
  const found = (await sessionsOf(parts.store, officer.id, now)).find(
    ({ id }) => id === session.id,
  );
  return found !== undefined && !isIdle(found, now);
}

/** What a page listens to. */
export interface Ear {
  /** Deliveries of this matter are told, too. */
  readonly matterId?: number;
  readonly hears: (change: Change) => boolean;
  /** Done at the beginning and with each beat. */
  readonly onBeat?: () => Promise<void>;
  readonly onEnd?: () => Promise<void>;
}

async function open(call: AdminCall, ear: Ear, response: Response): Promise<() => Promise<void>> {
  const { parts } = call;
  const tell = (name: string): void => void response.write(`event: ${name}\ndata: -\n\n`);
  await ear.onBeat?.();
  const mute = await pulseOf(parts).listen(ear.matterId, (changes) => {
    if (changes.some(ear.hears)) tell('berubah');
  });
  const check = async (): Promise<void> => {
    response.write(':\n\n');
    if (await isAlive(call)) return ear.onBeat?.();
    tell('selesai');
    response.end();
  };
  const timer = setInterval(() => {
    check().catch((error: unknown) => parts.log.error(faultOf(error), 'live page failed'));
  }, beat);
  tell('siap');
  return async () => {
    clearInterval(timer);
    mute();
    await ear.onEnd?.();
  };
}

/**
 * Server-sent events of a page: `siap` once it listens, `berubah` when it should read itself anew,
 * `selesai` when nobody is signed in any more. Nothing of anybody is in them.
 */
export function streamChanges(call: AdminCall, ear: Ear): AdminAnswer {
  const stream = (response: Response): void => {
    const { log } = call.parts;
    const fail = (error: unknown): void => log.error(faultOf(error), 'live page failed');
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    const closing = open(call, ear, response);
    const end = (): void => void response.end();
    response.app.once('stopping', end);
    response.once('close', () => {
      response.app.off('stopping', end);
      closing.then((close) => close()).catch(fail);
    });
    closing.catch(fail);
  };
  return { stream };
}
