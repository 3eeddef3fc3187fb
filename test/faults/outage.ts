import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { seeSpool } from '../../src/services/spool-files.ts';
import type { RunningServer } from '../helpers/server.ts';
import type { Office } from './office.ts';
import { sayNext, villager, type Villager } from './villagers.ts';

/** What was seen while people talked through a fault. */
export interface Endured {
  readonly people: readonly Villager[];
  /** Lines answered 2xx while the fault lasted. */
  readonly during: number;
  /** Lines answered 503, or not at all. */
  readonly refused: number;
  /** Files in the spool at most. */
  readonly spooled: number;
  /** The slowest answer, milliseconds. */
  readonly slowest: number;
  /** Milliseconds from the end of the fault to an empty spool. */
  readonly drained: number;
}

/** How many talk at once, and milliseconds between two lines of each. */
export interface Crowd {
  readonly queues: number;
  readonly rhythm: number;
}

/** Files that wait in the office's spool. */
export const spooledFiles = async ({ place }: Pick<Office, 'place'>): Promise<number> =>
  (await seeSpool(join(place.folder, 'spool'))).waiting.length;

/** What has happened so far. */
export interface Sight {
  /** Lines answered 503, or not at all. */
  readonly refused: number;
  /** Lines answered 2xx. */
  readonly acknowledged: number;
}

/** People who talk one line after the other, again and again after a refusal, until `isOver`. */
class Talk {
  readonly people: Villager[] = [];
  readonly slowest = { ms: 0 };
  acknowledged = 0;
  refused = 0;
  isOver = false;
  #next = 0;

  async queue(url: string, rhythm: number): Promise<void> {
    let speaker: Villager | undefined;
    while (!this.isOver) {
      if (!speaker || speaker.acknowledged.length === speaker.lines.length) {
        speaker = villager((this.#next += 1));
        this.people.push(speaker);
      }
      const since = performance.now();
      if (await sayNext(url, speaker)) this.acknowledged += 1;
      else this.refused += 1;
      this.slowest.ms = Math.max(this.slowest.ms, performance.now() - since);
      await pause(rhythm);
    }
  }
}

/** The most files seen in the spool until `isOver`. */
async function watchSpool(office: Office, isOver: () => boolean): Promise<number> {
  let most = 0;
  while (!isOver()) {
    most = Math.max(most, await spooledFiles(office));
    await pause(20);
  }
  return most;
}

/** A crowd talks to the server before, during and after `fault`; waits until nothing is in the spool. */
export async function endure(
  office: Office,
  { url }: RunningServer,
  { queues, rhythm }: Crowd,
  fault: (sight: Sight) => Promise<void>,
): Promise<Endured> {
  const talk = new Talk();
  const talking = Array.from({ length: queues }, () => talk.queue(url, rhythm));
  const watched = watchSpool(office, () => talk.isOver);
  await pause(300);
  const before = talk.acknowledged;
  await fault(talk);
  const during = talk.acknowledged - before;
  const since = performance.now();
  await pause(500);
  talk.isOver = true;
  await Promise.all(talking);
  while ((await spooledFiles(office)) > 0) await pause(20);
  const drained = Math.round(performance.now() - since);
  const slowest = Math.round(talk.slowest.ms);
  return {
    people: talk.people,
    during,
    refused: talk.refused,
    spooled: await watched,
    slowest,
    drained,
  };
}
