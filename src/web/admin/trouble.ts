import { ailment, channelName, troubleLine } from '../../services/channel-words.ts';
import type { Officer } from '../../services/officers.ts';
import { illSenders } from '../../services/sender-health.ts';
import type { WebParts } from '../parts.ts';

const province = '35';

/** What every page says of the office's senders that do not work; of the province's all. */
export async function troubleFor(
  { store, gateway }: WebParts,
  { office }: Officer,
): Promise<string | undefined> {
  const open = new Set(gateway.routes().map(({ account }) => account.id));
  const ill = await illSenders(store, office === province ? undefined : office);
  const known = ill.filter(({ id, added }) => added || open.has(id)); // else its settings are gone
  return troubleLine(
    known.map(({ label, channel, state, code }) => ({
      name: label ?? channelName(channel),
      says: ailment({ channel, state, code })?.says ?? '',
    })),
  );
}
