import knex, { type Knex } from 'knex';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshPostgres, type Dialect } from './databases.ts';

/** A database with the tables of SMSD's schema 17 that we and SMSD write, for tests without SMSD. */
export interface GammuTables {
  readonly url: string;
  readonly sql: Knex;
  close(): Promise<void>;
}

/** An SMS as SMSD puts it into its inbox: `text` is what stood in this part. */
export interface Arrived {
  readonly text: string;
  readonly sender?: string;
  readonly udh?: string;
  readonly at?: string;
  readonly coding?: string;
  /** SMSD 1.42 writes the whole text into the first part's row, nothing into the others'. */
  readonly decoded?: string;
  /** PhoneID of the modem it came to. */
  readonly phone?: string;
}

const hex = (text: string): string =>
  Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase();

/** Puts rows into the inbox; gives their ids. */
export async function arrive(
  { sql }: GammuTables,
  ...messages: readonly Arrived[]
): Promise<number[]> {
  const rows: { ID: number }[] = await sql('inbox')
    .insert(
      messages.map(({ text, sender, udh, at, coding, decoded, phone }) => ({
        ReceivingDateTime: at ?? '2026-11-23 08:00:00',
        Text: hex(text),
        SenderNumber: sender ?? '+6281234567890',
        Coding: coding ?? 'Default_No_Compression',
        UDH: udh ?? '',
        TextDecoded: decoded ?? text,
        RecipientID: phone ?? '',
        Processed: 'false',
      })),
    )
    .returning('ID');
  return rows.map(({ ID }) => ID);
}

/** Moves a message from the outbox to sentitems, each part with a status, as SMSD does. */
export async function sendAll({ sql }: GammuTables, status: string, error = -1): Promise<void> {
  const rows: Record<string, unknown>[] = await sql('outbox').select();
  for (const row of rows) {
    const more: Record<string, unknown>[] = await sql('outbox_multipart')
      .where({ ID: row['ID'] })
      .orderBy('SequencePosition');
    const parts = [row, ...more];
    await sql('sentitems').insert(
      parts.map((part, at) => ({
        ID: row['ID'],
        CreatorID: row['CreatorID'],
        DestinationNumber: row['DestinationNumber'],
        SequencePosition: at + 1,
        Text: '',
        TextDecoded: part['TextDecoded'],
        Coding: part['Coding'],
        UDH: part['UDH'] ?? '',
        SenderID: row['SenderID'] ?? '',
        Status: status,
        StatusError: error,
      })),
    );
    await sql('outbox_multipart').where({ ID: row['ID'] }).delete();
    await sql('outbox').where({ ID: row['ID'] }).delete();
  }
}

function words(table: Knex.CreateTableBuilder, ...names: readonly string[]): void {
  for (const name of names) table.text(name).notNullable().defaultTo('');
}

async function makeTables(sql: Knex, dialect: Dialect): Promise<void> {
  const isPostgres = dialect === 'postgres';
  const now = sql.raw(isPostgres ? 'localtimestamp(0)' : "(datetime('now'))");
  const time = (table: Knex.CreateTableBuilder, name: string): void =>
    void table
      .specificType(name, isPostgres ? 'timestamp(0)' : 'numeric')
      .notNullable()
      .defaultTo(now);
  const flag = (table: Knex.CreateTableBuilder, name: string): void =>
    void table
      .specificType(name, isPostgres ? 'boolean' : 'text')
      .notNullable()
      .defaultTo('false');
  await sql.schema.createTable('inbox', (table) => {
    table.increments('ID');
    time(table, 'UpdatedInDB');
    time(table, 'ReceivingDateTime');
    flag(table, 'Processed');
    table.string('SenderNumber', 20).notNullable();
    words(table, 'Text', 'Coding', 'UDH', 'TextDecoded', 'RecipientID');
  });
  await sql.schema.createTable('outbox', (table) => {
    table.increments('ID');
    time(table, 'UpdatedInDB');
    flag(table, 'MultiPart');
    table.string('DestinationNumber', 20).notNullable();
    table.text('UDH');
    table.string('SenderID', 255);
    table.integer('Class').defaultTo(-1);
    table.integer('RelativeValidity').defaultTo(-1);
    table.string('DeliveryReport', 10).checkIn(['default', 'yes', 'no']);
    table
      .string('Coding', 255)
      .checkIn(['Default_No_Compression', 'Unicode_No_Compression', '8bit']);
    words(table, 'TextDecoded', 'CreatorID');
  });
  await sql.schema.createTable('outbox_multipart', (table) => {
    table.integer('ID');
    table.integer('SequencePosition').notNullable();
    table.primary(['ID', 'SequencePosition']);
    table.integer('Class').defaultTo(-1);
    words(table, 'Coding', 'UDH', 'TextDecoded');
  });
  await sql.schema.createTable('sentitems', (table) => {
    table.integer('ID');
    table.integer('SequencePosition').notNullable();
    table.primary(['ID', 'SequencePosition']);
    time(table, 'UpdatedInDB');
    table.integer('StatusError').notNullable().defaultTo(-1);
    words(table, 'Text', 'DestinationNumber', 'Coding', 'UDH', 'TextDecoded');
    words(table, 'SenderID', 'Status', 'CreatorID');
  });
  await sql.schema.createTable('phones', (table) => {
    table.string('IMEI', 35).primary();
    words(table, 'ID');
    time(table, 'TimeOut');
    table.integer('Battery').notNullable().defaultTo(-1);
    table.integer('Signal').notNullable().defaultTo(-1);
  });
}

/** Fresh tables; on PostgreSQL those of an office's own database lie beside them. */
export async function openGammuTables(dialect: Dialect): Promise<GammuTables> {
  const folder = mkdtempSync(join(tmpdir(), 'sapakerja-gammu-'));
  const file = join(folder, 'smsd.db');
  const database = dialect === 'postgres' ? await freshPostgres() : undefined;
  if (!database) writeFileSync(file, '');
  const sql = knex(
    database
      ? { client: 'pg', connection: database.url, pool: { min: 0, max: 2 } }
      : { client: 'better-sqlite3', useNullAsDefault: true, connection: { filename: file } },
  );
  await makeTables(sql, dialect);
  let closed = false;
  return {
    url: database?.url ?? `sqlite://${file}`,
    sql,
    close: async () => {
      if (closed) return;
      closed = true;
      await sql.destroy();
      await database?.drop();
      rmSync(file, { force: true }); // also where places are kept: then SMSD has lost it
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
