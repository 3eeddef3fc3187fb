import type { Channel } from '../channels/channel.ts';
import { openAdded, openChannels, type Surroundings } from '../channels/index.ts';
import type { Config } from '../config.ts';
import { ConfigError, SendError, SettingsError } from '../core/errors.ts';
import type { ChannelHealth } from '../core/message.ts';
import { ailment, channelName } from '../services/channel-words.ts';
import { senderHealth, type SenderHealth } from '../services/sender-health.ts';
import { listAdded, type AddedAccount } from '../store/added-accounts.ts';
import type { Db } from '../store/store.ts';
import { ill, sentence, well, type Finding } from './doctor-finding.ts';

/** Providers that call us from the internet; the others are of this network or are asked by us. */
const callers = ['twilio', 'telegram', 'whatsapp-cloud'];

/** Names and addresses that only this network knows. */
const near =
  /^(localhost|.*\.local|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[?(::1|f[cd]))/i;

/** Whether those of the channels that are called from the internet can be. */
export function judgeUrl(publicUrl: string, channels: readonly Channel[]): Finding {
  const called = channels.filter(
    ({ name, webhooks }) => callers.includes(name) && webhooks.length > 0,
  );
  const { protocol, hostname } = new URL(publicUrl);
  const [first] = called;
  if (!first || (protocol === 'https:' && !near.test(hostname)))
    return well('url', 'ok', { alamat: publicUrl });
  return ill('url', 'local', { alamat: publicUrl, nama: channelName(first.name) });
}

type State = Pick<SenderHealth, 'state' | 'code'>;

/** What a state means; `about` is the sender. */
export function judgeSender(
  { channel, about }: { readonly channel: string; readonly about: string },
  { state, code }: State,
): Finding {
  if (state === 'off') return { about, says: sentence('channel-off') };
  const sick = ailment({ channel, state, code });
  if (sick) return { about, ...sick };
  return { about, says: sentence(state === 'up' ? 'channel-ok' : 'channel-unknown') };
}

/** Why a channel could not be opened or asked. */
function stateOf(error: unknown): State {
  if (error instanceof SendError) return { state: 'down', code: error.providerCode ?? error.code };
  return { state: 'waiting', code: error instanceof ConfigError ? 'settings' : 'unexpected' };
}

const told = ({ state, code }: ChannelHealth, before: State): State => ({
  state: state ?? (before.state === 'unknown' ? 'up' : before.state),
  code: code ?? null,
});

type Known = readonly SenderHealth[];

/** What the server knows of a channel's senders; it may never have run. */
function sendersOf({ name: channel, accounts }: Channel, known: Known) {
  const nothing = { state: 'unknown', code: null, label: null } as const;
  return accounts.map(({ name }) => {
    const found = known.find((one) => one.channel === channel && one.name === name);
    const { state, code, label } = found ?? nothing;
    return { name, channel, about: label ?? channelName(channel), state, code };
  });
}

/** Each sender of an open channel. One that pairs is asked by the server alone: it has the socket. */
async function examineOpen(channel: Channel, known: Known): Promise<Finding[]> {
  const senders = sendersOf(channel, known);
  try {
    const answers = channel.pairing ? [] : ((await channel.check?.()) ?? []);
    return senders.map(({ name, channel: kind, about, ...before }) => {
      const how = answers.find(({ account }) => account === undefined || account === name);
      return judgeSender({ channel: kind, about }, how ? told(how, before) : before);
    });
  } catch (error) {
    return senders.map((one) => judgeSender(one, stateOf(error)));
  }
}

/** What was opened, and what was found of it. */
interface Examined {
  readonly findings: readonly Finding[];
  readonly channels: readonly Channel[];
}

async function examineAdded(
  { label, enabled, settings = {}, ...account }: AddedAccount,
  known: Known,
  world: Surroundings,
): Promise<Examined> {
  const judged = (state: State): Examined => ({
    findings: [judgeSender({ channel: account.channel, about: label }, state)],
    channels: [],
  });
  if (!enabled) return judged({ state: 'off', code: null });
  try {
    const channel = await openAdded({ ...account, settings }, world);
    return { findings: await examineOpen(channel, known), channels: [channel] };
  } catch (error) {
    return judged(stateOf(error));
  }
}

/** Those of the environment. A setting that is wrong is named; what it holds is not repeated. */
async function examineFixed(
  env: Config['env'],
  known: Known,
  world: Surroundings,
): Promise<Examined> {
  try {
    const channels = await openChannels(env, world);
    const found = await Promise.all(channels.map((channel) => examineOpen(channel, known)));
    return { channels, findings: [well('settings', 'ok'), ...found.flat()] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error instanceof SettingsError ? error.problems : [];
    const detail = problems.map(({ setting }) => setting).join(', ') || error.message;
    return { channels: [], findings: [ill('settings', 'wrong', { detail })] };
  }
}

/** Opens every channel as the server would, asks it, sends nothing, and closes it again. */
export async function examineChannels(
  db: Db,
  { env, publicUrl }: Pick<Config, 'env' | 'publicUrl'>,
  world: Surroundings,
): Promise<readonly Finding[]> {
  const known = await senderHealth(db);
  const added = await listAdded(db);
  const examined = await Promise.all([
    examineFixed(env, known, world),
    ...added.map((account) => examineAdded(account, known, world)),
  ]);
  const channels = examined.flatMap((one) => one.channels);
  for (const channel of channels) await channel.stop?.();
  const none = channels.length === 0 ? [well('channel', 'none')] : [];
  return [...examined.flatMap(({ findings }) => findings), ...none, judgeUrl(publicUrl, channels)];
}
