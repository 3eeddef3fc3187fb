import type { AttachmentFiles } from '../services/attachment-files.ts';
import { forgetUnknown, openLessons } from '../services/learning.ts';
import { indexAllSeekers } from '../services/seeker-index.ts';
import { freshenStatistics } from '../store/statistics.ts';
import type { ActivityNotes } from './activity.ts';
import { remindCards } from './ak1.ts';
import { openAlertJob } from './alert-job.ts';
import { forgetUnwished } from './alert-match.ts';
import { ringAlarms } from './alarm.ts';
import { openBackups, type BackupPlan } from './backups.ts';
import { openBroadcastJob } from './broadcasts.ts';
import type { ChannelSet } from './channel-set.ts';
import { eraseAsked } from './erase.ts';
import { expire } from './expire.ts';
import { fallBack } from './fall-back.ts';
import { openRepeat, type Repeat } from './repeat.ts';
import { openRetention } from './retention.ts';
import { retryFailed } from './retry.ts';
import { askSurveys } from './survey.ts';
import { tendMatters } from './tend-matters.ts';
import type { GatewayTools } from './tools.ts';

/** Failed turns wait at least 10 s; vacancies end with a day. */
const retryEvery = 5_000;
const expireEvery = 3_600_000;
/** What officers teach at one process the others know within minutes. */
const learnEvery = 300_000;
/** Nobody waits for what the machine asks by itself. */
const askEvery = 300_000;
/** HAPUS DATA is done within the hour. */
const eraseEvery = 60_000;

/** Claims lapse and answers are accepted to the minute; nobody waits for the second. */
const tendEvery = 60_000;

/** What officers change of channels at one process the others follow within half a minute. */
const followEvery = 20_000;

/** What matters leaves by SMS a quarter of an hour after its channel died. */
const fallBackEvery = 30_000;

/** Danger that nobody has answered: the next one is called ten minutes after the last. */
const alarmEvery = 30_000;

/** When senders last worked is known to a quarter of a minute. */
const noteEvery = 15_000;

/** A database that fills on its first day is planned anew soon. */
const planEvery = 10_000;

/** What jobs are made of. */
export type JobParts = GatewayTools & {
  readonly backups?: BackupPlan;
  readonly files?: AttachmentFiles;
};

/** What the jobs share with the gateway. */
export interface JobTools {
  readonly set: ChannelSet;
  readonly notes: ActivityNotes;
  readonly wake: () => void;
}

/** Jobs that write to people; each gives how many messages it put into the outbox. */
const writers: readonly (readonly [string, number, (tools: GatewayTools) => Promise<number>])[] = [
  ['alarm', alarmEvery, ringAlarms],
  ['cards', askEvery, remindCards],
  ['erase', eraseEvery, eraseAsked],
  ['survey', askEvery, askSurveys],
];

/** What is done without anybody writing. */
export function openJobs(parts: JobParts, { set, notes, wake }: JobTools): Repeat[] {
  const { store, clock, log } = parts;
  const each = (name: string, every: number, work: () => Promise<unknown>): Repeat =>
    openRepeat({ name, every }, work, log);
  const writing = (name: string, every: number, work: () => Promise<number>): Repeat =>
    each(name, every, async () => {
      if ((await work()) > 0) wake();
    });
  const retry = (): Promise<number> =>
    retryFailed(parts, new Map(set.routes.map(({ account }) => [account.id, account])));
  /** Accounts of SMS that carry messages to real phones. */
  const openSms = (): readonly number[] =>
    set.routes
      .filter(({ account, channel }) => account.medium === 'sms' && channel.local !== true)
      .map(({ account }) => account.id);
  return [
    writing('retry', retryEvery, retry),
    writing('fall-back', fallBackEvery, () => fallBack(parts, openSms())),
    ...writers.map(([name, every, work]) => writing(name, every, () => work(parts))),
    each('expire', expireEvery, () => expire(store, clock())),
    each('forget', expireEvery, () => forgetUnknown(store, clock())),
    each('forget-wishes', expireEvery, () => forgetUnwished(store, clock())),
    each('learn', learnEvery, openLessons(store)),
    each('seekers', tendEvery, () => indexAllSeekers(store)),
    each('matters', tendEvery, () => tendMatters(store, clock())),
    each('notes', noteEvery, () => notes.write(store)),
    each('plans', planEvery, () => freshenStatistics(store)),
    each('channels', followEvery, () => set.refresh()),
    openRetention(parts),
    ...(parts.backups ? [openBackups(parts, parts.backups)] : []),
    openBroadcastJob({ ...parts, routes: () => set.routes, wake }),
    openAlertJob({ ...parts, wake }),
  ];
}
