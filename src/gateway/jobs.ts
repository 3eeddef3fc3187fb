import { forgetUnknown, openLessons } from '../services/learning.ts';
import { remindCards } from './ak1.ts';
import { ringAlarms } from './alarm.ts';
import type { ChannelSet } from './channel-set.ts';
import { eraseAsked } from './erase.ts';
import { expire } from './expire.ts';
import { openRepeat, type Repeat } from './repeat.ts';
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

/** Danger that nobody has answered: the next one is called ten minutes after the last. */
const alarmEvery = 30_000;

/** What is done without anybody writing. */
export function openJobs(parts: GatewayTools, set: ChannelSet, wake: () => void): Repeat[] {
  const { store, clock, log } = parts;
  const retry = async (): Promise<void> => {
    const known = new Map(set.routes.map(({ account }) => [account.id, account]));
    if ((await retryFailed(parts, known)) > 0) wake();
  };
  const cards = async (): Promise<void> => {
    if ((await remindCards(parts)) > 0) wake();
  };
  const erase = async (): Promise<void> => {
    if ((await eraseAsked(parts)) > 0) wake();
  };
  const survey = async (): Promise<void> => {
    if ((await askSurveys(parts)) > 0) wake();
  };
  const alarm = async (): Promise<void> => {
    if ((await ringAlarms(parts)) > 0) wake();
  };
  return [
    openRepeat({ name: 'alarm', every: alarmEvery }, alarm, log),
    openRepeat({ name: 'retry', every: retryEvery }, retry, log),
    openRepeat({ name: 'cards', every: askEvery }, cards, log),
    openRepeat({ name: 'erase', every: eraseEvery }, erase, log),
    openRepeat({ name: 'survey', every: askEvery }, survey, log),
    openRepeat({ name: 'expire', every: expireEvery }, () => expire(store, clock()), log),
    openRepeat({ name: 'forget', every: expireEvery }, () => forgetUnknown(store, clock()), log),
    openRepeat({ name: 'learn', every: learnEvery }, openLessons(store), log),
    openRepeat({ name: 'matters', every: tendEvery }, () => tendMatters(store, clock()), log),
    openRepeat({ name: 'channels', every: followEvery }, () => set.refresh(), log),
  ];
}
