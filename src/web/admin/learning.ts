import { z } from 'zod';
import {
  acceptTexts,
  assignTexts,
  assignedTexts,
  dismissTexts,
  learnApart,
  learntExamples,
  learningServices,
  longUnknownGroups,
  type LearningDeed,
} from '../../services/learning.ts';
import { noForm } from './forms.ts';
import { adminRoute, everyone, type AdminCall, type AdminRoute } from './route.ts';

const path = '/admin/kalimat';

/** Texts are named by ids alone, joined by commas: what they say stands in no address and no form. */
const ids = z
  .string()
  .max(20_000)
  .transform((text) => text.split(',').filter((id) => /^[0-9a-f-]{36}$/u.test(id)));

const chosen = z.object({ ids });

const deedOf = ({ officer, now, form }: AdminCall<{ ids: string[] }>): LearningDeed => ({
  officer,
  ids: form.ids,
  now,
});

async function showTexts({ db, officer, parts }: AdminCall) {
  const groups = await parts.store.read(longUnknownGroups, { office: officer.office });
  const assigned = await assignedTexts(db, officer);
  return { view: 'learning', data: { groups, assigned, services: learningServices() } };
}

const shared = { roles: everyone, scope: 'office', back: () => path } as const;
const reviewers = { ...shared, roles: ['supervisor', 'admin'] } as const;

/** Sentences that nothing explained: officers say what was wanted, supervisors make examples of them. */
export const learningRoutes: readonly AdminRoute[] = [
  adminRoute({ ...shared, method: 'get', path, form: noForm, run: showTexts }),
  adminRoute({
    ...shared,
    method: 'post',
    path: `${path}/tetapkan`,
    form: chosen.extend({ layanan: z.enum(learningServices() as [string, ...string[]]) }),
    run: async (call) => {
      const texts = await assignTexts(call.db, deedOf(call), call.form.layanan);
      const values = { jumlah: String(texts) };
      return { redirect: path, notice: { name: 'texts-assigned', values } };
    },
  }),
  adminRoute({
    ...shared,
    method: 'post',
    path: `${path}/buang`,
    form: chosen.extend({ dari: z.enum(['new', 'assigned']) }),
    run: async (call) => {
      await dismissTexts(call.db, deedOf(call), call.form.dari);
      return { redirect: path, notice: 'texts-dismissed' };
    },
  }),
  adminRoute({
    ...reviewers,
    method: 'post',
    path: `${path}/terima`,
    form: chosen,
    run: async (call) => {
      const texts = await acceptTexts(call.db, deedOf(call));
      call.afterCommit(() => learnApart(call.parts.store));
      const values = { jumlah: String(texts) };
      return { redirect: path, notice: { name: 'texts-accepted', values } };
    },
  }),
  adminRoute({
    ...reviewers,
    method: 'get',
    path: `${path}/contoh.txt`,
    form: noForm,
    run: async ({ db }) => {
      const examples = await learntExamples(db);
      const lines = examples.map(({ service, text }) => `${service ?? ''} | ${text}\n`);
      const body = Buffer.from(lines.join(''));
      return { file: { name: 'contoh-kalimat.txt', type: 'text/plain; charset=utf-8', body } };
    },
  }),
];
