/*
 * Questions (K) and complaints (A) that officers answer:
 *
 *   open -> claimed -> answered -> closed       forwarded: another body answers
 *
 * An answer claims an unclaimed matter. A person's text after an answer brings it back to the
 * officer, BELUM to all, YA or two working days of silence close it. A claim lapses.
 */
export { answerText, forwardMatter, replyToMatter } from './matter-answers.ts';
export { viewMatter, viewMatters } from './matter-audit.ts';
export {
  claimMatter,
  closeMatter,
  handOverMatter,
  noteMatter,
  releaseMatter,
  reopenMatter,
} from './matter-deeds.ts';
export { ClaimedError, type OfficerDeed } from './matter-held.ts';
export {
  addFromContact,
  confirmMatter,
  openMatter,
  openMattersOf,
  type MatterForm,
  type MatterNow,
  type OpenMatter,
  type ToldMatter,
} from './matter-people.ts';
export type { EntryView } from './matter-thread.ts';
export { queueOf, type QueueRank } from './matter-queue.ts';
export { eyesOf, maySee, type Beholder } from './matter-sight.ts';
export {
  getMatter,
  listMatters,
  matterNumber,
  type MatterQuery,
  type MatterView,
  type MessageView,
} from './matter-views.ts';
