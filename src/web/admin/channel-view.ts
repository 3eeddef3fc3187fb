import type { Channel } from '../../channels/channel.ts';
import { channelForms, type ChannelForm } from '../../gateway/channel-forms.ts';
import { ailment, channelName, settingWords } from '../../services/channel-words.ts';
import { senderHealth, type SenderHealth } from '../../services/sender-health.ts';
import type { AddedAccount } from '../../services/senders.ts';
import { shownNear } from './moments.ts';
import type { AdminCall } from './route.ts';

const province = '35';

/** The kind of a channel; undefined for one that cannot be added. */
export const formOf = (channel: string): ChannelForm | undefined =>
  channelForms.find((form) => form.channel === channel);

/** How its settings are asked: what is always needed first, what is rarely needed last. */
export const settingsOf = ({ channel, settings, needs }: ChannelForm) =>
  settings
    .map((name) => ({
      ...settingWords(channel, name),
      required: needs.some((group) => group.length === 1 && group[0] === name),
    }))
    .toSorted((a, b) => Number(a.rare) - Number(b.rare));

/** What a sender's form field is called; what is secret is not kept when the form comes back. */
export const fieldOf = ({ name, secret }: { readonly name: string; readonly secret: boolean }) =>
  secret ? `rahasia-${name}` : name;

/** Where a provider calls an added sender, in full; a secret in it is named, not shown. */
export function addressesOf(
  account: AddedAccount,
  channel: Channel | undefined,
  publicUrl: string,
): readonly string[] {
  const form = formOf(account.channel);
  if (!form) return [];
  const paths = channel?.webhooks.map(({ path }) => path) ?? [`${form.path}/${account.name}`];
  const secrets = new Set(
    Object.entries(account.settings ?? {}).flatMap(([name, value]) =>
      settingWords(form.channel, name).secret ? [value] : [],
    ),
  );
  // Whole parts of the path: a short password may stand in any word.
  const hide = (path: string): string =>
    path
      .split('/')
      .map((part) => (secrets.has(part) ? 'KATA-RAHASIA' : part))
      .join('/');
  return [...new Set(paths)].map((path) => publicUrl + hide(path));
}

const colours = { up: 'good', down: 'bad', waiting: 'warn', off: '', unknown: '' } as const;

/** A moment in words; empty when there is none. */
type Shown = (at: number | null) => string;

/** A sender as its row shows it. */
export interface SenderView {
  readonly id: number;
  readonly office: string;
  readonly title: string;
  readonly kind: string;
  readonly state: SenderHealth['state'];
  readonly colour: string;
  readonly says: string;
  readonly mend: string;
  readonly since: string;
  readonly lastIn: string;
  readonly lastOut: string;
  readonly queued: number;
  readonly signal: number | null;
  readonly battery: number | null;
  readonly added: boolean;
  /** The page that links its phone; undefined where there is none to link. */
  readonly pairs: string | undefined;
}

/** How it is in words; a warning of one that works has no beginning. */
function stateView(state: SenderHealth['state'], sender: SenderHealth, at: Shown) {
  const { channel, code, since } = sender;
  const ill = state === 'off' ? undefined : ailment({ channel, state, code });
  if (!ill) return { state, colour: colours[state], says: '', mend: '', since: at(since) };
  if (state === 'up') return { ...ill, state, colour: 'warn', since: '' };
  return { ...ill, state, colour: colours[state], since: at(since) };
}

function toView({ now, timezone, parts }: AdminCall, sender: SenderHealth): SenderView {
  const at: Shown = (time) => (time === null ? '' : shownNear(time, now, timezone));
  const route = parts.gateway.routes().find(({ account }) => account.id === sender.id);
  const isOpen = route !== undefined || sender.added; // else the environment names it no more
  const { id, officeCode: office, queued, signal, battery, added } = sender;
  const kind = channelName(sender.channel);
  return {
    ...stateView(isOpen ? sender.state : 'off', sender, at),
    id,
    office,
    kind,
    queued,
    signal,
    battery,
    added,
    title: sender.label ?? kind,
    lastIn: at(sender.lastInAt),
    lastOut: at(sender.lastOutAt),
    pairs: route?.channel.pairing && `/admin/saluran/${sender.name}/tautan`,
  };
}

/** The senders that the officer may see: the own office's, for the province all. */
export async function senderViews(call: AdminCall): Promise<readonly SenderView[]> {
  const { db, officer } = call;
  const office = officer.office === province ? undefined : officer.office;
  return (await senderHealth(db, office)).map((sender) => toView(call, sender));
}
