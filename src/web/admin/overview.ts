import { z } from 'zod';
import { shortDate } from '../../core/format.ts';
import type { OutboundStatus } from '../../core/message.ts';
import { longOverview, type Overview } from '../../reports/overview.ts';
import { officeNames } from '../../services/desk.ts';
import { eyesOf } from '../../services/matters.ts';
import { openPhrases } from '../../services/phrases.ts';
import { healthOf, lastBackups } from '../../services/last-backups.ts';
import { shownAt } from './moments.ts';
import { barsOf, columnsOf } from './charts.ts';
import { adminRoute, everyone, type AdminCall, type AdminRoute } from './route.ts';

const words = openPhrases('admin/overview.yaml');

const media = ['sms', 'whatsapp', 'telegram'] as const;

/** `1.234`; decimals with a comma. */
const shown = (value: number, digits = 0): string =>
  value.toLocaleString('id-ID', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Working minutes as people say them: `35 menit`, `2,5 jam`. */
function duration(minutes: number | null): string {
  if (minutes === null) return '-';
  if (minutes < 90) return words('minutes', { jumlah: shown(minutes) });
  return words('hours', { jumlah: shown(minutes / 60, 1) });
}

/** How many messages came to which end. */
function endsOf({ sent }: Overview) {
  const count = (...statuses: readonly OutboundStatus[]): number =>
    statuses.reduce((sum, status) => sum + (sent[status] ?? 0), 0);
  const parts = [
    { name: 'delivered', value: count('delivered', 'read') },
    { name: 'sent', value: count('sent') },
    { name: 'waiting', value: count('queued', 'sending') },
    { name: 'unknown', value: count('unknown') },
    { name: 'failed', value: count('failed') },
    { name: 'expired', value: count('expired') },
  ];
  const all = parts.reduce((sum, { value }) => sum + value, 0);
  return { all, failed: count('failed'), parts };
}

const named = ({ name, value }: { readonly name: string; readonly value: number }) => ({
  label: words(name),
  value,
  shown: shown(value),
});

function ikmView({ ikm }: Overview) {
  const { index, grade, performance, table, respondents, population, sample, blanks } = ikm;
  const rated = ikm.elements.map(({ code, average, n }) => ({
    label: words(code.toLowerCase()),
    value: average ?? 0,
    shown: average === null ? '-' : `${shown(average, 2)} (${n})`,
  }));
  return {
    index: index === null ? null : shown(index, 2),
    grade,
    performance,
    table,
    respondents: shown(respondents),
    population: shown(population),
    sample: shown(sample),
    blanks: shown(blanks),
    bars: barsOf(rated, 4),
  };
}

function viewOf(overview: Overview) {
  const { today, month, days, waiting, overdue, urgent, answers } = overview;
  const ends = endsOf(overview);
  const received = media.map((name) => ({ name, value: overview.received[name] ?? 0 }));
  const columns = days.map(({ date, registered }) => ({
    label: shortDate(date),
    value: registered,
  }));
  return {
    figures: {
      today,
      month,
      waiting,
      overdue,
      urgent,
      missed: overview.missed,
      failed: ends.failed,
    },
    columns: columnsOf(columns),
    mostADay: shown(Math.max(0, ...columns.map(({ value }) => value))),
    first: columns[0]?.label,
    last: columns.at(-1)?.label,
    median: duration(overview.median),
    p90: duration(overview.p90),
    answers: shown(answers),
    missed: barsOf(
      overview.missedWords.map(({ words: label, n }) => ({ label, value: n, shown: shown(n) })),
    ),
    received: barsOf(received.map(named)),
    sent: barsOf(ends.parts.filter(({ value }) => value > 0).map(named), Math.max(1, ends.all)),
    ikm: ikmView(overview),
  };
}

/** When the last good backup was made: for admins, who answer for the machine. */
async function backupLine({ db, officer, now, timezone }: AdminCall) {
  if (officer.role !== 'admin') return undefined;
  const state = await lastBackups(db);
  const { good, last } = state;
  const name = healthOf(state, now);
  const waktu = good ? shownAt(good.begunAt, timezone) : '-';
  const text = words(`backup-${name}`, { waktu, sebab: last?.code ?? '' });
  return { text, wrong: name !== 'ok' };
}

async function showOverview(call: AdminCall) {
  const { db, officer, now, parts } = call;
  const office = eyesOf(officer)?.office;
  const names = await officeNames(db);
  const place = office === undefined ? words('all-offices') : (names.get(office) ?? office);
  const year = String(now.getUTCFullYear());
  const overview = await parts.store.read(longOverview, office, now);
  return {
    view: 'overview',
    data: { ...viewOf(overview), place, year, backup: await backupLine(call) },
  };
}

/** How the office stands: today, this month, and what people think of it. */
export const overviewRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'get',
    path: '/admin/ringkasan',
    roles: everyone,
    scope: 'office',
    form: z.object({}),
    run: showOverview,
  }),
];
