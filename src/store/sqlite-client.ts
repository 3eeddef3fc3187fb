import { createRequire } from 'node:module';
import type { Knex } from 'knex';
import { whenUnlocked } from './patience.ts';

interface Compiler {
  readonly single: { skipBinding?: Readonly<Record<string, boolean>> };
}

interface Client {
  queryCompiler(builder: unknown, formatter: unknown): Compiler;
  _query(connection: unknown, query: unknown): Promise<unknown>;
}

const knexClient = createRequire(import.meta.url)(
  'knex/lib/dialects/better-sqlite3/index.js',
) as new (config: Knex.Config) => Client;

/**
 * knex's client with the number behind LIMIT written out: SQLite looks at a bound one when it plans,
 * and plans the statement anew each time it is bound (measured: a claim of the outbox 121 us, of which
 * 4 are its work; a `first` by key 4.7 instead of 1.2). There are few different numbers.
 */
export class SqliteClient extends knexClient {
  constructor(config: Knex.Config) {
    super({ ...config, client: 'better-sqlite3' }); // migrations ask for the name
  }

  override queryCompiler(builder: unknown, formatter: unknown): Compiler {
    const compiler = super.queryCompiler(builder, formatter);
    compiler.single.skipBinding = { ...compiler.single.skipBinding, limit: true };
    return compiler;
  }

  /** As knex's, but whoever waits for another program that writes holds up nobody else. */
  override async _query(connection: unknown, query: unknown): Promise<unknown> {
    // oxlint-disable-next-line no-underscore-dangle -- knex's own name
    return whenUnlocked(connection, () => super._query(connection, query));
  }
}
