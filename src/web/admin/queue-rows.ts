import type { Medium } from '../../core/message.ts';
import { maskNiks } from '../../core/nik.ts';
import type { EntryView, MatterView } from '../../services/matters.ts';
import { shownDue, shownLength, shownNear } from './moments.ts';

/** Who looks at the queue, when and where. */
export interface Sight {
  readonly officer: { readonly username: string };
  readonly now: Date;
  readonly timezone: string;
  /** Who else has which matter open, by its number. */
  readonly present: ReadonlyMap<string, readonly string[]>;
  /** Names of offices by code, for those who see several; empty for the others. */
  readonly offices: ReadonlyMap<string, string>;
}

/** What a row says besides its text; words for it are the template's. */
export type Mark = 'danger' | 'overdue' | 'replied' | 'confidential' | 'anonymous' | 'escalated';

/** A matter as the queue shows it. */
export interface QueueRow {
  readonly number: string;
  readonly words: string;
  readonly medium: Medium | null;
  readonly age: string;
  readonly due: string;
  readonly late: boolean;
  readonly assignee: string | null;
  readonly mine: boolean;
  readonly marks: readonly Mark[];
  readonly present: readonly string[];
  readonly office: string | undefined;
}

/** Letters of a matter's beginning; two lines of the table. */
const wordsLength = 150;

function textOfDetails(details: MatterView['details']): string {
  const values = typeof details === 'object' && details !== null ? Object.values(details) : [];
  return values.filter((value) => typeof value === 'string').join('. ');
}

/** How a matter begins, in the person's words; a NIK in it is masked. */
export function firstWords({ thread, details }: Pick<MatterView, 'thread' | 'details'>): string {
  const said = thread.find(({ kind, direction }) => kind === 'message' && direction === 'in');
  const text = maskNiks(said?.text ?? textOfDetails(details)).replaceAll(/\s+/gu, ' ');
  const letters = Array.from(text);
  return letters.length > wordsLength ? `${letters.slice(0, wordsLength).join('')}...` : text;
}

const isMessage = ({ kind }: EntryView): boolean => kind === 'message';

/** Whether the person wrote after an officer's answer. */
export function hasReplied({ thread }: Pick<MatterView, 'thread'>): boolean {
  const messages = thread.filter(isMessage);
  return (
    messages.at(-1)?.direction === 'in' && messages.some(({ direction }) => direction === 'out')
  );
}

export const isWaiting = ({ status }: Pick<MatterView, 'status'>): boolean =>
  status === 'open' || status === 'claimed';

/** Whether the promise to answer was not kept yet. */
export function isLate(view: Pick<MatterView, 'status' | 'replyBy'>, now: Date): boolean {
  return isWaiting(view) && Date.parse(view.replyBy) < now.getTime();
}

function marksOf(view: MatterView): readonly Mark[] {
  const found: readonly (readonly [Mark, boolean])[] = [
    ['danger', view.urgent],
    ['replied', isWaiting(view) && hasReplied(view)],
    ['confidential', view.privacy === 'confidential'],
    ['anonymous', view.privacy === 'anonymous'],
    ['escalated', view.escalatedAt !== null],
  ];
  return found.filter(([, is]) => is).map(([mark]) => mark);
}

function lastMoment({ thread, openedAt }: MatterView): number {
  return Date.parse(thread.at(-1)?.at ?? openedAt);
}

/** A matter as one row. */
export function rowOf(view: MatterView, sight: Sight): QueueRow {
  const { now, timezone, officer } = sight;
  const due = isWaiting(view)
    ? shownDue(Date.parse(view.replyBy), now, timezone)
    : shownNear(lastMoment(view), now, timezone);
  return {
    number: view.number,
    words: firstWords(view),
    medium: view.channel,
    age: shownLength(now.getTime() - Date.parse(view.openedAt)),
    due,
    late: isLate(view, now),
    assignee: view.assigneeName,
    mine: view.assignee === officer.username,
    marks: marksOf(view),
    present: sight.present.get(view.number) ?? [],
    office: sight.offices.get(view.office),
  };
}
