import type { Candidate } from './candidates.ts';
import { rootOf, type Db } from './store.ts';
import type { Found } from './token-index.ts';
import { firstVersion } from './vacancy-index.ts';

/*
 * Most people look for the same few hundred vacancies: reading 300 of them took as long as finding
 * them (0.9 ms of 2.2). What was read is remembered with the version it was read as; a search gives
 * the versions as they are now, so nothing old is ever shown, whichever process has changed it.
 */

/** Some 600 bytes each. */
const mostKnown = 10_000;

/** Candidates that a process remembers of one database. */
interface KnownCandidates {
  readonly get: (found: Found) => Candidate | undefined;
  /** Remembers one, in place of the one remembered longest. */
  readonly keep: (candidate: Candidate, version: number) => void;
}

function remember(): KnownCandidates {
  const known = new Map<number, { readonly version: number; readonly candidate: Candidate }>();
  return {
    get: ({ id, version }) => {
      const kept = known.get(id);
      return kept?.version === version ? kept.candidate : undefined;
    },
    keep: (candidate, version) => {
      if (version < firstVersion) return;
      known.delete(candidate.id);
      known.set(candidate.id, { version, candidate });
      if (known.size <= mostKnown) return;
      const [oldest] = known.keys();
      if (oldest !== undefined) known.delete(oldest);
    },
  };
}

const byDatabase = new WeakMap<object, KnownCandidates>();

/** What this process remembers of the vacancies of a database. */
export function knownCandidates(db: Db): KnownCandidates {
  const root = rootOf(db);
  const known = byDatabase.get(root) ?? remember();
  byDatabase.set(root, known);
  return known;
}
