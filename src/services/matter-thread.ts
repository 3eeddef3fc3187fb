import { isoTime } from '../core/format.ts';
import type { Values } from '../core/json.ts';
import type { OutboundStatus } from '../core/message.ts';
import { maskNiks } from '../core/nik.ts';
import type { MatterAttachment } from '../store/matter-attachments.ts';
import type { ThreadEntry } from '../store/matter-messages.ts';
import { readEvent, type MatterEvent } from './matter-events.ts';
import { fileView, type FileView } from './matter-files.ts';

/** One entry of the thread as the officers' pages show it: messages, notes and events in order. */
export interface EntryView {
  readonly id: number;
  readonly kind: 'message' | 'note' | 'event';
  readonly direction: 'in' | 'out';
  /** Empty for an event. */
  readonly text: string;
  readonly at: string;
  /** Name of the officer who wrote or did it; null for the person and the clock. */
  readonly officer: string | null;
  /** Delivery, of messages only. */
  readonly status: 'received' | OutboundStatus | null;
  /** Why a message has not left or arrived, as the sender's codes say; null: nothing is known. */
  readonly fault: string | null;
  /** It may have gone twice. */
  readonly twice: boolean;
  /** Delivery of the SMS that went instead; null without one. */
  readonly instead: OutboundStatus | null;
  readonly event: MatterEvent | null;
  readonly detail: Values;
  /** Pictures, papers and voices that came with it. */
  readonly files: readonly FileView[];
}

/** What was typed on the office's phone has no officer and no row of the outbox: it has left. */
const deliveryOf = ({ officerId, status }: ThreadEntry): OutboundStatus | null =>
  officerId === null ? 'sent' : status;

/** An entry with its files, out of those of several matters. */
export function toEntry(entry: ThreadEntry, files: readonly MatterAttachment[]): EntryView {
  const { id, kind, direction, officerName: officer, fault, twice, instead } = entry;
  const { event = null, detail = {} } = kind === 'event' ? readEvent(entry.text) : {};
  const delivery = direction === 'in' ? 'received' : deliveryOf(entry);
  return {
    id,
    kind,
    direction,
    text: kind === 'event' ? '' : maskNiks(entry.text),
    at: isoTime(entry.at),
    officer,
    status: kind === 'message' ? (delivery ?? 'unknown') : null,
    fault,
    twice,
    instead,
    event,
    detail,
    files: files.filter(({ entryId }) => entryId === id).map(fileView),
  };
}
