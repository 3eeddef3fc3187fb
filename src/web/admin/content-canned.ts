import { z } from 'zod';
import { measureSms } from '../../core/sms.ts';
import {
  cannedValues,
  listCannedReplies,
  longestCanned,
  resetCannedReply,
  saveCannedReply,
} from '../../services/canned-replies.ts';
import { fillText } from '../../services/office-texts.ts';
import { officeFacts } from '../../services/offices.ts';
import { contentRoles, inOffice, officeOf } from './content-office.ts';
import { newKey, resetRoute, textDeed, textPages, withTextErrors } from './content-texts.ts';
import { noForm } from './forms.ts';
import { adminRoute, type AdminAnswer, type AdminCall, type AdminRoute } from './route.ts';

const pages = textPages('balasan');
const { list, one, listOf, pathOf } = pages;

async function showList(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-canned-list', async (office) => {
    const replies = await listCannedReplies(call.db, office);
    return { replies: replies.map((reply) => ({ ...reply, ...measureSms(reply.text) })) };
  });
}

async function showOne(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-canned', async (office) => {
    const { key } = call.params;
    const known = (await listCannedReplies(call.db, office)).find(({ id }) => id === key);
    const blank = { title: '', text: '', status: 'published', origin: 'own' };
    const reply = known ?? (key === newKey ? blank : undefined);
    const values = cannedValues(await officeFacts(call.db, office));
    const size = reply && measureSms(fillText(reply.text, values));
    return reply && { reply, key, most: longestCanned, values, size };
  });
}

const form = z.object({
  title: z.string().max(60, 'too-long'),
  text: z.string().max(2_000, 'too-long'),
  status: z.enum(['published', 'disabled']).catch('published'),
});

async function take(call: AdminCall<z.infer<typeof form>>): Promise<AdminAnswer | undefined> {
  const office = await officeOf(call);
  if (office === undefined) return undefined;
  const { key = '' } = call.params;
  const known = (await listCannedReplies(call.db, office)).some(({ id }) => id === key);
  if (!known && key !== newKey) return undefined;
  const reply = { ...call.form, ...(known && { id: key }) };
  await withTextErrors(() => saveCannedReply(call.db, reply, textDeed(call, office)));
  return { redirect: listOf(call.params), notice: 'content-saved' };
}

const shared = { roles: contentRoles, scope: 'office' } as const;

/** Canned replies of an office, with fields that the program fills. */
export const contentCannedRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path: list, form: noForm, run: showList }),
  adminRoute({ ...shared, method: 'get', path: one, form: noForm, run: showOne }),
  adminRoute({ ...shared, method: 'post', path: one, form, back: pathOf, run: take }),
  resetRoute(pages, resetCannedReply),
];
