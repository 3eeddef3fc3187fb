import { z } from 'zod';
import { educationLevels } from '../../core/education.ts';
import { maskNik } from '../../core/nik.ts';
import { showNumber } from '../../core/number.ts';
import { localPhone } from '../../core/phone.ts';
import { correctRegistration, shownArea } from '../../services/seeker-corrections.ts';
import { noteView, placesOf, revealNik } from '../../services/seeker-desk.ts';
import { correctionForm } from '../../services/seeker-form.ts';
import {
  profileForm,
  readProfiles,
  rowsOf,
  saveProfile,
  schoolLevels,
} from '../../services/seeker-profile.ts';
import {
  profileLabels,
  sheetChoices,
  sheetGroups,
  sheetNames,
} from '../../services/seeker-sheet.ts';
import type { RegisteredSeeker } from '../../services/seekers.ts';
import { noForm } from './forms.ts';
import { adminRoute, everyone, type AdminCall, type AdminRoute } from './route.ts';
import { demandDone, seekerOf, seekerPath, viewerOf } from './seeker-calls.ts';

const deedOf = ({ officer, now }: AdminCall) => ({ officerId: officer.id, now });
const onFile = { roles: everyone, scope: 'office' } as const;

/** The form with what is registered, to put it right from the papers. */
async function showCorrection(call: AdminCall) {
  const seeker = await seekerOf(call);
  if (!seeker) return undefined;
  await noteView(call.db, viewerOf(call), seeker.number, 'form');
  const data = {
    number: showNumber('D', seeker.number),
    seeker,
    nikMasked: maskNik(seeker.nik),
    area: shownArea(seeker),
    phone: seeker.phone === null ? '' : localPhone(seeker.phone),
    levels: educationLevels,
    places: placesOf(seeker.officeCode),
  };
  return { view: 'seeker-correct', data };
}

async function showProfile(call: AdminCall) {
  const seeker = await seekerOf(call);
  if (!seeker) return undefined;
  await noteView(call.db, viewerOf(call), seeker.number, 'form');
  const profiles = await readProfiles(call.db, [seeker.id]);
  const data = {
    number: showNumber('D', seeker.number),
    name: seeker.name,
    profile: profiles.get(seeker.id) ?? {},
    labels: profileLabels(),
    choices: sheetChoices,
    schoolLevels,
    rowsOf,
  };
  return { view: 'seeker-sheet', data };
}

/** Every field to copy, in the order of the chosen form. */
async function copyPage(
  call: AdminCall<{ bentuk: (typeof sheetNames)[number] }>,
  seeker: RegisteredSeeker,
  fullNik: boolean,
) {
  const profiles = await readProfiles(call.db, [seeker.id]);
  const profile = profiles.get(seeker.id) ?? {};
  const groups = sheetGroups(call.form.bentuk, seeker, { profile, fullNik });
  const number = showNumber('D', seeker.number);
  return { view: 'seeker-copy', data: { number, groups, fullNik, sheet: call.form.bentuk } };
}

const copyForm = z.object({ bentuk: z.enum(sheetNames).default('ak2') });

/** What is filled in and copied of a seeker. */
export const seekerFormRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: '/admin/pencari-kerja/:number/ubah',
    ...onFile,
    form: noForm,
    run: showCorrection,
  }),
  adminRoute({
    method: 'post',
    path: '/admin/pencari-kerja/:number/ubah',
    ...onFile,
    form: correctionForm,
    back: (params) => seekerPath(params, '/ubah'),
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      demandDone(await correctRegistration(call.db, seeker.number, call.form, deedOf(call)));
      return { redirect: seekerPath(call.params), notice: 'seeker-corrected' };
    },
  }),
  adminRoute({
    method: 'get',
    path: '/admin/pencari-kerja/:number/ak2',
    ...onFile,
    form: noForm,
    run: showProfile,
  }),
  adminRoute({
    method: 'post',
    path: '/admin/pencari-kerja/:number/ak2',
    ...onFile,
    form: profileForm,
    back: (params) => seekerPath(params, '/ak2'),
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      demandDone(await saveProfile(call.db, seeker.number, call.form, deedOf(call)));
      return { redirect: seekerPath(call.params), notice: 'profile-saved' };
    },
  }),
  adminRoute({
    method: 'get',
    path: '/admin/pencari-kerja/:number/salin',
    ...onFile,
    form: copyForm,
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      await noteView(call.db, viewerOf(call), seeker.number, 'sheet');
      return copyPage(call, seeker, false);
    },
  }),
  adminRoute({
    method: 'post',
    path: '/admin/pencari-kerja/:number/salin',
    ...onFile,
    form: copyForm,
    back: (params) => seekerPath(params, '/salin'),
    run: async (call) => {
      const seeker = await seekerOf(call);
      if (!seeker) return undefined;
      await revealNik(call.db, viewerOf(call), seeker);
      return copyPage(call, seeker, true);
    },
  }),
];
