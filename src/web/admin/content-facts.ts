import { z } from 'zod';
import { localDate, shownDate } from '../../core/format.ts';
import { measureSms } from '../../core/sms.ts';
import {
  checkFact,
  mostLetters,
  tidyFact,
  type FactProblem,
} from '../../services/content-check.ts';
import { resetFact, saveFact } from '../../services/content-edit.ts';
import { contentOf, shownFact, type ContentFact } from '../../services/content.ts';
import {
  contentRoles,
  editorOf,
  inOffice,
  officeOf,
  officePath,
  pathIn,
} from './content-office.ts';
import { noForm } from './forms.ts';
import {
  adminRoute,
  FormError,
  type AdminAnswer,
  type AdminCall,
  type AdminRoute,
  type Notice,
} from './route.ts';

const shared = { roles: contentRoles, scope: 'office' } as const;
const one = `${officePath}/fakta/:name`;

const pathOf = (params: Readonly<Record<string, string>>): string =>
  pathIn(params, `/fakta/${params['name'] ?? ''}`);

/** A fact as the pages show it: with its length in a message. */
function toShown(fact: ContentFact): object {
  const shown = shownFact({ text: fact.text, list: fact.list ? 'yes' : 'no' });
  const { units, segments } = measureSms(shown);
  return { ...fact, shown, units, segments, checkedOn: shownDate(fact.checked) };
}

/** Facts under the heading of their file, in the order of the files. */
function grouped(facts: readonly ContentFact[]): object[] {
  const groups = [...new Set(facts.map(({ group }) => group))];
  return groups.map((group) => ({
    group,
    facts: facts.filter((fact) => fact.group === group).map(toShown),
  }));
}

async function showFacts(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-facts', async (office) => {
    const facts = await contentOf(call.db, office, call.now);
    const old = facts.filter((fact) => fact.old).length;
    const unsure = facts.filter(({ confirmed }) => !confirmed).length;
    return { groups: grouped(facts), old, unsure };
  });
}

async function factOf(call: AdminCall, office: string): Promise<ContentFact | undefined> {
  const facts = await contentOf(call.db, office, call.now);
  return facts.find(({ name }) => name === call.params['name']);
}

async function showFact(call: AdminCall): Promise<AdminAnswer | undefined> {
  return inOffice(call, 'content-fact', async (office) => {
    const fact = await factOf(call, office);
    const today = localDate(call.now);
    return fact && { fact: { ...toShown(fact), most: mostLetters(fact) }, today };
  });
}

const factForm = z.object({
  text: z.string().max(5_000, 'too-long'),
  source: z.string().trim().max(1_000, 'too-long'),
  checked: z.string().trim(),
  confirmed: z.enum(['ya', 'belum'], 'needed'),
});

function toNotice(found: FactProblem): Notice {
  const values = 'detail' in found ? { detail: found.detail } : {};
  return { name: `fact-${found.problem}`, values };
}

async function takeFact(
  call: AdminCall<z.infer<typeof factForm>>,
): Promise<AdminAnswer | undefined> {
  const { db, form, params, now } = call;
  const office = await officeOf(call);
  const fact = office === undefined ? undefined : await factOf(call, office);
  if (office === undefined || !fact) return undefined;
  const { name, list } = fact;
  const { source, checked } = form;
  const confirmed = form.confirmed === 'ya';
  const typed = { name, text: tidyFact(form.text, list), source, checked, confirmed };
  const problems = Object.entries(checkFact(fact, typed, now));
  if (problems.length > 0) {
    throw new FormError(
      Object.fromEntries(problems.map(([field, found]) => [field, toNotice(found)])),
    );
  }
  await saveFact(db, typed, editorOf(call, office));
  return { redirect: pathOf(params), notice: 'content-saved' };
}

/** A button on the page of a fact. */
function button(
  path: string,
  notice: string,
  work: (call: AdminCall, fact: ContentFact, office: string) => Promise<void>,
): AdminRoute {
  return adminRoute({
    ...shared,
    method: 'post',
    path: `${one}/${path}`,
    form: noForm,
    back: pathOf,
    run: async (call) => {
      const office = await officeOf(call);
      const fact = office === undefined ? undefined : await factOf(call, office);
      if (office === undefined || !fact) return undefined;
      await work(call, fact, office);
      return { redirect: pathOf(call.params), notice };
    },
  });
}

const checkedToday = (call: AdminCall, fact: ContentFact, office: string): Promise<void> => {
  const { name, text, source } = fact;
  const checked = localDate(call.now);
  return saveFact(
    call.db,
    { name, text, source, checked, confirmed: true },
    editorOf(call, office),
  );
};

/** Facts of an office, with their source and age. */
export const contentFactRoutes: readonly AdminRoute[] = [
  adminRoute({
    ...shared,
    scope: 'none',
    method: 'get',
    path: '/admin/isi',
    form: z.object({ kantor: z.string().max(5).default('') }),
    run: async ({ officer, form }) => ({
      redirect: pathIn({ office: form.kantor || officer.office }),
    }),
  }),
  adminRoute({ ...shared, method: 'get', path: officePath, form: noForm, run: showFacts }),
  adminRoute({ ...shared, method: 'get', path: one, form: noForm, run: showFact }),
  adminRoute({
    ...shared,
    method: 'post',
    path: one,
    form: factForm,
    back: pathOf,
    run: takeFact,
  }),
  button('periksa', 'content-checked', checkedToday),
  button('pulihkan', 'content-reset', (call, { name }, office) =>
    resetFact(call.db, name, editorOf(call, office)),
  ),
];
