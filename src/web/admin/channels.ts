import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { channelForms } from '../../gateway/channel-forms.ts';
import { channelAbout, channelName } from '../../services/channel-words.ts';
import { allOffices } from '../../services/offices.ts';
import {
  addSender,
  changeSender,
  senderFor,
  switchSender,
  type AddedAccount,
} from '../../services/senders.ts';
import { examined, type SettingsForm } from './channel-settings.ts';
import { addressesOf, formOf, senderViews, settingsOf } from './channel-view.ts';
import { noForm } from './forms.ts';
import { shownBudgets } from './sms-budget.ts';
import { adminRoute, type AdminAnswer, type AdminCall, type AdminRoute } from './route.ts';

const list = '/admin/saluran';
const adding = `${list}/tambah/:kind`;
const single = `${list}/:id`;
const shared = { roles: ['admin'], scope: 'office' } as const;

type Params = Readonly<Record<string, string>>;
const addPath = ({ kind = '' }: Params): string => `${list}/tambah/${kind}`;
const pathOf = ({ id = '' }: Params): string => `${list}/${id}`;

const idOf = ({ params }: Pick<AdminCall, 'params'>): number =>
  /^\d{1,9}$/.test(params['id'] ?? '') ? Number(params['id']) : 0;

const label = z
  .string()
  .trim()
  .min(2, 'too-short')
  .max(40, 'too-long')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'wrong');
const settings = z.looseObject({ label });
const addForm = settings.extend({
  name: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z][a-z0-9-]{1,19}$/, 'sender-name-form'),
  office: z.string().regex(/^\d{2}(\.\d{2})?$/, 'needed'),
});

/** Opens and closes channels as they are stored now; what takes longer goes on without the page. */
async function follow({ parts }: Pick<AdminCall, 'parts'>): Promise<void> {
  await Promise.race([parts.gateway.refresh(), pause(3_000)]);
}

/** Offices whose senders the officer may set. */
async function officesFor({ db, officer }: AdminCall) {
  const offices = await allOffices(db);
  return officer.office === '35' ? offices : offices.filter(({ code }) => code === officer.office);
}

async function showList(call: AdminCall): Promise<AdminAnswer> {
  const kinds = channelForms.map(({ channel }) => ({
    channel,
    name: channelName(channel),
    about: channelAbout(channel),
  }));
  const shown = { senders: await senderViews(call), budgets: await shownBudgets(call) };
  return { view: 'channels', data: { ...shown, kinds } };
}

async function showNew(call: AdminCall): Promise<AdminAnswer | undefined> {
  const form = formOf(call.params['kind'] ?? '');
  if (!form) return undefined;
  const { channel } = form;
  const kind = { channel, name: channelName(channel), about: channelAbout(channel) };
  const data = { kind, settings: settingsOf(form), stored: {}, offices: await officesFor(call) };
  return { view: 'channel-new', data };
}

async function add(call: AdminCall<SettingsForm & z.infer<typeof addForm>>) {
  const kind = formOf(call.params['kind'] ?? '');
  if (!kind) return undefined;
  const { name, office: officeCode, label: title } = call.form;
  const key = { channel: kind.channel, name, officeCode };
  const fields = { ...(await examined(call, kind, { name, before: {} })), label: title };
  const id = await call.parts.store.transaction((db) => addSender(db, key, fields, call));
  await follow(call);
  return { redirect: `${list}/${id}`, notice: 'sender-added' };
}

/** What of the stored settings may be seen: never a secret, only that it is there. */
function seen(account: AddedAccount): Readonly<Record<string, string>> {
  const form = formOf(account.channel);
  const secret = new Set(form && settingsOf(form).flatMap((one) => (one.secret ? one.name : [])));
  const entries = Object.entries(account.settings ?? {});
  return Object.fromEntries(entries.map(([name, value]) => [name, secret.has(name) ? '' : value]));
}

async function showOne(call: AdminCall): Promise<AdminAnswer | undefined> {
  const { db, officer, parts } = call;
  const account = await senderFor(db, idOf(call), officer);
  const form = account && formOf(account.channel);
  if (!account || !form) return undefined;
  const sender = (await senderViews(call)).find(({ id }) => id === account.id);
  const route = parts.gateway.routes().find((open) => open.account.id === account.id);
  const { id, name, enabled, label: title } = account;
  const addresses = addressesOf(account, route?.channel, parts.config.publicUrl);
  const shown = { account: { id, name, enabled, label: title }, sender, addresses };
  const settled = { settings: settingsOf(form), stored: seen(account) };
  return { view: 'channel', data: { ...shown, ...settled, kind: channelName(account.channel) } };
}

async function change(call: AdminCall<SettingsForm & z.infer<typeof settings>>) {
  const { store } = call.parts;
  const account = await senderFor(store, idOf(call), call.officer);
  const kind = account && formOf(account.channel);
  if (!account || !kind) return undefined;
  const before = account.settings ?? {};
  const found = await examined(call, kind, { name: account.name, before });
  const fields = { ...found, label: call.form.label };
  await store.transaction((db) => changeSender(db, account, fields, call));
  await follow(call);
  return { redirect: pathOf(call.params), notice: 'saved' };
}

function button(path: string, notice: string, enabled: boolean): AdminRoute {
  return adminRoute({
    ...shared,
    method: 'post',
    path: `${single}/${path}`,
    form: noForm,
    back: pathOf,
    run: async (call) => {
      const account = await switchSender(call.db, idOf(call), enabled, call);
      if (!account) return undefined;
      call.afterCommit(() => follow(call));
      return { redirect: pathOf(call.params), notice };
    },
  });
}

const own = { ...shared, transaction: 'own' } as const;

/** Senders of an office: an admin's matter. */
export const channelRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path: list, form: noForm, run: showList }),
  adminRoute({ ...shared, scope: 'none', method: 'get', path: adding, form: noForm, run: showNew }),
  adminRoute({
    ...own,
    scope: 'none',
    method: 'post',
    path: adding,
    form: addForm,
    back: addPath,
    run: add,
  }),
  adminRoute({ ...shared, method: 'get', path: single, form: noForm, run: showOne }),
  adminRoute({ ...own, method: 'post', path: single, form: settings, back: pathOf, run: change }),
  button('nonaktif', 'sender-disabled', false),
  button('aktif', 'sender-enabled', true),
];
