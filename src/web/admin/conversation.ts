import { z } from 'zod';
import { endPresence, keepPresent } from '../../services/desk.ts';
import {
  claimMatter,
  closeMatter,
  forwardMatter,
  handOverMatter,
  noteMatter,
  releaseMatter,
  reopenMatter,
  type MatterView,
} from '../../services/matters.ts';
import { streamFile } from './attachment.ts';
import { openDesk, revealPhone, showDesk } from './conversation-page.ts';
import { noForm } from './forms.ts';
import { streamChanges } from './live.ts';
import { keepDraft, reply, replyForm } from './reply.ts';
import { adminRoute, everyone, type AdminCall, type AdminRoute } from './route.ts';

const page = '/admin/perkara/:number';
const path = ({ number = '' }: Readonly<Record<string, string>>): string =>
  `/admin/perkara/${number}`;

/** What every route here shares. */
const ofMatter = { roles: everyone, scope: 'office', back: path } as const;

const noteForm = z.object({ catatan: z.string().trim().min(1, 'needed').max(2_000, 'too-long') });
const draftForm = z.object({ jenis: z.enum(['reply', 'note']), teks: z.string().max(2_000) });
const handOverForm = z.object({ kepada: z.string().min(1, 'needed').max(40) });
const forwardForm = z.object({
  badan: z.string().trim().min(2, 'needed').max(80, 'too-long'),
  rujukan: z.string().trim().max(40, 'too-long').default(''),
});

/** A deed with one button: does it and shows the matter again, saying so. */
function deed(
  name: string,
  notice: string,
  act: (call: AdminCall, number: string) => Promise<MatterView | undefined>,
): AdminRoute {
  return adminRoute({
    ...ofMatter,
    method: 'post',
    path: `${page}/${name}`,
    form: noForm,
    run: async (call) => {
      const { number = '' } = call.params;
      const done = await act(call, number);
      return done && { redirect: path(call.params), notice };
    },
  });
}

const pages: readonly AdminRoute[] = [
  adminRoute({
    ...ofMatter,
    method: 'get',
    path: page,
    form: noForm,
    run: async (call) => {
      const desk = await openDesk(call);
      return desk && showDesk(desk);
    },
  }),
  adminRoute({
    ...ofMatter,
    method: 'get',
    path: `${page}/kabar`,
    form: noForm,
    idle: true,
    run: async (call) => {
      const desk = await openDesk(call);
      if (!desk) return undefined;
      const { db, officer, parts } = call;
      const matterId = desk.asker.id;
      const key = { officerId: officer.id, matterId };
      return streamChanges(call, {
        matterId,
        hears: (change) => change.matterId === matterId,
        onBeat: () => keepPresent(db, key, parts.clock()),
        onEnd: () => endPresence(db, key, parts.clock().getTime()),
      });
    },
  }),
];

const files: readonly AdminRoute[] = [
  adminRoute({
    ...ofMatter,
    method: 'get',
    path: `${page}/berkas/:id`,
    form: noForm,
    idle: true,
    run: streamFile,
  }),
];

const writing: readonly AdminRoute[] = [
  adminRoute({
    ...ofMatter,
    method: 'post',
    path: `${page}/jawab`,
    form: replyForm,
    run: reply,
  }),
  adminRoute({
    ...ofMatter,
    method: 'post',
    path: `${page}/catatan`,
    form: noteForm,
    run: async (call) => {
      const { number = '' } = call.params;
      const done = await noteMatter(call.db, number, { ...call, text: call.form.catatan });
      if (!done) return undefined;
      await keepDraft(call, 'note', '');
      return { redirect: path(call.params), notice: 'note-kept' };
    },
  }),
  adminRoute({
    ...ofMatter,
    method: 'post',
    path: `${page}/simpan`,
    form: draftForm,
    run: async (call) => {
      const kept = await keepDraft(call, call.form.jenis, call.form.teks);
      return kept ? { json: {} } : undefined;
    },
  }),
  adminRoute({
    ...ofMatter,
    method: 'post',
    path: `${page}/nomor`,
    form: noForm,
    run: async (call) => {
      const desk = await openDesk(call);
      return desk && revealPhone(desk);
    },
  }),
];

const deeds: readonly AdminRoute[] = [
  deed('ambil', 'matter-claimed', (call, number) => claimMatter(call.db, number, call)),
  deed('lepas', 'matter-released', (call, number) => releaseMatter(call.db, number, call)),
  deed('tutup', 'matter-closed', (call, number) => closeMatter(call.db, number, call)),
  deed('buka', 'matter-reopened', (call, number) => reopenMatter(call.db, number, call)),
  adminRoute({
    ...ofMatter,
    method: 'post',
    path: `${page}/serahkan`,
    form: handOverForm,
    run: async (call) => {
      const { number = '' } = call.params;
      const done = await handOverMatter(call.db, number, { ...call, to: call.form.kepada });
      return done && { redirect: path(call.params), notice: 'matter-handed-over' };
    },
  }),
  adminRoute({
    ...ofMatter,
    method: 'post',
    path: `${page}/teruskan`,
    form: forwardForm,
    run: async (call) => {
      const { number = '' } = call.params;
      const { badan: to, rujukan: reference } = call.form;
      const done = await forwardMatter(call.db, number, { ...call, to, reference });
      call.afterCommit(() => call.parts.gateway.wake());
      return done && { redirect: path(call.params), notice: 'matter-forwarded' };
    },
  }),
];

/** A matter: its thread, and all that an officer does with it. */
export const conversationRoutes: readonly AdminRoute[] = [...pages, ...files, ...writing, ...deeds];
