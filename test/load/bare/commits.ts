import Database from 'better-sqlite3';
import { Client } from 'pg';

/**
 * What the durable turn is measured beside: the database alone, without HTTP, language or flows. A
 * message reads a conversation, and writes itself, the conversation and the reply; as many messages
 * are committed together as asked, each commit flushed.
 */
const [address = '', together = '1'] = process.argv.slice(2);
const size = Number(together);

const tables = `
  create table inbound (id integer primary key, key text not null unique, body text not null);
  create table outbound (id integer primary key, inbound_id integer not null, body text not null);
  create table conversations (contact integer primary key, state text not null)`;

const body = 'Siapa nama lengkap Anda sesuai KTP? Contoh: SITI AMINAH. '.repeat(3);
const people = 10_000;

/** Commits the messages first to first + size. */
type Commit = (first: number) => void | Promise<void>;

function openSqlite(): Commit {
  const db = new Database(address);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(tables);
  const read = db.prepare('select state from conversations where contact = ?');
  const take = db.prepare('insert into inbound values (?, ?, ?)');
  const move = db.prepare('insert or replace into conversations values (?, ?)');
  const reply = db.prepare('insert into outbound values (?, ?, ?)');
  return db.transaction((first: number) => {
    for (let n = first; n < first + size; n += 1) {
      read.get(n % people);
      take.run(n, `SM${n}`, body);
      move.run(n % people, body);
      reply.run(n, n, body);
    }
  });
}

/** Several rows a statement: each costs a journey to the server and back. */
async function openPostgres(): Promise<Commit> {
  const db = new Client({ connectionString: address });
  await db.connect();
  await db.query(`create schema bare_${size}; set search_path to bare_${size}`);
  await db.query(tables);
  const text = {
    read: 'select state from conversations where contact = any($1::int[])',
    take: 'insert into inbound select * from unnest($1::int[], $2::text[], $3::text[])',
    move: `insert into conversations select * from unnest($1::int[], $2::text[])
      on conflict (contact) do update set state = excluded.state`,
    reply: 'insert into outbound select * from unnest($1::int[], $2::int[], $3::text[])',
  };
  const query = (name: keyof typeof text, values: unknown[]): Promise<unknown> =>
    db.query({ name, text: text[name], values });
  const bodies = Array<string>(size).fill(body);
  return async (first) => {
    const ids = bodies.map((_, n) => first + n);
    const contacts = ids.map((n) => n % people);
    const keys = ids.map((n) => `SM${n}`);
    await db.query('begin');
    await query('read', [contacts]);
    await query('take', [ids, keys, bodies]);
    await query('move', [contacts, bodies]);
    await query('reply', [ids, ids, bodies]);
    await db.query('commit');
  };
}

const commit = address.startsWith('postgres') ? await openPostgres() : openSqlite();
let next = 0;

async function run(seconds: number): Promise<object> {
  const [start, first] = [performance.now(), next];
  const times: number[] = [];
  for (let now = start; now < start + seconds * 1000; now = performance.now()) {
    await commit(next);
    next += size;
    times.push(performance.now() - now);
  }
  const sorted = times.toSorted((a, b) => a - b);
  const rank = (share: number): number =>
    Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 100) / 100;
  const [answered, took] = [next - first, (performance.now() - start) / 1000];
  const ranks = { p50: rank(0.5), p99: rank(0.99), longest: rank(0.999_999) };
  return { answered, refused: 0, seconds: took, ...ranks, generator: 0 };
}

process.on('message', (seconds: number) => {
  void run(seconds).then((result) => process.send?.(result));
});
