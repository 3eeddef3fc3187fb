import { setTimeout as wait } from 'node:timers/promises';
import { toString as draw } from 'qrcode';
import type { Channel, Pairing } from '../channels/channel.ts';
import { localPhone } from '../core/phone.ts';

/** What is shown, and until when. */
export interface Showing {
  readonly phone: string | undefined;
  readonly print: (text: string) => void;
  readonly over: AbortSignal;
}

/** How often it is looked whether the phone has said yes, in milliseconds. */
const lookEvery = 250;

/** A link is kept a moment longer: WhatsApp sends first what waited for the phone. */
const settleMs = 2_000;

type State = ReturnType<Pairing['now']>;

async function say({ qr, code }: State, { print }: Showing): Promise<void> {
  if (code !== undefined)
    print(`Type this code on the phone: ${code.slice(0, 4)}-${code.slice(4)}`);
  if (qr !== undefined) print(await draw(qr, { type: 'terminal', small: true }));
}

const isNew = (now: State, shown: State | undefined): boolean =>
  now.qr !== shown?.qr || now.code !== shown?.code;

/** Shows what is to be scanned or typed until the phone is linked, or WhatsApp ends it. */
async function show(pairing: Pairing, showing: Showing): Promise<State> {
  let shown: State | undefined;
  for (;;) {
    const now = pairing.now();
    if (now.state !== 'scan' || showing.over.aborted) return now;
    if (isNew(now, shown)) await say(now, showing);
    shown = now;
    await wait(lookEvery);
  }
}

const endings: Readonly<Record<State['state'], string>> = {
  linked: 'Linked.',
  refused: 'WhatsApp refused the link. Look at WhatsApp on the phone, then try again.',
  off: 'Nobody scanned in time, or WhatsApp cannot be reached. Try again.',
  scan: 'Ended before the phone was linked: another process took the account over.',
};

/**
 * Links a phone to a channel that listens already: shows a picture, or a code to type, and the next
 * when it has expired. Gives true when the phone is linked.
 * @throws SendError where the channel does not listen
 */
export async function linkPhone(
  { pairing }: Pick<Channel, 'pairing'>,
  showing: Showing,
): Promise<boolean> {
  if (!pairing) throw new Error('a channel without a phone');
  const { print, phone } = showing;
  print('On the phone: WhatsApp, Linked devices, Link a device.');
  await pairing.begin(phone);
  const { state, phone: linked } = await show(pairing, showing);
  print(linked === undefined ? endings[state] : `${endings[state]} Phone: ${localPhone(linked)}`);
  if (state === 'linked')
    await wait(settleMs, undefined, { signal: showing.over }).catch(() => undefined);
  return state === 'linked';
}
