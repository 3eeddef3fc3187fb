import Database from 'better-sqlite3';

/** A session by its key: JSON in one row, each write committed and flushed by itself. */
export interface Sessions {
  read(key: string): unknown;
  write(key: string, state: unknown): void;
  remove(key: string): void;
}

/** Sessions in SQLite, set as our own database is: a write-ahead log, flushed at every commit. */
export function openSessions(file: string): Sessions {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table if not exists sessions (key text primary key, state text not null)');
  const read = db.prepare<[string], string>('select state from sessions where key = ?').pluck();
  const write = db.prepare(
    'insert into sessions values (?, ?) on conflict (key) do update set state = excluded.state',
  );
  const remove = db.prepare('delete from sessions where key = ?');
  return {
    read: (key) => {
      const state = read.get(key);
      return state === undefined ? undefined : (JSON.parse(state) as unknown);
    },
    write: (key, state) => void write.run(key, JSON.stringify(state)),
    remove: (key) => void remove.run(key),
  };
}

/** How many sessions hold a complete registration, each of another person. */
export function countRegistered(file: string): number {
  const db = new Database(file, { readonly: true });
  const complete = `json_extract(state, '$.registered.nama') = 'SITI AMINAH'
    and json_extract(state, '$.registered.pendidikan') = 'SMK'
    and json_array_length(state, '$.registered.keterampilan') = 2`;
  const distinct = `count(distinct json_extract(state, '$.registered.nik'))`;
  const count = db.prepare<[], number>(`select ${distinct} from sessions where ${complete}`);
  const registered = count.pluck().get() ?? 0;
  db.close();
  return registered;
}
