/** How much is to be measured. */
export interface Extent {
  /** The big ones too: minutes, and gigabytes of disk. */
  readonly long: boolean;
  /** Of the usual number of rows: 1, or less in a trial of whether a benchmark runs to its end. */
  readonly scale: number;
}

/** Something that is measured: a file of this folder, and a line in the list of `bench.ts`. */
export interface Benchmark {
  /** One word: `npm run bench -- NAME` measures only this. */
  readonly name: string;
  /** Takes longer than 40 seconds or so: measured only by name or with `--long`. */
  readonly long: boolean;
  /**
   * Measures and tells each figure by `report`. `long` asks a benchmark that is not long itself for
   * its long part. The durable PostgreSQL server of `test/helpers/databases.ts` runs already.
   * @throws Error when what was measured is not right: rows missing, sessions unfinished.
   */
  run(extent: Extent): Promise<void>;
}
