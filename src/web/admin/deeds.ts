import type { MatterView } from '../../services/matters.ts';
import type { Officer } from '../../services/officers.ts';

/** Somebody holds it: until it is closed the person talks with one officer. */
export const isHeld = ({ status, assignee }: MatterView): boolean =>
  (status === 'claimed' || status === 'answered') && assignee !== null;

/** This officer holds it. */
export function isHeldBy(view: MatterView, { username }: Pick<Officer, 'username'>): boolean {
  return isHeld(view) && view.assignee === username;
}

/** What an officer may do with a matter now; the services refuse the rest. */
export interface Deeds {
  readonly reply: boolean;
  readonly close: boolean;
  readonly claim: boolean;
  readonly release: boolean;
  readonly handOver: boolean;
  readonly finish: boolean;
  readonly reopen: boolean;
  readonly forward: boolean;
}

/** What one may do who is not kept out by a colleague. */
function ofFree(view: MatterView, isFree: boolean) {
  return {
    reply: isFree,
    finish: isFree,
    close: !view.urgent, // the words of the last answer name a number
    forward: isFree && view.status !== 'forwarded',
  };
}

/** What a supervisor may do even when a colleague holds it. */
function ofSupervisors(may: boolean, { isMine, isFree }: Record<'isMine' | 'isFree', boolean>) {
  return { release: may || isMine, handOver: may || isFree };
}

export function deedsOf(view: MatterView, officer: Officer): Deeds {
  const isClosed = view.status === 'closed';
  const isMine = isHeldBy(view, officer);
  const isOthers = isHeld(view) && !isMine;
  const leads = officer.role !== 'officer';
  const isFree = !isClosed && !isOthers;
  return {
    ...ofFree(view, isFree),
    claim: isFree && !isMine,
    ...ofSupervisors(isOthers && leads, { isMine, isFree }),
    reopen: isClosed || view.status === 'forwarded',
  };
}
