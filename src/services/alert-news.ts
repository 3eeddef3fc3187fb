import { showNumber } from '../core/number.ts';
import type { Values } from '../core/json.ts';
import { openWishes, type AlertWish } from '../store/alert-wishes.ts';
import type { Candidate } from '../store/candidates.ts';
import type { JobAlert } from '../store/job-alerts.ts';
import type { Db } from '../store/store.ts';
import { wantedBy } from './alert-wishes.ts';
import { alertTimes } from './alert-times.ts';
import { pageLines } from './vacancy-lines.ts';
import { searchVacancies } from './vacancy-search.ts';
import type { Wanted } from './wish.ts';

const linesOfAlert = 3;

/** So many of the latest are remembered: at three a message, two messages a week, four months. */
const remembered = 100;

/** What the searches for a wish give today; each is made when it is first needed, for all who wish it. */
interface WishNews {
  readonly fitting: () => Promise<readonly Candidate[]>;
  readonly beside: () => Promise<readonly Candidate[]>;
}

/** The same trade in any kecamatan and for any schooling, and as an apprenticeship. */
function besides(wanted: Wanted): readonly Wanted[] {
  const wide = { ...wanted, districtCode: null, education: null, level: null };
  return [wide, { ...wide, kind: 'apprenticeship' }];
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

function newsOf(db: Db, wish: AlertWish, now: Date): WishNews {
  const find = async (wanted: Wanted): Promise<readonly Candidate[]> => {
    const result = await searchVacancies(db, { wanted, office: wish.officeCode, now });
    return result.kind === 'found' ? result.vacancies : [];
  };
  return {
    fitting: once(() => find(wantedBy(wish))),
    beside: once(async () => {
      const found: Candidate[] = [];
      for (const wanted of besides(wantedBy(wish))) found.push(...(await find(wanted)));
      return found;
    }),
  };
}

/** Wishes whose searches are kept at a time. */
const mostKept = 300;

/** The searches of a round: equal wishes are looked for once. */
export class RoundNews {
  readonly #db: Db;
  readonly #now: Date;
  readonly #known = new Map<number, WishNews>();

  constructor(db: Db, now: Date) {
    this.#db = db;
    this.#now = now;
  }

  /** Opens the wishes of these alerts, for `newsFor`. */
  async open(alerts: readonly JobAlert[]): Promise<void> {
    if (this.#known.size > mostKept) this.#known.clear();
    const ids = alerts.flatMap(({ wishId }) => wishId ?? []);
    const missing = [...new Set(ids)].filter((id) => !this.#known.has(id));
    if (missing.length === 0) return;
    for (const [id, wish] of await openWishes(this.#db, missing)) {
      this.#known.set(id, newsOf(this.#db, wish, this.#now));
    }
  }

  /**
   * Up to three vacancies that the contact was not told of, the best first; what lies beside the
   * wish fills up, and stands alone only when nothing was told for two weeks. `delay`: what was
   * verified in the last so many milliseconds is not yet told of.
   */
  async newsFor(alert: JobAlert, delay: number): Promise<readonly Candidate[]> {
    const searches = this.#known.get(alert.wishId ?? 0);
    if (!searches) return [];
    const now = this.#now.getTime();
    const seen = new Set(alert.told);
    const isNew = ({ id, verifiedAt }: Candidate): boolean =>
      !seen.has(id) && verifiedAt <= now - delay;
    const news = (await searches.fitting()).filter(isNew).slice(0, linesOfAlert);
    const isQuiet = now - (alert.sentAt ?? alert.createdAt) >= alertTimes.quiet;
    if (news.length === linesOfAlert || (news.length === 0 && !isQuiet)) return news;
    const all = new Map(
      [...news, ...(await searches.beside()).filter(isNew)].map((one) => [one.id, one]),
    );
    return [...all.values()].slice(0, linesOfAlert);
  }
}

/** The message as its flow takes it: the lines, and the L number of each. */
export function newsShown(news: readonly Candidate[]): Values {
  return {
    baris: pageLines(news, 1),
    nomor: news.map(({ number }) => showNumber('L', number)),
  };
}

/** What the contact was told of, these included. */
export function toldWith(alert: JobAlert, news: readonly Candidate[]): readonly number[] {
  return [...alert.told, ...news.map(({ id }) => id)].slice(-remembered);
}
