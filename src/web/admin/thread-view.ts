import type { OutboundStatus } from '../../core/message.ts';
import { maskNiks } from '../../core/nik.ts';
import type { LoggedMessage } from '../../services/messages.ts';
import type { FileView } from '../../services/matter-files.ts';
import type { EntryView, MatterView } from '../../services/matters.ts';
import { explain } from './machine-words.ts';
import { shownNear } from './moments.ts';

/** A clock on the wall. */
export interface Wall {
  readonly now: Date;
  readonly timezone: string;
}

/** A file that a person sent, as the page shows it. */
export interface ShownFile extends Pick<FileView, 'id' | 'kind' | 'state' | 'shown'> {
  readonly name: string;
  /** `1,2 MB` */
  readonly size: string;
}

const megabytes = new Intl.NumberFormat('id', { maximumFractionDigits: 1 });

function shownFile({ id, kind, state, shown, name, size }: FileView): ShownFile {
  const inMegabytes = size === null ? '' : `${megabytes.format(Math.max(0.1, size / 1e6))} MB`;
  return { id, kind, state, shown, name: maskNiks(name), size: inMegabytes };
}

/** An entry of the thread as the page shows it. */
export interface ShownEntry {
  readonly kind: EntryView['kind'];
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly at: string;
  readonly officer: string | null;
  readonly status: 'received' | OutboundStatus | null;
  readonly fault: string | null;
  readonly twice: boolean;
  readonly instead: OutboundStatus | null;
  readonly event: string | null;
  /** To whom or where: a colleague, another body. */
  readonly to: string;
  readonly files: readonly ShownFile[];
}

/** NIKs in it are masked; `names` are officers by their user name. */
export function shownEntry(
  entry: EntryView,
  names: ReadonlyMap<string, string>,
  { now, timezone }: Wall,
): ShownEntry {
  const { kind, direction, officer, status, fault, twice, instead, event } = entry;
  const to = typeof entry.detail['to'] === 'string' ? entry.detail['to'] : '';
  return {
    kind,
    direction,
    officer,
    status,
    fault,
    twice,
    instead,
    event,
    text: maskNiks(entry.text),
    at: shownNear(Date.parse(entry.at), now, timezone),
    to: names.get(to) ?? to,
    files: entry.files.map(shownFile),
  };
}

/** A message of the talk with the machine, and why it was answered so. */
export interface MachineTurn {
  readonly direction: 'in' | 'out';
  readonly text: string;
  readonly at: string;
  readonly because: string;
  readonly place: string;
}

export function machineTurn(message: LoggedMessage, { now, timezone }: Wall): MachineTurn {
  const { direction, text, at, trace } = message;
  const shown = { direction, text: maskNiks(text), at: shownNear(at, now, timezone) };
  return { ...shown, ...explain(trace) };
}

/** What a complaint tells besides its text, by the name that its flow saved it under. */
export function detailsOf({
  details,
}: Pick<MatterView, 'details'>): readonly { readonly name: string; readonly text: string }[] {
  if (typeof details !== 'object' || details === null) return [];
  return Object.entries(details).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [{ name, text: maskNiks(value) }] : [],
  );
}
