/*
 * A start leaves much behind: texts of modules that were read, the first steps of what was compiled.
 * V8 keeps the pages, half empty, for as long as nobody asks for more (measured: a third of a heap
 * of 41 MB, and 8 MB less resident memory once it is packed).
 */

/** Asks as a debugger may: V8 then frees all it can, and gives pages back. Up to 0.1 s of standstill. */
async function packHeap(): Promise<void> {
  const { Session } = await import('node:inspector/promises');
  const session = new Session();
  session.connect();
  try {
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}

/** What may be different in a test. */
interface Rules {
  /** Nobody wrote for so long, in milliseconds: nobody waits while the heap is packed. */
  readonly quiet: number;
  readonly pack: () => Promise<void>;
}

/**
 * Packs the heap once, as soon as nobody writes; `turns` are those made so far. Never throws: where
 * it cannot be done, nothing but memory is lost.
 */
export function packWhenIdle(turns: () => number, rules: Partial<Rules> = {}): void {
  const { quiet = 1_500, pack = packHeap } = rules;
  let before = turns();
  const timer = setInterval(() => {
    const now = turns();
    if (now === before) {
      clearInterval(timer);
      pack().catch(() => undefined); // a Node without its inspector
    }
    before = now;
  }, quiet).unref();
}
