import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import type { Knex } from 'knex';
import { whenUnlocked } from './patience.ts';
import type { Db } from './store.ts';

/** What is used of knex's client: its pool, and its ear for whoever listens to queries. */
interface Client extends EventEmitter {
  readonly config: object;
  acquireConnection(): Promise<unknown>;
  releaseConnection(connection: unknown): Promise<void>;
}

interface SqliteConnection {
  prepare(text: string): { run(): unknown };
}

interface PostgresConnection {
  query(text: string): Promise<unknown>;
}

/** knex gives a connection with this mark to nobody any more. */
const disposed = '__knex__disposed';

const makeKnex = createRequire(import.meta.url)('knex/lib/knex-builder/make-knex.js') as (
  client: object,
) => Knex.Transaction;

/** The connection of a transaction. */
export class Held {
  readonly #connection: unknown;
  #over = false;
  /** Of the store that the transaction belongs to. */
  readonly client: Client;

  constructor(connection: unknown, client: Client) {
    this.#connection = connection;
    this.client = client;
  }

  /** @throws Error when the transaction is over: others have the connection then */
  get connection(): unknown {
    if (this.#over) throw new Error('the transaction is over');
    return this.#connection;
  }

  get isOver(): boolean {
    return this.#over;
  }

  end(): void {
    this.#over = true;
  }
}

const heard = ['start', 'query', 'query-error', 'query-response'] as const;

/** knex's builder over a connection that is held; what it asks is heard at the client as well. */
function builderOn(held: Held): Knex {
  const { client } = held;
  const bound = Object.assign(Object.create(client) as Client, {
    transacting: true, // a transaction within is a savepoint
    acquireConnection: async () => held.connection,
    releaseConnection: async () => undefined,
  });
  EventEmitter.call(bound); // ears of its own: the client outlives it
  for (const name of heard) bound.on(name, (...told: unknown[]) => client.emit(name, ...told));
  return Object.assign(makeKnex(bound), {
    isTransaction: true,
    isCompleted: () => held.isOver,
  });
}

/** A `Db` of the transaction. Hot paths write their statements out: the builder is made when asked for. */
function dbOf({ dialect, keys }: Db, held: Held): Db {
  let builder: Knex | undefined;
  return {
    get sql() {
      return (builder ??= builderOn(held));
    },
    dialect,
    keys,
    held,
  };
}

type Command = 'begin immediate' | 'begin' | 'commit' | 'rollback';

async function command({ dialect }: Db, connection: unknown, text: Command): Promise<void> {
  if (dialect === 'sqlite') (connection as SqliteConnection).prepare(text).run();
  else await (connection as PostgresConnection).query(text);
}

/** How long PostgreSQL may take to undo, in milliseconds; then the connection is given up. */
const patience = 5_000;

/** Undoes; never throws. A connection that cannot even do that goes to nobody else. */
async function undo(db: Db, connection: unknown): Promise<void> {
  const giveUp = (reason: unknown): void => {
    if (db.dialect === 'postgres') Object.assign(connection as object, { [disposed]: reason });
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      giveUp('rollback took too long');
      resolve();
    }, patience);
  });
  await Promise.race([command(db, connection, 'rollback').catch(giveUp), late]);
  clearTimeout(timer);
}

async function runOn<T>(db: Db, held: Held, work: (db: Db) => Promise<T>): Promise<T> {
  const { connection } = held;
  if (db.dialect === 'sqlite')
    await whenUnlocked(connection, () => command(db, connection, 'begin immediate'));
  else await command(db, connection, 'begin');
  try {
    const result = await work(dbOf(db, held));
    held.end();
    await command(db, connection, 'commit');
    return result;
  } catch (error) {
    held.end();
    await undo(db, connection);
    throw error;
  }
}

/**
 * Runs `work` in one transaction, on a connection of its own: what it wrote is durable when this
 * resolves and undone when it throws. Without knex's own transaction, which makes a whole knex each
 * time.
 * @throws what `work` throws; Error of the driver when it cannot begin or commit
 */
export async function runTransaction<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  const client = db.sql.client as Client;
  const connection = await client.acquireConnection();
  try {
    return await runOn(db, new Held(connection, client), work);
  } finally {
    await client.releaseConnection(connection);
  }
}
