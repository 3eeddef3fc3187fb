import type { Log } from '../core/log.ts';
import { faultOf } from '../core/fault.ts';
import type { SpoolEntry, SpoolFiles } from '../services/spool-files.ts';
import { entriesIn } from '../services/spool-names.ts';
import { openBatcher } from './batch.ts';

/** How much the spool takes: of a district's busiest day the messages of an afternoon. */
export interface SpoolLimits {
  readonly entries: number;
  /** Bytes of what is told, before it is sealed. */
  readonly bytes: number;
}

export const usualLimits: SpoolLimits = { entries: 20_000, bytes: 64 * 1024 * 1024 };

/** Whose words an entry holds: a later one of theirs must not overtake it. */
function lanesOf({ channel, events }: SpoolEntry): readonly string[] {
  return events.flatMap((event) => {
    if (event.kind === 'message') return [`${channel} ${event.account ?? ''} ${event.from}`];
    if (event.kind === 'officer-words') return [`${channel} ${event.account ?? ''} ${event.to}`];
    return [];
  });
}

/** What is remembered of an entry: whose it is and how long, never what it says. */
interface Trace {
  readonly lanes: readonly string[];
  readonly bytes: number;
}

const traceOf = (entry: SpoolEntry): Trace => ({
  lanes: lanesOf(entry),
  bytes: JSON.stringify(entry.events).length,
});

/** An entry on its way into a file. */
interface Writing {
  readonly id: number;
  readonly entry: SpoolEntry;
  readonly trace: Trace;
}

/** What this process knows of the spool: who has something in it, and how much it holds. */
export class Spool {
  readonly files: SpoolFiles;
  readonly #log: Log;
  readonly #limits: SpoolLimits;
  readonly #writer;
  /** How many entries of each lane are in the spool or on their way into it. */
  readonly #held = new Map<string, number>();
  /** What each known file holds. */
  readonly #known = new Map<string, readonly Trace[]>();
  /** Of the known files those that are not whole yet. */
  readonly #unfinished = new Set<string>();
  #ids = 0;
  #bytes = 0;
  #entries = 0;
  #failed = 0;
  #isDown = false;
  #looking: Promise<unknown> = Promise.resolve();

  constructor(files: SpoolFiles, log: Log, limits: SpoolLimits = usualLimits) {
    this.files = files;
    this.#log = log;
    this.#limits = limits;
    this.#writer = openBatcher<Writing>(
      (writings) => this.#write(writings),
      ({ id }) => `${id}`,
    );
  }

  /** True from the first message that the database did not take until it takes one again. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** Entries that wait, those of other processes on this folder among them, and those put aside. */
  get counts(): { readonly waiting: number; readonly failed: number } {
    return { waiting: this.#entries, failed: this.#failed };
  }

  /** Whether somebody's earlier words wait here: then theirs go behind. */
  holds(entry: SpoolEntry): boolean {
    return this.#held.size > 0 && lanesOf(entry).some((lane) => this.#held.has(lane));
  }

  /** Durable when it resolves. @throws Error when the spool is full or the disk will not */
  async add(entry: SpoolEntry, why?: unknown): Promise<void> {
    if (!this.#isDown && why !== undefined)
      this.#log.warn({ channel: entry.channel, ...faultOf(why) }, 'messages go to the spool');
    const trace = traceOf(entry);
    if (this.#isFull(trace)) throw new Error('the spool is full');
    this.#count(trace, 1);
    try {
      await this.#writer.add({ id: (this.#ids += 1), entry, trace });
    } catch (error) {
      this.#count(trace, -1);
      throw error;
    }
    if (why !== undefined) this.#isDown = true;
  }

  /** The database takes messages again. */
  up(): void {
    if (this.#isDown) this.#log.info({ ...this.counts }, 'the database takes messages again');
    this.#isDown = false;
  }

  /** Whether another process has written a file that is not known here yet. */
  hasNews(): boolean {
    return this.files.glance().some((name) => !this.#known.has(name));
  }

  /** Looks for files of other processes, and for those that are gone. Gives the names, oldest first. */
  look(): Promise<readonly string[]> {
    const looking = this.#looking.catch(() => undefined).then(() => this.#look());
    this.#looking = looking;
    return looking;
  }

  async #look(): Promise<readonly string[]> {
    const before = [...this.#known.keys()].filter((name) => !this.#unfinished.has(name));
    const { waiting, failed } = await this.files.list();
    this.#failed = entriesIn(failed);
    for (const name of waiting) if (!this.#known.has(name)) await this.#learn(name);
    const there = new Set(waiting);
    for (const name of before) if (!there.has(name)) this.forget(name);
    return waiting.filter((name) => !this.#unfinished.has(name));
  }

  /** What was in the file is stored or put aside. */
  forget(name: string): void {
    for (const trace of this.#known.get(name) ?? []) this.#count(trace, -1);
    this.#known.delete(name);
  }

  /** Resolves when nothing is being written. */
  idle(): Promise<void> {
    return this.#writer.idle();
  }

  #isFull({ bytes }: Trace): boolean {
    const { entries: most, bytes: largest } = this.#limits;
    return this.#entries >= most || this.#bytes + bytes > largest;
  }

  async #write(writings: readonly Writing[]): Promise<void> {
    const name = this.files.nextName(writings.length);
    this.#unfinished.add(name);
    this.#known.set(
      name,
      writings.map(({ trace }) => trace),
    );
    try {
      await this.files.write(
        name,
        writings.map(({ entry }) => entry),
      );
    } catch (error) {
      this.#known.delete(name); // counted by whoever adds
      throw error;
    } finally {
      this.#unfinished.delete(name);
    }
  }

  /** A file that does not open is put aside by whoever drains. */
  async #learn(name: string): Promise<void> {
    const entries = (await this.files.read(name).catch(() => [])) ?? [];
    const traces = entries.map(traceOf);
    this.#known.set(name, traces);
    for (const trace of traces) this.#count(trace, 1);
  }

  #count({ lanes, bytes }: Trace, by: 1 | -1): void {
    this.#entries += by;
    this.#bytes += by * bytes;
    for (const lane of lanes) {
      const left = (this.#held.get(lane) ?? 0) + by;
      if (left > 0) this.#held.set(lane, left);
      else this.#held.delete(lane);
    }
  }
}
