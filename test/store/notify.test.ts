import { expect } from 'chai';
import { openNews, type OutboxNews } from '../../src/store/notify.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { freshPostgres, testKeys, type FreshDatabase } from '../helpers/databases.ts';
import { until } from '../helpers/until.ts';

describe('news of the outbox on PostgreSQL', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  let store: Store;
  let logged: string[];
  const opened: OutboxNews[] = [];

  const note = (_fields: object, message: string): void => void logged.push(message);
  const openOne = (url: string): OutboxNews =>
    openNews(url, { info: note, warn: note, error: note });

  /** Listens; counts how often it was called. */
  async function listen(): Promise<{ readonly news: OutboxNews; heard: number }> {
    const news = openOne(database.url);
    opened.push(news);
    const ear = { news, heard: 0 };
    news.listen(() => void (ear.heard += 1));
    await until(() => ear.heard === 1); // it looks once when it begins to listen
    return ear;
  }

  beforeEach(async () => {
    database = await freshPostgres();
    store = await openStore({ url: database.url }, testKeys);
    logged = [];
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((news) => news.stop()));
    await store.close();
    await database.drop();
  });

  const cut = () =>
    store.sql.raw(`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'sapakerja news' and datname = current_database()`);

  it('reaches every other process, and not the one that told', async () => {
    const [one, two, three] = [await listen(), await listen(), await listen()];
    one.news.tell();
    await until(() => two.heard === 2 && three.heard === 2);
    two.news.tell();
    await until(() => one.heard === 2 && three.heard === 3);
    expect([one.heard, two.heard, three.heard]).to.deep.equal([2, 2, 3]);
  });

  it('comes together when much is told in one moment', async () => {
    const [one, two] = [await listen(), await listen()];
    for (let n = 0; n < 500; n += 1) one.news.tell();
    await one.news.stop();
    await until(() => two.heard >= 2);
    expect(two.heard).to.be.at.most(4);
  });

  it('looks again when its connection was cut, and hears on', async () => {
    const [one, two] = [await listen(), await listen()];
    for (let n = 1; n <= 3; n += 1) {
      const before = [one.heard, two.heard];
      await cut();
      await until(() => one.heard > (before[0] ?? 0) && two.heard > (before[1] ?? 0));
      const after = two.heard;
      one.news.tell();
      await until(() => two.heard > after);
    }
  });

  it('tells what was told just before the end', async () => {
    const [one, two] = [await listen(), await listen()];
    one.news.tell();
    await one.news.stop();
    await until(() => two.heard === 2);
  });

  it('neither throws nor waits where there is no server', async () => {
    const news = openOne('postgres://nobody@127.0.0.1:9/nothing');
    news.listen(() => logged.push('heard'));
    await until(() => logged.length >= 2);
    news.tell();
    await news.stop();
    expect(new Set(logged)).to.deep.equal(new Set(['not told of messages to send']));
  });
});
