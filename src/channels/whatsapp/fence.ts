import type { Vault } from '../kind.ts';

/** A vault that can be closed to whoever still holds it. */
export interface Fenced {
  readonly vault: Pick<Vault, 'read' | 'write'>;
  /** Resolves when nothing is under way any more; nothing begins after it. */
  close(): Promise<void>;
}

/** Baileys hears of the end later than we do: it waits for ever and is forgotten. */
const forever = new Promise<never>(() => undefined);

/**
 * Opens a fence around the vault: after `close` another process may have the session, and what is
 * still running here must neither read its keys nor write over them.
 */
export function openFence(vault: Vault): Fenced {
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  const through = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closed) return forever;
    const working = work();
    underWay.add(working);
    return working.finally(() => underWay.delete(working));
  };
  return {
    vault: {
      read: (category, ids) => through(() => vault.read(category, ids)),
      write: (changes) => through(() => vault.write(changes)),
    },
    close: async () => {
      closed = true;
      await Promise.allSettled(underWay);
    },
  };
}
