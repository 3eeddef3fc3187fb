import { kinds, pathOf } from '../channels/index.ts';

/** What a channel must be told before it can be opened. */
export interface ChannelForm {
  readonly channel: string;
  /** Where its webhooks begin. */
  readonly path: string;
  /** Names of its settings, in the order in which to ask for them. */
  readonly settings: readonly string[];
  /** Each group needs one of its settings. */
  readonly needs: readonly (readonly string[])[];
}

/** Every channel that officers can add a sender of. */
export const channelForms: readonly ChannelForm[] = kinds.map((kind) => ({
  channel: kind.name,
  path: pathOf(kind),
  settings: kind.settings,
  needs: kind.needs,
}));
