import { expect } from 'chai';
import fc from 'fast-check';
import { RejectedRequest } from '../../src/core/errors.ts';
import { tendMatters } from '../../src/gateway/tend-matters.ts';
import {
  addFromContact,
  claimMatter,
  closeMatter,
  confirmMatter,
  forwardMatter,
  getMatter,
  handOverMatter,
  noteMatter,
  openMattersOf,
  releaseMatter,
  reopenMatter,
  replyToMatter,
  type MatterView,
} from '../../src/services/matters.ts';
import type { MatterStatus } from '../../src/store/matters.ts';
import type { Officer } from '../../src/store/officers.ts';
import type { Db, Store } from '../../src/store/store.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { addTestOfficer, addTestPerson, type Person } from '../helpers/matters.ts';

const names = ['dewi', 'budi', 'sri'] as const;
type Name = (typeof names)[number];

/** Sri is the supervisor. */
const mayTake = (name: Name): boolean => name === 'sri';

/** What a matter should be: written anew, without a look at the code. */
interface Model {
  status: MatterStatus;
  holder: Name | null;
  /** Silence was taken for YA: BELUM takes it back. */
  silent: boolean;
  texts: string[];
  sent: number;
}

/** The real matter. */
interface Real {
  readonly store: Store;
  readonly person: Person;
  readonly officers: Readonly<Record<Name, Officer>>;
  readonly id: number;
  readonly number: string;
  now: Date;
  told: number;
}

const held = ({ status, holder }: Model, by: Name): boolean =>
  (status === 'claimed' || status === 'answered') && holder !== null && holder !== by;

async function outcome(deed: Promise<unknown>): Promise<'done' | 'refused' | 'nothing'> {
  try {
    return (await deed) === undefined ? 'nothing' : 'done';
  } catch (error) {
    if (error instanceof RejectedRequest && error.status === 409) return 'refused';
    throw error;
  }
}

async function lookAt(real: Real): Promise<MatterView> {
  const view = await getMatter(real.store, real.number, { officer: real.officers.sri });
  if (!view) throw new Error('the matter is gone');
  return view;
}

/** The matter is as the model says, and as every matter should be. */
async function compare(model: Model, real: Real): Promise<void> {
  const view = await lookAt(real);
  expect([view.status, view.assignee], 'status and holder').to.deep.equal([
    model.status,
    model.status === 'closed' || model.status === 'forwarded' ? view.assignee : model.holder,
  ]);
  expect(view.messages.map(({ text }) => text)).to.deep.equal(model.texts);
  const { person, store } = real;
  const rows: unknown[] = await store
    .sql('outbound_messages')
    .where({ contact_id: person.contactId });
  expect(rows.length - real.told, 'messages to the person').to.equal(model.sent);
  const row: { due_at: number | null } = await store
    .sql('matters')
    .first('due_at')
    .where({ id: real.id });
  const waits = view.status === 'claimed' || (view.status === 'answered' && !view.urgent);
  expect(row.due_at !== null, 'the clock has something to do').to.equal(waits);
  const open = (await openMattersOf(store, [person.contactId])).get(person.contactId) ?? [];
  const isOver = view.status === 'closed' || view.status === 'forwarded';
  expect(open.some(({ id }) => id === real.id)).to.equal(!isOver);
}

type Expected = 'done' | 'refused' | 'nothing';

/** A command: what it does to the model and what comes of it, and the same for real. */
interface Deed {
  readonly label: string;
  readonly expects: (model: Model) => Expected;
  readonly run: (real: Real, db: Db) => Promise<unknown>;
}

class Command implements fc.AsyncCommand<Model, Real> {
  readonly deed: Deed;

  constructor(deed: Deed) {
    this.deed = deed;
  }

  check(): boolean {
    return true;
  }

  async run(model: Model, real: Real): Promise<void> {
    real.now = new Date(real.now.getTime() + 60_000);
    const expected = this.deed.expects(model);
    const came = await outcome(real.store.transaction((db) => this.deed.run(real, db)));
    expect(came).to.equal(expected);
    await compare(model, real);
  }

  toString(): string {
    return this.deed.label;
  }
}

const set = (model: Model, change: Partial<Model>): Expected => {
  Object.assign(model, { silent: false, ...change });
  return 'done';
};

const by = (real: Real, name: Name) => ({ officer: real.officers[name], now: real.now });

const claim = (name: Name): Deed => ({
  label: `${name} claims`,
  expects: (model) => {
    if (model.status === 'closed' || held(model, name)) return 'refused';
    const isAnswered = model.status === 'answered';
    return set(model, { holder: name, status: isAnswered ? 'answered' : 'claimed' });
  },
  run: (real, db) => claimMatter(db, real.number, by(real, name)),
});

const release = (name: Name): Deed => ({
  label: `${name} releases`,
  expects: (model) => {
    if (held(model, name) && !mayTake(name)) return 'refused';
    if (model.status === 'claimed') return set(model, { holder: null, status: 'open' });
    return model.status === 'answered' ? set(model, { holder: null }) : 'done';
  },
  run: (real, db) => releaseMatter(db, real.number, by(real, name)),
});

const handOver = (name: Name, to: Name): Deed => ({
  label: `${name} hands over to ${to}`,
  expects: (model) => {
    if (model.status === 'closed' || (held(model, name) && !mayTake(name))) return 'refused';
    const isAnswered = model.status === 'answered';
    return set(model, { holder: to, status: isAnswered ? 'answered' : 'claimed' });
  },
  run: (real, db) => handOverMatter(db, real.number, { ...by(real, name), to }),
});

const reply = (name: Name, text: string, close: boolean): Deed => ({
  label: `${name} replies${close ? ' and closes' : ''}`,
  expects: (model) => {
    if (model.status === 'closed' || held(model, name)) return 'refused';
    const texts = [...model.texts, text];
    const status = close ? 'closed' : 'answered';
    return set(model, { holder: name, status, texts, sent: model.sent + 1 });
  },
  run: (real, db) => replyToMatter(db, real.number, { ...by(real, name), text, close }),
});

const note = (name: Name): Deed => ({
  label: `${name} leaves a note`,
  expects: () => 'done',
  run: (real, db) => noteMatter(db, real.number, { ...by(real, name), text: 'catatan' }),
});

const close = (name: Name): Deed => ({
  label: `${name} closes`,
  expects: (model) => {
    if (model.status === 'closed') return 'done';
    return held(model, name) ? 'refused' : set(model, { status: 'closed' });
  },
  run: (real, db) => closeMatter(db, real.number, by(real, name)),
});

const reopen = (name: Name): Deed => ({
  label: `${name} reopens`,
  expects: (model) =>
    model.status === 'closed' || model.status === 'forwarded'
      ? set(model, { status: 'open', holder: null })
      : 'done',
  run: (real, db) => reopenMatter(db, real.number, by(real, name)),
});

const forward = (name: Name): Deed => ({
  label: `${name} forwards`,
  expects: (model) => {
    if (model.status === 'closed' || held(model, name)) return 'refused';
    return set(model, { status: 'forwarded', holder: name, sent: model.sent + 1 });
  },
  run: (real, db) =>
    forwardMatter(db, real.number, { ...by(real, name), to: 'Pengawas', reference: '' }),
});

const says = (text: string): Deed => ({
  label: `the person says ${text}`,
  expects: (model) => {
    if (model.status === 'closed') return 'nothing';
    const texts = [...model.texts, text];
    if (model.status === 'forwarded') return set(model, { texts, status: 'open', holder: null });
    if (model.status !== 'answered') return set(model, { texts });
    return set(model, { texts, status: model.holder === null ? 'open' : 'claimed' });
  },
  run: (real, db) => addFromContact(real.person.in(db, real.now), real.id, text),
});

const confirms = (word: 'yes' | 'no'): Deed => ({
  label: `the person says ${word}`,
  expects: (model) => {
    const isAsked = model.status === 'answered';
    if (!isAsked && (word === 'yes' || !model.silent)) return 'nothing';
    return word === 'yes'
      ? set(model, { status: 'closed' })
      : set(model, { status: 'open', holder: null });
  },
  run: (real, db) => confirmMatter(real.person.in(db, real.now), real.id, word),
});

/** Longer than any claim and any wait for YA. */
const weekPasses: fc.AsyncCommand<Model, Real> = {
  check: () => true,
  run: async (model, real) => {
    real.now = new Date(real.now.getTime() + 7 * 86_400_000);
    await tendMatters(real.store, real.now);
    if (model.status === 'claimed') set(model, { status: 'open', holder: null });
    if (model.status === 'answered') set(model, { status: 'closed', silent: true });
    await compare(model, real);
  },
  toString: () => 'a week passes',
};

const name = fc.constantFrom(...names);
const words = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `x${text.trim()}`);
const deeds: readonly fc.Arbitrary<Deed>[] = [
  name.map(claim),
  name.map(release),
  fc.tuple(name, name).map(([from, to]) => handOver(from, to)),
  fc.tuple(name, words, fc.boolean()).map(([who, text, ends]) => reply(who, text, ends)),
  fc.tuple(name, words).map(([who, text]) => reply(who, text, false)),
  name.map(note),
  name.map(close),
  name.map(reopen),
  name.map(forward),
  words.map(says),
  fc.constantFrom('yes' as const, 'no' as const).map(confirms),
];
const commands = fc.commands(
  [...deeds.map((deed) => deed.map((one) => new Command(one))), fc.constant(weekPasses)],
  { maxCommands: 25 },
);

onEachDatabase('a matter, whatever people and officers do,', (open) => {
  it('is as a simple model says', async function () {
    this.timeout(120_000);
    const store = await open();
    const person = await addTestPerson(store);
    const officers = {
      dewi: await addTestOfficer(store, 'dewi'),
      budi: await addTestOfficer(store, 'budi'),
      sri: await addTestOfficer(store, 'sri', { role: 'supervisor' }),
    };
    const begin = async (): Promise<{ model: Model; real: Real }> => {
      const now = new Date('2026-11-23T08:00:00+07:00');
      const { id, number } = await person.asks(now, { text: 'Masih dibuka?' });
      const told = (await store.sql('outbound_messages')).length;
      return {
        model: { status: 'open', holder: null, silent: false, texts: ['Masih dibuka?'], sent: 0 },
        real: { store, person, officers, id, number, now, told },
      };
    };
    const property = fc.asyncProperty(commands, (some) => fc.asyncModelRun(begin, some));
    await fc.assert(property, { numRuns: 60 });
  });
});
