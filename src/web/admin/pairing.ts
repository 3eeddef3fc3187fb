import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Channel, Pairing } from '../../channels/channel.ts';
import { SendError } from '../../core/errors.ts';
import { normalisePhone, localPhone } from '../../core/phone.ts';
import { recordRisksRead, recordUnlinked, type LinkDeed } from '../../services/channel-audit.ts';
import { maySet } from '../../services/senders.ts';
import { noForm } from './forms.ts';
import {
  adminRoute,
  FormError,
  type AdminAnswer,
  type AdminCall,
  type AdminRoute,
} from './route.ts';

const path = '/admin/saluran/:name/tautan';
const pathOf = ({ name = '' }: Readonly<Record<string, string>>): string =>
  `/admin/saluran/${encodeURIComponent(name)}/tautan`;
const shared = { roles: ['admin'], scope: 'all', back: pathOf } as const;

/** A channel whose phone can be linked, of the account that the path names, if it is the officer's. */
function pairingOf({ parts, params, officer }: AdminCall): Pairing | undefined {
  const routes = parts.gateway.routes().filter(({ channel }) => channel.pairing);
  const route = routes.find(({ account }) => account.name === params['name']);
  if (route && !maySet(officer, route.account.officeCode)) return undefined;
  const isNamed = ({ accounts }: Channel): boolean =>
    accounts.some(({ name }) => name === params['name']);
  return parts.channels().find((channel) => channel.pairing && isNamed(channel))?.pairing;
}

const deedOf = ({ params, officer, now }: AdminCall): LinkDeed => ({
  account: params['name'] ?? '',
  officerId: officer.id,
  now,
});

/** The page reads itself anew while a phone is to be linked: pictures expire after 20 seconds. */
const renewSeconds = 5;

async function drawQr(text: string): Promise<string> {
  const { toString } = await import('qrcode');
  return toString(text, { type: 'svg', margin: 2 });
}

async function showPairing(call: AdminCall): Promise<AdminAnswer | undefined> {
  const pairing = pairingOf(call);
  if (!pairing) return undefined;
  const { state, qr, code, phone } = pairing.now();
  return {
    view: 'pairing',
    data: {
      path: pathOf(call.params),
      state,
      code: code?.replace(/^(.{4})(.{4})$/, '$1-$2'),
      phone: phone && localPhone(phone),
      picture: qr === undefined ? undefined : await drawQr(qr),
      refresh: state === 'scan' ? renewSeconds : undefined,
    },
  };
}

const form = z.object({
  baca: z.literal('ya', { error: 'pairing-unread' }),
  nomor: z.string().trim().max(30, 'too-long').default(''),
});

/** The number in E.164; undefined when none was typed. @throws FormError for one that is none */
function phoneOf({ nomor }: z.infer<typeof form>): string | undefined {
  if (nomor === '') return undefined;
  const phone = normalisePhone(nomor);
  if (phone === undefined) throw new FormError({ nomor: 'phone-wrong' });
  return phone;
}

/** The picture comes within a second or two; the page that follows waits for a later one. */
const patience = 5_000;

/** Begins; false where it cannot be begun: another process has the account. */
async function begin(pairing: Pairing, phone: string | undefined): Promise<boolean> {
  const begun = pairing.begin(phone).then(
    () => true,
    (error: unknown) => {
      if (error instanceof SendError) return false;
      throw error;
    },
  );
  return Promise.race([begun, wait(patience, true)]);
}

async function takePairing(
  call: AdminCall<z.infer<typeof form>>,
): Promise<AdminAnswer | undefined> {
  const pairing = pairingOf(call);
  if (!pairing) return undefined;
  const phone = phoneOf(call.form);
  await recordRisksRead(call.db, deedOf(call));
  const begun = await begin(pairing, phone);
  const redirect = pathOf(call.params);
  if (!begun) return { redirect, notice: 'pairing-elsewhere' };
  const isNothing = pairing.now().state === 'off';
  return isNothing ? { redirect, notice: 'pairing-unreachable' } : { redirect };
}

async function endPairing(call: AdminCall): Promise<AdminAnswer | undefined> {
  const pairing = pairingOf(call);
  if (!pairing) return undefined;
  await recordUnlinked(call.db, deedOf(call));
  await pairing.end();
  return { redirect: pathOf(call.params), notice: 'pairing-ended' };
}

/** Linking a phone to a channel: what it may cost, the picture to scan, the end of the link. */
export const pairingRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path, form: noForm, idle: true, run: showPairing }),
  // Transactions of their own: the channel keeps its keys in the database meanwhile.
  adminRoute({ ...shared, method: 'post', path, form, transaction: 'own', run: takePairing }),
  adminRoute({
    ...shared,
    method: 'post',
    path: `${path}/akhiri`,
    form: noForm,
    transaction: 'own',
    run: endPairing,
  }),
];
