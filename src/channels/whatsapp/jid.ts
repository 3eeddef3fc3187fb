/*
 * WhatsApp knows a person by phone number (`6281234567890@s.whatsapp.net`), by an id that hides it
 * (`12345@lid`), or by both. Devices of the same person differ behind a colon: `6281...:3@...`.
 */

const people = new Map([
  ['s.whatsapp.net', 's.whatsapp.net'],
  ['c.us', 's.whatsapp.net'],
  ['hosted', 's.whatsapp.net'],
  ['lid', 'lid'],
  ['hosted.lid', 'lid'],
]);

/** The id of a person without the device; undefined for groups, status, channels and what is malformed. */
export function personJid(jid: string | null | undefined): string | undefined {
  const [, user = '', server = ''] = /^(\d{1,20})(?:[:_]\d+)?@([a-z.]+)$/.exec(jid ?? '') ?? [];
  const kind = people.get(server);
  return kind && `${user}@${kind}`;
}

/** `+6281234567890` of a phone's id; undefined of one that hides the number. */
export function phoneOf(jid: string): string | undefined {
  const [user, server] = jid.split('@');
  return server === 's.whatsapp.net' ? `+${user}` : undefined;
}

/** Where to send to: `+62...` or `12345@lid`, as messages came from; undefined when it is neither. */
export function jidOf(userId: string): string | undefined {
  if (/^\+\d{8,15}$/.test(userId)) return `${userId.slice(1)}@s.whatsapp.net`;
  return /^\d{1,20}@lid$/.test(userId) ? userId : undefined;
}

/** How a person is known to the rest of the program. */
export interface Identity {
  /** The phone number where it is known, else the id that hides it. */
  readonly userId: string;
  readonly phone?: string;
  /** What else the same person is known by. */
  readonly aliases: readonly string[];
}

/** One person of the ids that a message carries: the chat's, and the other one where WhatsApp told it. */
export function identityOf(jid: string, other: string | undefined): Identity {
  const ids = [jid, ...(other !== undefined && other !== jid ? [other] : [])];
  const phone = ids.map(phoneOf).find((found) => found !== undefined);
  const lids = ids.filter((id) => id.endsWith('@lid'));
  if (phone === undefined) return { userId: jid, aliases: [] };
  return { userId: phone, phone, aliases: lids };
}
