import type { FlowMistake } from '../core/errors.ts';
import { checkFlowLengths, checkReplyLengths } from './checks/lengths.ts';
import { checkFlowNames } from './checks/names.ts';
import { checkStructure } from './checks/structure.ts';
import type { Flow, FlowBook } from './flow.ts';
import type { Replies } from './replies.ts';
import type { Samples } from './samples.ts';

/** Everything that was read, also of flows that share a name. */
export interface Checked {
  readonly flows: readonly Flow[];
  readonly said: Replies;
  readonly samples: Samples;
}

/** Finds what would go wrong in a conversation: dead ends, unknown names, texts too long for SMS. */
export function checkBook(book: FlowBook, { flows, said, samples }: Checked): FlowMistake[] {
  return [
    ...checkStructure(flows),
    ...flows.flatMap((flow) => checkFlowNames(flow, book, samples)),
    ...flows.flatMap((flow) => checkFlowLengths(flow, samples)),
    ...checkReplyLengths(said, book, samples),
  ];
}
