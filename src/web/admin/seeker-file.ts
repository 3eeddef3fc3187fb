import { z } from 'zod';
import { shownDate, localDate } from '../../core/format.ts';
import { showNumber } from '../../core/number.ts';
import { localPhone } from '../../core/phone.ts';
import { guidanceForm, noteGuidance } from '../../services/seeker-guidance.ts';
import { issueCard, type CardProblem } from '../../services/ak1-cards.ts';
import { noteView, revealNik, seekerFile } from '../../services/seeker-desk.ts';
import { printSlip } from '../../services/seeker-slips.ts';
import { verifySeeker, type RegisteredSeeker } from '../../services/seekers.ts';
import { noForm } from './forms.ts';
import { shownAt } from './moments.ts';
import {
  adminRoute,
  everyone,
  type AdminCall,
  type AdminRoute,
  type FieldErrors,
} from './route.ts';
import { demandDone, seekerOf, seekerPath, todayOf, viewerOf } from './seeker-calls.ts';

/** The page of one seeker; `nik` whole only where it was asked for. */
async function filePage(call: AdminCall, seeker: RegisteredSeeker, nik?: string) {
  const file = await seekerFile(call.db, seeker, call.now);
  const phone = seeker.phone === null ? null : localPhone(seeker.phone);
  const day = (at: number): string => localDate(new Date(at), call.timezone);
  const time = (at: number): string => shownAt(at, call.timezone);
  const words = { date: shownDate, day, time };
  const data = { ...file, ...words, seeker, nik, phone, today: todayOf(call), showNumber };
  return { view: 'seeker', data };
}

async function showFile(call: AdminCall) {
  const seeker = await seekerOf(call);
  if (!seeker) return undefined;
  await noteView(call.db, viewerOf(call), seeker.number, 'file');
  return filePage(call, seeker);
}

/** A problem of a card in the words of the form. */
function cardErrors(problem: CardProblem): FieldErrors {
  const name = `card-${problem.problem}`;
  const values = 'holder' in problem ? { nomor: problem.holder } : {};
  return { [problem.field]: { name, values } };
}

const cardForm = z.object({
  number: z.string().max(60, 'too-long'),
  issuedOn: z.iso.date('not-a-date'),
  reason: z.enum(['first', 'renewed', 'replaced', 'mistake'], 'wrong'),
});

const deedOf = ({ officer, now }: AdminCall) => ({ officerId: officer.id, now });

/** What all deeds of this page share. */
const deed = {
  method: 'post',
  roles: everyone,
  scope: 'office',
  back: (params: Readonly<Record<string, string>>) => seekerPath(params),
} as const;

/** One seeker: what is known, and what an officer does with it. */
export const seekerFileRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: '/admin/pencari-kerja/:number',
    roles: everyone,
    scope: 'office',
    form: noForm,
    run: showFile,
  }),
  adminRoute({
    ...deed,
    path: '/admin/pencari-kerja/:number/nik',
    form: noForm,
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      return filePage(call, seeker, await revealNik(call.db, viewerOf(call), seeker));
    },
  }),
  adminRoute({
    ...deed,
    path: '/admin/pencari-kerja/:number/periksa',
    form: noForm,
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      await verifySeeker(call.db, showNumber('D', seeker.number), deedOf(call));
      return { redirect: seekerPath(call.params), notice: 'seeker-verified' };
    },
  }),
  adminRoute({
    ...deed,
    path: '/admin/pencari-kerja/:number/kartu',
    form: cardForm,
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      const outcome = await issueCard(call.db, seeker.number, call.form, deedOf(call));
      demandDone(typeof outcome === 'object' ? cardErrors(outcome) : outcome);
      return { redirect: seekerPath(call.params), notice: 'card-issued' };
    },
  }),
  adminRoute({
    ...deed,
    path: '/admin/pencari-kerja/:number/catatan',
    form: guidanceForm,
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      demandDone(await noteGuidance(call.db, seeker.number, call.form, deedOf(call)));
      return { redirect: seekerPath(call.params), notice: 'guidance-noted' };
    },
  }),
  adminRoute({
    ...deed,
    path: '/admin/pencari-kerja/:number/slip',
    form: noForm,
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      const { publicUrl } = call.parts.config;
      const slip = await printSlip(call.db, seeker.number, { ...deedOf(call), publicUrl });
      return slip && { file: { name: slip.name, type: 'application/pdf', body: slip.pdf } };
    },
  }),
];
