import type { Outcome } from '../../src/core/action.ts';
import type { Values } from '../../src/core/json.ts';
import { localDate } from '../../src/core/format.ts';
import { readNik } from '../../src/core/nik.ts';
import { plain } from '../../src/flows/render.ts';
import { check } from '../../src/services/seekers.ts';
import type { ServiceContext } from '../../src/services/action.ts';

/** What an office remembers, in memory: enough to answer the actions of the flows as the real one does. */
export interface FakeOffice {
  run(action: string, input: Values, now: Date): Promise<Outcome>;
}

interface Registered {
  readonly number: string;
  readonly name: string;
}

/** Numbers begin at 1001, as in a fresh database. */
function numbers(letter: string): () => string {
  let last = 1_000;
  return () => `${letter}${(last += 1)}`;
}

function isUnderAge(nik: string, now: Date): boolean {
  const read = readNik(nik, localDate(now));
  return read.kind === 'nik' && read.minor;
}

export function fakeOffice(office = '35.08'): FakeOffice {
  const seekers = new Map<string, Registered>();
  const [seekerNumber, matterNumber] = [numbers('D'), numbers('K')];

  function register(input: Values, now: Date): Outcome {
    const [nik, name] = [plain(input['nik']), plain(input['nama'])];
    const known = seekers.get(nik);
    if (known && known.name.toLowerCase() !== name.toLowerCase()) {
      return { name: 'differs', values: { nomor_tanya: matterNumber() } };
    }
    const number = known?.number ?? seekerNumber();
    seekers.set(nik, { number, name });
    const isMinor = isUnderAge(nik, now);
    const fresh = isMinor ? 'minor' : 'registered';
    return { name: known && !isMinor ? 'updated' : fresh, values: { nomor: number } };
  }

  const actions: Readonly<
    Record<string, (input: Values, now: Date) => Outcome | Promise<Outcome>>
  > = {
    // Reads nothing stored, so the real one runs here.
    'seekers.check': (input, now) => check.run(input, { office, now } as ServiceContext),
    'seekers.register': register,
    'consultations.open': () => ({ name: 'opened', values: { nomor: matterNumber() } }),
    'contacts.stop': () => ({ name: 'done', values: {} }),
    'contacts.start': () => ({ name: 'done', values: {} }),
  };

  return {
    run: async (action, input, now) => {
      const act = actions[action];
      if (!act) throw new Error(`the fake office has no ${action}`);
      return act(input, now);
    },
  };
}
