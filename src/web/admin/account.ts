import { z } from 'zod';
import {
  changePassword,
  recoveryCodesLeft,
  renewOwnRecoveryCodes,
  signOutElsewhere,
  type Own,
} from '../../services/account.ts';
import { sessionsOf } from '../../services/officer-sessions.ts';
import { beginAttempt, refundAttempt } from '../../services/sign-in-limits.ts';
import { noForm, rowNumber } from './forms.ts';
import { shownAt } from './moments.ts';
import { adminRoute, everyone, FormError, type AdminCall, type AdminRoute } from './route.ts';

const account = '/admin/akun';
const codes = '/admin/akun/kode-pemulihan';
const own = { roles: everyone, scope: 'self', back: () => account } as const;

const ownOf = ({ officer, session, now }: AdminCall): Own => ({
  officerId: officer.id,
  sessionId: session.id,
  now,
});

/** Whoever sits at an open page may not guess the password either. */
async function withLimit<T>(call: AdminCall, field: string, work: () => Promise<T>): Promise<T> {
  const { parts, officer, address, now } = call;
  const attempt = { username: officer.username, address };
  if ((await beginAttempt(parts.store, attempt, now)) > 0) {
    throw new FormError({ [field]: 'too-many-tries' });
  }
  const done = await work();
  await refundAttempt(parts.store, attempt);
  return done;
}

const password = z.string().min(1, 'needed').max(1000, 'too-long');

const passwordForm = z.object({ current: password, next: password, again: password });

/** In which field something is wrong. */
const fieldOf = (fault: string): string => (fault === 'password-wrong' ? 'current' : 'next');

async function takePassword(call: AdminCall<z.infer<typeof passwordForm>>) {
  const { form, parts } = call;
  if (form.next !== form.again) throw new FormError({ again: 'not-the-same' });
  await withLimit(call, 'current', async () => {
    const fault = await changePassword(parts.store, ownOf(call), form);
    if (fault) throw new FormError({ [fieldOf(fault)]: fault });
  });
  return { redirect: account, notice: 'password-changed' };
}

async function showAccount(call: AdminCall) {
  const { db, officer, session, now, timezone, parts } = call;
  const sessions = await sessionsOf(db, officer.id, now);
  return {
    view: 'account',
    data: {
      codesLeft: await recoveryCodesLeft(parts.store, officer.id),
      sessions: sessions.map(({ id, device, createdAt, seenAt }) => ({
        id,
        device,
        isHere: id === session.id,
        since: shownAt(createdAt, timezone),
        seen: shownAt(seenAt, timezone),
      })),
    },
  };
}

/** The officer's own account: password, recovery codes, where it is signed in. */
export const accountRoutes: readonly AdminRoute[] = [
  adminRoute({ ...own, method: 'get', path: account, form: noForm, run: showAccount }),
  adminRoute({
    ...own,
    method: 'post',
    path: '/admin/akun/sandi',
    form: passwordForm,
    transaction: 'own',
    run: takePassword,
  }),
  adminRoute({
    ...own,
    method: 'post',
    path: codes,
    form: z.object({ password }),
    transaction: 'own',
    run: async (call) => {
      const made = await withLimit(call, 'password', async () => {
        const found = await renewOwnRecoveryCodes(
          call.parts.store,
          ownOf(call),
          call.form.password,
        );
        if (!found) throw new FormError({ password: 'password-wrong' });
        return found;
      });
      call.session.keepOnce(made);
      return { redirect: codes };
    },
  }),
  adminRoute({
    ...own,
    method: 'get',
    path: codes,
    form: noForm,
    run: async ({ session }) => {
      const shown = session.takeOnce();
      return shown.length > 0 ? { view: 'codes', data: { codes: shown } } : { redirect: account };
    },
  }),
  adminRoute({
    ...own,
    method: 'post',
    path: '/admin/akun/perangkat',
    form: z.object({ id: rowNumber.exactOptional() }),
    transaction: 'own',
    run: async (call) => {
      await signOutElsewhere(call.parts.store, ownOf(call), call.form.id);
      return { redirect: account, notice: 'signed-out-elsewhere' };
    },
  }),
];
