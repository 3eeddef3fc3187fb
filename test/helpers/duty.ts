import type { DutyEntry } from '../../src/store/duty.ts';
import { replaceDuty } from '../../src/store/duty.ts';
import type { Store } from '../../src/store/store.ts';

/** Somebody on duty day and night, but for what a test says otherwise. */
export function onDuty(userId: string, options: Partial<DutyEntry> = {}): DutyEntry {
  return {
    officerId: null,
    name: `Petugas ${userId.slice(-2)}`,
    medium: 'sms',
    userId,
    days: '1234567',
    starts: '00:00',
    ends: '24:00',
    supervisor: false,
    ...options,
  };
}

/** The phone on duty in transcripts. */
export const dutyPhone = '+6281299990001';

/** Puts one phone on the duty list of Lumajang. */
export const fillDuty = (store: Store): Promise<void> =>
  replaceDuty(store, '35.08', [onDuty(dutyPhone)]);
