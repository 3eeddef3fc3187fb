import type { DeliveryReport } from '../core/message.ts';
import { addReport, raiseStatus } from '../store/delivery-reports.ts';
import type { Store } from '../store/store.ts';

/** A report and the account it is about. */
export type AccountReport = DeliveryReport & { readonly accountId: number };

/** Keeps each report once and moves the message's status forward, never back. Durable when it resolves. */
export async function track(
  store: Store,
  reports: readonly AccountReport[],
  now: Date,
): Promise<void> {
  if (reports.length === 0) return;
  await store.transaction(async (db) => {
    for (const { accountId, providerId, status, code } of reports) {
      const report = { accountId, providerId, status, code: code ?? null };
      if (await addReport(db, report, now.getTime())) await raiseStatus(db, report);
    }
  });
}
