import { basename, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { systemClock } from '../core/clock.ts';
import { InputError } from '../core/errors.ts';
import { localDate, shownDate, shownTime } from '../core/format.ts';
import { withOffice } from '../open.ts';
import { reportBreach, type Breach, type BreachReport } from '../services/breach.ts';
import { dataKinds, leakKinds, type LeakKind } from '../services/breach-leak.ts';
import { breachWords as words } from '../services/breach-words.ts';
import { readArgs, required, UsageError, type Command } from './command.ts';

const options = {
  from: { type: 'string' },
  until: { type: 'string' },
  known: { type: 'string' },
  'with-key': { type: 'boolean' },
  out: { type: 'string' },
} as const;

/** `2026-11-20` or `2026-11-20T14:30`, by the clock of the office (WIB). @throws UsageError */
function momentOf(text: string, option: string): number {
  const [, date, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d))?$/.exec(text) ?? [];
  const at = Date.parse(`${date}T${time}:00+07:00`);
  if (Number.isNaN(at)) throw new UsageError(`--${option} is 2026-11-20 or 2026-11-20T14:30`);
  return at;
}

/** When a backup was made, by its name. @throws InputError for a name that is none of ours */
function madeAt(name: string): number {
  const [, date, time = ''] =
    /^sapakerja-(\d{4}-\d\d-\d\d)-(\d{6})\.backup$/.exec(basename(name)) ?? [];
  const [hour, minute, second] = time.match(/../gu) ?? [];
  const at = Date.parse(`${date}T${hour}:${minute}:${second}+07:00`);
  if (Number.isNaN(at)) throw new InputError(words('no-backup', { nama: basename(name) }));
  return at;
}

const isKind = (text: string | undefined): text is LeakKind =>
  leakKinds.some((kind) => kind === text);

/** What the command line says. @throws UsageError */
function readBreach(
  args: readonly string[],
  { office }: Config,
  now: number,
): { readonly breach: Breach; readonly folder: string } {
  const { values, positionals } = readArgs({ args: [...args], options, allowPositionals: true });
  const [kind, named = ''] = positionals;
  if (!isKind(kind)) throw new UsageError(`what leaked is missing: ${leakKinds.join(', ')}`);
  if (kind !== 'database' && named === '') throw new UsageError(`which ${kind} is missing`);
  const at = (name: 'from' | 'until' | 'known', otherwise: number): number =>
    values[name] === undefined ? otherwise : momentOf(values[name], name);
  const breach = {
    kind,
    named,
    from: at('from', 0),
    until: kind === 'backup' ? madeAt(named) : at('until', now),
    knownAt: at('known', now),
    withKey: values['with-key'] ?? false,
    office: office === '35' ? undefined : office,
    by: office,
  };
  return { breach, folder: resolve(required(values.out, 'out')) };
}

/** Numbers alone: who it is stands in the folder. */
function sayReport(report: BreachReport, folder: string): void {
  const { people, seen, kinds, ways, phones, erased, tellBy } = report;
  console.log(words('said-people', { jumlah: String(people), pasti: String(seen) }));
  for (const kind of dataKinds.filter((one) => kinds.has(one)))
    console.log(
      words('count', { jenis: words(`kind-${kind}`), jumlah: String(kinds.get(kind) ?? 0) }),
    );
  for (const [way, n] of ways)
    console.log(words('said-way', { cara: words(`way-${way}`), jumlah: String(n) }));
  if (erased > 0) console.log(words('erased', { jumlah: String(erased) }));
  const waktu = `${shownDate(localDate(new Date(tellBy)))} ${shownTime(new Date(tellBy))}`;
  console.log(words('said-next', { folder, waktu, nomor: String(phones) }));
}

function failed(error: unknown, folder: string): unknown {
  const isThere = (error as { code?: unknown }).code === 'EEXIST';
  return isThere ? new InputError(words('folder-there', { folder })) : error;
}

export const breachReport: Command = {
  usage:
    'breach report database|backup|officer|phone|file [NAME] [--from TIME] [--until TIME] [--known TIME] [--with-key] --out FOLDER',
  about: 'say who is affected when data leaked, and write the notice that the law asks for',
  run: async (args, config) => {
    const now = systemClock();
    const { breach, folder } = readBreach(args, config, now.getTime());
    const report = await withOffice(config, (store) =>
      reportBreach(store, breach, { folder, now }),
    ).catch((error: unknown) => {
      throw failed(error, folder);
    });
    sayReport(report, folder);
  },
};
