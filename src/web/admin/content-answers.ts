import { z } from 'zod';
import { localDate, shownDate } from '../../core/format.ts';
import { measureSms } from '../../core/sms.ts';
import { fillText } from '../../services/office-texts.ts';
import { officeFacts } from '../../services/offices.ts';
import { getMatter } from '../../services/matters.ts';
import { draftReadyAnswer } from '../../services/ready-answer-drafts.ts';
import {
  listReadyAnswers,
  longestAnswer,
  resetReadyAnswer,
  saveReadyAnswer,
  type ReadyAnswer,
  type ReadyAnswerForm,
} from '../../services/ready-answers.ts';
import { inOffice, officeOf } from './content-office.ts';
import { newKey, resetRoute, textDeed, textPages, withTextErrors } from './content-texts.ts';
import { noForm } from './forms.ts';
import {
  adminRoute,
  everyone,
  type AdminAnswer,
  type AdminCall,
  type AdminRoute,
} from './route.ts';

const pages = textPages('jawaban');
const { list, one, listOf, pathOf } = pages;

/** An answer as the pages show it: as it goes out, and how long it is. */
async function toShown(call: AdminCall, office: string, answers: readonly ReadyAnswer[]) {
  const facts = await officeFacts(call.db, office);
  return answers.map((answer) => {
    const shown = fillText(answer.text, facts);
    return { ...answer, shown, ...measureSms(shown), checkedOn: shownDate(answer.checked) };
  });
}

async function showList(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-answers', async (office) => {
    const answers = await toShown(call, office, await listReadyAnswers(call.db, office));
    const waiting = answers.filter(({ status }) => status === 'draft').length;
    return { answers, waiting };
  });
}

const blank = (now: Date): ReadyAnswerForm => ({
  questions: [],
  text: '',
  source: '',
  checked: localDate(now),
  confirmed: false,
  status: 'draft',
});

/** What a new answer begins with: nothing, or a matter that was answered. */
async function beginning(call: AdminCall, from: string): Promise<ReadyAnswerForm | undefined> {
  if (from === '') return blank(call.now);
  const matter = await getMatter(call.db, from, call);
  return matter && draftReadyAnswer(call.db, matter, call.now);
}

const fromMatter = z.object({ dari: z.string().max(12).default('') });

async function showOne(
  call: AdminCall<z.infer<typeof fromMatter>>,
): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-answer', async (office) => {
    const { key } = call.params;
    const known = (await listReadyAnswers(call.db, office)).find(({ id }) => id === key);
    const answer = known ?? (key === newKey ? await beginning(call, call.form.dari) : undefined);
    const today = localDate(call.now);
    const mayPublish = call.officer.role !== 'officer';
    const values = await officeFacts(call.db, office);
    const size = answer && measureSms(fillText(answer.text, values));
    return answer && { answer, key, today, most: longestAnswer, mayPublish, values, size };
  });
}

const form = z.object({
  questions: z.string().max(5_000, 'too-long'),
  text: z.string().max(2_000, 'too-long'),
  source: z.string().max(1_000, 'too-long'),
  checked: z.string().trim(),
  confirmed: z.enum(['ya', 'belum'], 'needed'),
  status: z.enum(['draft', 'published', 'disabled']).catch('draft'),
});

async function take(call: AdminCall<z.infer<typeof form>>): Promise<AdminAnswer | undefined> {
  const office = await officeOf(call);
  if (office === undefined) return undefined;
  const { key = '' } = call.params;
  const known = (await listReadyAnswers(call.db, office)).find(({ id }) => id === key);
  if (!known && key !== newKey) return undefined;
  const { questions, confirmed, ...typed } = call.form;
  const answer = {
    ...typed,
    ...(known && { id: known.id, needs: known.needs }),
    questions: questions.split('\n'),
    confirmed: confirmed === 'ya',
  };
  await withTextErrors(() => saveReadyAnswer(call.db, answer, textDeed(call, office)));
  return { redirect: listOf(call.params), notice: 'content-saved' };
}

const shared = { roles: everyone, scope: 'office' } as const;

/** Ready answers of an office: officers propose, supervisors publish. */
export const contentAnswerRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path: list, form: noForm, run: showList }),
  adminRoute({ ...shared, method: 'get', path: one, form: fromMatter, run: showOne }),
  adminRoute({ ...shared, method: 'post', path: one, form, back: pathOf, run: take }),
  resetRoute(pages, resetReadyAnswer),
];
