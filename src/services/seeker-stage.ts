import type { RegisteredSeeker, SeekerStage } from '../store/registered-seekers.ts';

/** Where a seeker stands on `today` (`YYYY-MM-DD`): a card is valid on its last day too. */
export function stageOf(
  { card, status }: Pick<RegisteredSeeker, 'card' | 'status'>,
  today: string,
): SeekerStage {
  if (card) return card.endsOn >= today ? 'card' : 'ended';
  return status;
}
