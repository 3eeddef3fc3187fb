import { TextError } from '../../services/office-texts.ts';
import type { TextDeed } from '../../services/ready-answers.ts';
import type { Db } from '../../services/health.ts';
import { contentRoles, officeOf, officePath, pathIn } from './content-office.ts';
import { noForm } from './forms.ts';
import { adminRoute, FormError, type AdminCall, type AdminRoute } from './route.ts';

type Params = Readonly<Record<string, string>>;

/** The pages of one kind of text: its list, and one text by its key; `baru` is a new one. */
export function textPages(name: string) {
  const list = `${officePath}/${name}`;
  const listOf = (params: Params): string => pathIn(params, `/${name}`);
  return {
    list,
    one: `${list}/:key`,
    listOf,
    pathOf: (params: Params): string => `${listOf(params)}/${params['key'] ?? ''}`,
  };
}

/** The key of a text that is not kept yet. */
export const newKey = 'baru';

/** A button that takes the office's words back. */
export function resetRoute(
  { one, listOf, pathOf }: ReturnType<typeof textPages>,
  reset: (db: Db, key: string, deed: TextDeed) => Promise<boolean>,
): AdminRoute {
  return adminRoute({
    roles: contentRoles,
    scope: 'office',
    method: 'post',
    path: `${one}/pulihkan`,
    form: noForm,
    back: pathOf,
    run: async (call) => {
      const office = await officeOf(call);
      if (office === undefined) return undefined;
      await reset(call.db, call.params['key'] ?? '', textDeed(call, office));
      return { redirect: listOf(call.params), notice: 'content-reset' };
    },
  });
}

/** Who changes which office's texts, and when. */
export function textDeed({ officer, now }: AdminCall, office: string): TextDeed {
  return { officer, office, now };
}

/** Does it, with what is wrong with a text beside its field. @throws FormError */
export async function withTextErrors(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const errors = error.problems.map(
      ({ field, problem, detail }) =>
        [field, { name: `text-${problem}`, values: { detail } }] as const,
    );
    throw new FormError(Object.fromEntries(errors));
  }
}
