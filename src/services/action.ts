import type { ActionSpec, Outcome } from '../core/action.ts';
import type { Values } from '../core/json.ts';
import type { Medium } from '../core/message.ts';
import type { Purpose } from '../core/purpose.ts';
import type { Db } from '../store/store.ts';

/** Who asks, when and where: what an action knows besides its input. */
export interface ServiceContext {
  /** The turn's own transaction: what an action writes is committed with the reply, or not at all. */
  readonly db: Db;
  readonly now: Date;
  /** Code of the office that the account belongs to, e.g. `35.08`. */
  readonly office: string;
  /** What the person has just said; undefined where nobody has. */
  readonly said?: string;
  readonly contact: {
    readonly id: number;
    /** Phone number (`+62...`) or user id at the provider. */
    readonly userId: string;
    readonly medium: Medium;
    /** Where answers go; the contact's latest address when left out. */
    readonly addressId?: number;
  };
}

/** A public service's deed, named in flows as `do: vacancies.search`. */
export interface Action extends ActionSpec {
  /** What the reply is worth that tells of it; left out: no more than any other. */
  readonly purpose?: Extract<Purpose, 'record' | 'danger'>;
  run(input: Values, context: ServiceContext): Promise<Outcome>;
}
