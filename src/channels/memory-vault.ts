import type { Vault } from './kind.ts';

const name = (category: string, id: string): string => `${category} ${id}`;

/** A vault that ends with the process: for tests, and commands that keep nothing. */
export function openMemoryVault(): Vault {
  const kept = new Map<string, string>();
  return {
    read: async (category, ids) =>
      new Map(
        ids.flatMap((id) => {
          const value = kept.get(name(category, id));
          return value === undefined ? [] : [[id, value] as const];
        }),
      ),
    write: async (changes) => {
      for (const { category, id, value } of changes) {
        if (value === null) kept.delete(name(category, id));
        else kept.set(name(category, id), value);
      }
    },
    clear: async () => kept.clear(),
  };
}
