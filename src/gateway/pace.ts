/** A token bucket over SMS segments: refills at `rate` a second, holds a burst of ten. */
export interface Pace {
  /** Whole segments that may be sent now. */
  available(): number;
  spend(segments: number): void;
  /** Milliseconds until one segment may be sent. */
  wait(): number;
}

/** CONTRACT: a rate may burst by ten segments. */
export const burst = 10;

/** A pace of `rate` segments a second; `now` gives milliseconds. A message larger than the bucket leaves a debt. */
export function openPace(rate: number, now: () => number): Pace {
  let tokens = burst;
  let filledAt = now();
  const fill = (): void => {
    const time = now();
    tokens = Math.min(burst, tokens + (Math.max(0, time - filledAt) / 1000) * rate);
    filledAt = time;
  };
  return {
    available: () => {
      fill();
      return Math.max(0, Math.floor(tokens));
    },
    spend: (segments) => {
      tokens -= segments;
    },
    wait: () => {
      fill();
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / rate) * 1000);
    },
  };
}
