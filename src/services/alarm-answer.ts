import { textOf } from '../core/json.ts';
import { readNumber } from '../core/number.ts';
import { alarmsCalledTo, answerAlarm, type Alarm } from '../store/alarms.ts';
import { findDutyPhone, type DutyEntry } from '../store/duty.ts';
import { officersOf } from '../store/office-officers.ts';
import type { Action, ServiceContext } from './action.ts';
import { addEvent } from './matter-events.ts';
import { claimMatter } from './matters.ts';

/** Whether this phone is on the duty list of the office that it writes to. */
export async function isDutyPhone({ db, office, contact }: ServiceContext): Promise<boolean> {
  const { medium, userId } = contact;
  return (await findDutyPhone(db, { office, medium, userId })) !== undefined;
}

/** The officer behind an entry takes the matter; one without an account only says that it is seen. */
async function take({ db, now }: ServiceContext, entry: DutyEntry, alarm: Alarm): Promise<void> {
  const officers = await officersOf(db, alarm.officeCode);
  const officer = officers.find(({ id }) => id === entry.officerId);
  await answerAlarm(db, alarm.matterId, officer?.id ?? null, now.getTime());
  const event = { event: 'alarm-answered', detail: { by: entry.name } } as const;
  await addEvent(db, alarm.matterId, { ...event, ...(officer && { officerId: officer.id }) }, now);
  if (officer) await claimMatter(db, alarm.shown, { officer, now });
}

/** The alarm that is meant: the one named, or the only one. */
function chosen(alarms: readonly Alarm[], said: string): Alarm | undefined {
  const digits = /\d{4,9}/u.exec(said)?.[0];
  if (digits === undefined) return alarms.length === 1 ? alarms[0] : undefined;
  const number = readNumber(`A${digits}`)?.value;
  return alarms.find((alarm) => alarm.number === number);
}

/**
 * SIAP from the phone of somebody on duty: the danger is in hand, nobody else is called. `nomor`
 * may be left out when there is only one.
 */
export const answer: Action = {
  purpose: 'danger',
  takes: ['nomor'],
  outcomes: { taken: ['nomor_aduan'], several: ['daftar_aduan', 'nomor_aduan'], none: [] },
  async run({ nomor }, context) {
    const { db, office, contact } = context;
    const { medium, userId } = contact;
    const entry = await findDutyPhone(db, { office, medium, userId });
    const alarms = entry ? await alarmsCalledTo(db, office, userId) : [];
    const [first] = alarms;
    if (!entry || !first) return { name: 'none', values: {} };
    const alarm = chosen(alarms, textOf(nomor));
    const shown = alarms.map((each) => each.shown);
    if (!alarm) {
      const values = { daftar_aduan: shown.join(', '), nomor_aduan: shown[0] ?? '' };
      return { name: 'several', values };
    }
    await take(context, entry, alarm);
    return { name: 'taken', values: { nomor_aduan: alarm.shown } };
  },
};
