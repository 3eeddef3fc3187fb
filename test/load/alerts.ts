import { setImmediate as others } from 'node:timers/promises';
import { toBulk } from '../../src/gateway/reply.ts';
import { sendAlerts } from '../../src/gateway/job-alerts.ts';
import { openCheckpoints } from '../../src/store/checkpoints.ts';
import { flushDeleted } from '../../src/store/erase.ts';
import { migrate } from '../../src/store/migrate.ts';
import { addOutbound } from '../../src/store/outbound.ts';
import type { Dialect, Store } from '../../src/store/store.ts';
import { openTestGateway, type TestGateway } from '../helpers/gateway.ts';
import { makePlace, openPlace } from '../helpers/server.ts';
import { addSubscribers } from '../helpers/subscribers.ts';
import { fillVacancies } from '../helpers/vacancies.ts';
import type { Benchmark } from './benchmark.ts';
import { watchBlocks } from './blocks.ts';
import { report, round } from './report.ts';

/** Newly verified in the province on a day. */
const aDay = 50;

const trades =
  'jahit; sopir; operator produksi; admin; kasir; satpam; las; koki; kurir; perawat; guru; tukang bangunan; teknisi; sales; montir; gudang; barista'.split(
    '; ',
  );
const schools = ['', 'smp', 'sma', 'smk', 's1', 'sd'];
const places = ['', 'pasirian', 'tempeh', 'kunir', 'senduro', 'klakah', 'yosowilangun'];

/** Lumajang and its like: every wish is at one of 38 offices. */
const offices = [...Array(29).keys()]
  .map((at) => `35.${String(at + 1).padStart(2, '0')}`)
  .concat([...Array(9).keys()].map((at) => `35.${71 + at}`));

const pick = (list: readonly string[], n: number): string => list[n % list.length] ?? '';

/** The first trades are wished most: the nth of them by one in n. */
const skewed = (n: number): string =>
  pick(trades, Math.floor(trades.length ** (((n * 7_919) % 1_000) / 1_000)) - 1);

const wish = (n: number) => {
  const words = `${skewed(n)} ${pick(schools, n >> 3)} ${pick(places, n >> 1)}`;
  return { words: words.trim().replaceAll(/ +/g, ' '), office: pick(offices, n) };
};

const publish = (store: Store, office: TestGateway): Promise<unknown> =>
  fillVacancies(
    store,
    Array.from({ length: aDay }, (_, at) => ({
      title: `${pick(trades, at)} ${pick(['pabrik', 'toko', 'rumah', 'proyek'], at)}`,
      number: 1001 + at,
      education: pick(['SD', 'SMP', 'SMA'], at),
      officeCode: pick(offices, at),
      areaCode: `${pick(offices, at)}.01`,
      verifiedAt: office.now().getTime(),
      closesOn: '2027-12-31',
    })),
  );

/** Rounds until none has anything left; gives how many were told. */
async function tellAll(office: TestGateway): Promise<number> {
  let told = 0;
  for (let sent = 1; sent > 0;) {
    sent = await sendAlerts(office.tools);
    told += sent;
  }
  return told;
}

/** The limit: as many bare rows of the outbox, 25 a transaction, nothing looked up. */
async function bareRows(store: Store, office: TestGateway, count: number): Promise<number> {
  const [account] = office.accounts.values();
  const to: { contactId: number; addressId: number } = await store
    .sql('addresses')
    .first({ contactId: 'contact_id', addressId: 'id' });
  if (!account) throw new Error('the gateway has no account');
  const said = { inboundId: null, text: 'Lowongan baru (gratis): 1) Penjahit.', trace: null };
  const rows = Array.from({ length: 25 }, () => toBulk(account, to, said));
  const began = performance.now();
  for (let at = 0; at < count; at += rows.length) {
    await store.transaction((db) => addOutbound(db, rows, 1));
    await others();
  }
  return (count / (performance.now() - began)) * 1_000;
}

/** @throws Error when an alert was told twice, or a message is missing */
async function checkTold(store: Store, told: number): Promise<void> {
  const { sent } = await store.sql('job_alerts').first(store.sql.raw('sum(sent) as sent'));
  const { most } = await store.sql('job_alerts').first(store.sql.raw('max(sent) as most'));
  const { rows } = await store.sql('outbound_messages').first(store.sql.raw('count(*) as rows'));
  const all = [Number(sent), Number(rows)];
  if (told === 0 || all.some((n) => n !== told) || Number(most) > 1) {
    throw new Error(`${told} told, ${all.join(' and ')} stored, up to ${most} each`);
  }
}

async function measure(store: Store, subscribers: number, dialect: Dialect): Promise<void> {
  const office = await openTestGateway(store);
  const [account] = office.accounts.keys();
  await fillVacancies(store, []);
  const all = { accountId: account ?? 0, count: subscribers, now: office.now(), wish };
  const wishes = await addSubscribers(store, all);
  if (dialect === 'postgres') await store.sql.raw('analyze');
  office.pass(2 * 3_600_000); // Monday, 10.00
  await publish(store, office);
  await flushDeleted(store); // a server has no log of 100 MB
  const checkpoints = await openCheckpoints({ store, log: office.tools.log }); // as in a server
  checkpoints?.start();
  const blocks = watchBlocks();
  const cpu = process.cpuUsage();
  const began = performance.now();
  const told = await tellAll(office);
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const { longest, p99, waited } = blocks();
  await checkpoints?.stop();
  await checkTold(store, told);
  const name = (figure: string): string =>
    `alerts ${figure}, ${dialect}, ${subscribers} subscribers`;
  const bare = await bareRows(store, office, Math.min(told, 10_000));
  const details = { wishes, vacancies: aDay, told, seconds: round(seconds, 1) };
  report({ name: name('told'), value: round(told / seconds), unit: '/s', ...details });
  report({ name: name('bare outbox rows'), value: round(bare), unit: '/s' });
  report({ name: name('CPU each'), value: round((user + system) / told), unit: 'us' });
  const clock = { by_the_clock_ms: round(waited, 1) };
  report({
    name: name('longest block'),
    value: round(longest, 1),
    unit: 'ms',
    limit: 20,
    ...clock,
  });
  report({ name: name('p99 block'), value: round(p99, 1), unit: 'ms' });
}

/**
 * A day of KABARI: 50 vacancies are verified among 100,000 subscribers (`long`: 1,000,000); how fast
 * all whom they fit are told, half of the time being left to others, and what it holds up.
 */
export const alerts: Benchmark = {
  name: 'alerts',
  long: false,
  run: async ({ long, scale }) => {
    for (const dialect of ['sqlite', 'postgres'] as const) {
      const place = await makePlace(dialect);
      const store = await openPlace(place);
      try {
        if (dialect === 'sqlite') await migrate(store);
        await measure(store, (long ? 1_000_000 : 100_000) * scale, dialect);
      } finally {
        await store.close();
        await place.clear();
      }
    }
  },
};
