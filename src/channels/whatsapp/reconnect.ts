/** How a connection's end is answered: again after a pause in milliseconds, or not by ourselves. */
export type Reconnect = { readonly pause: number } | 'stop';

/**
 * Reasons that trying again would only make worse (Baileys, Types/index.d.ts DisconnectReason): the
 * phone ended the link (401), the number is banned or restricted (403, 419), several devices are not
 * allowed (411), somebody else uses our session (440).
 */
const final = new Set([401, 403, 411, 419, 440]);

/** WhatsApp asks for a new connection after pairing; it waits for us. */
const restartRequired = 515;

const hour = 3_600_000;
/** Fast reconnects look like an attack. */
const mostAnHour = 20;
const longest = 300_000;

/** Counts attempts and says what follows: 1 s, doubled up to 5 minutes, anywhere between nothing and that. */
export function openReconnects(
  now: () => number,
  random: () => number,
): {
  after: (reason: number | undefined) => Reconnect;
  /** A connection came about: the next end begins at 1 s again. */
  opened: () => void;
} {
  let failures = 0;
  let attempts: number[] = [];
  const untilRoom = (): number => {
    attempts = attempts.filter((at) => at > now() - hour);
    const oldest = attempts.at(-mostAnHour);
    return oldest === undefined ? 0 : oldest + hour - now();
  };
  return {
    opened: () => {
      failures = 0;
    },
    after: (reason) => {
      if (reason !== undefined && final.has(reason)) return 'stop';
      const usual = Math.min(longest, 1_000 * 2 ** failures) * random();
      const pause = Math.max(reason === restartRequired ? 0 : usual, untilRoom());
      if (reason !== restartRequired) failures += 1;
      attempts.push(now() + pause);
      return { pause };
    },
  };
}
