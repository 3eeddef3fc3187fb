import { z } from 'zod';
import { placeText } from '../place.ts';

const point = z.object({ latitude: z.number(), longitude: z.number() });

/** The place of a message (https://core.telegram.org/bots/api#venue): a venue is told as a bare point as well. */
export const placed = z.object({
  location: point.optional().catch(undefined),
  venue: z
    .object({ location: point, title: z.string(), address: z.string() })
    .optional()
    .catch(undefined),
});

/** What the shared place says; undefined when there is none. */
export function placeOf({ location, venue }: z.output<typeof placed>): string | undefined {
  if (venue) return placeText({ ...venue.location, name: venue.title, address: venue.address });
  return location && placeText(location);
}
