import type { DeliveryReport } from '../core/message.ts';
import { addReport, holdProviderId, raiseStatus } from '../store/delivery-reports.ts';
import type { Store } from '../store/store.ts';

/** A report and the account it is about. */
export type AccountReport = DeliveryReport & { readonly accountId: number };

const nameOf = ({ accountId, providerId }: AccountReport): string => `${accountId} ${providerId}`;

const compare = (a: string, b: string): number => Number(a > b) - Number(a < b);

/** Keeps each report once and moves the message's status forward, never back. Durable when it resolves. */
export async function track(
  store: Store,
  reports: readonly AccountReport[],
  now: Date,
): Promise<void> {
  if (reports.length === 0) return;
  // Sorted, so that two processes wait for one another and do not lock up; of one message as they came.
  const sorted = reports.toSorted((a, b) => compare(nameOf(a), nameOf(b)));
  await store.transaction(async (db) => {
    for (const { accountId, providerId, status, code } of sorted) {
      await holdProviderId(db, accountId, providerId);
      const report = { accountId, providerId, status, code: code ?? null };
      if (await addReport(db, report, now.getTime())) await raiseStatus(db, report);
    }
  });
}
