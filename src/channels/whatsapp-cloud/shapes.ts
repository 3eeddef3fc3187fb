import { z } from 'zod';
import { printable } from '../untrusted.ts';

/*
 * What Meta posts (https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks),
 * as far as it is used. One request holds many entries, changes and messages.
 */

const number = z.union([z.number(), z.string()]);
/** What cannot be read is as if it were not there: a new kind of message must not hold up the others. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);
const pressed = maybe(z.object({ id: z.string() }));

const file = maybe(
  z.object({
    id: printable,
    caption: maybe(z.string()),
    filename: maybe(z.string()),
  }),
);
export type CloudFile = NonNullable<z.output<typeof file>>;

/** A message of a person. Phone and user id: at least one; the phone is left out behind a username. */
export const cloudMessage = z.object({
  id: printable,
  from: maybe(printable),
  from_user_id: maybe(printable),
  group_id: maybe(printable),
  timestamp: maybe(number),
  type: z.string(),
  context: maybe(z.object({ id: maybe(printable) })),
  text: maybe(z.object({ body: z.string() })),
  button: maybe(z.object({ payload: maybe(z.string()), text: maybe(z.string()) })),
  interactive: maybe(z.object({ button_reply: pressed, list_reply: pressed })),
  image: file,
  document: file,
  audio: file,
  video: file,
  location: maybe(
    z.object({
      latitude: z.number(),
      longitude: z.number(),
      name: maybe(z.string()),
      address: maybe(z.string()),
    }),
  ),
  contacts: maybe(
    z.array(
      z.object({
        name: maybe(z.object({ formatted_name: maybe(z.string()) })),
        phones: maybe(z.array(z.object({ phone: maybe(z.string()) }))),
      }),
    ),
  ),
});
export type CloudMessage = z.output<typeof cloudMessage>;

const failure = z.object({ code: printable });

/** What became of a message of ours. */
export const cloudStatus = z.object({
  id: printable,
  status: z.string(),
  errors: maybe(z.array(failure)),
  biz_opaque_callback_data: maybe(printable),
});

/** A person as Meta knows them: phone number, and the user id that only our portfolio sees. */
const contact = z.object({ wa_id: maybe(printable), user_id: maybe(printable) });
export type CloudContact = z.output<typeof contact>;

const list = z.array(z.unknown()).catch([]);

/** All that is told of one phone number. Messages are read one by one: a broken one spoils no other. */
export const cloudValue = z.object({
  metadata: z.object({ phone_number_id: printable }),
  contacts: z.array(contact).catch([]),
  messages: list,
  statuses: list,
  errors: z.array(failure).catch([]),
});
export type CloudValue = z.output<typeof cloudValue>;

/** The request. */
export const cloudNotice = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: z.array(z.object({ value: z.unknown() })) })),
});
