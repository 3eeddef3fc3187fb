import type { z } from 'zod';
import type { Values } from '../../core/json.ts';
import type { Flow, FlowBook, Path } from '../flow.ts';
import type { Expects, Frame, Pending, TurnContext } from '../types.ts';

/** A way from one step to another of the same flow; `label` says what leads there. */
export interface Link {
  readonly label: string;
  readonly to: string;
  readonly path: Path;
}

/** Words that a step says. */
export interface StepText {
  readonly text: string;
  readonly path: Path;
  /** True for content that may be longer than a message: the rest comes with LAGI. */
  readonly long?: boolean;
}

/** What a step wants to know. */
export interface Question {
  /** Left open: as the kind of answer says. */
  readonly expects: Expects | undefined;
  /** Name that the answer is kept under, when one is. */
  readonly save: string | undefined;
  /** Kinds of answer that are understood. */
  readonly kinds: readonly string[];
  /** Words that are an answer here although they mean something everywhere: LAGI, YA ... */
  readonly words: readonly string[];
  /** The question in simpler words. */
  readonly simpler: string | undefined;
  /** Names that are no longer known when this is asked again. */
  readonly forget: readonly string[];
}

/** An action as a step asks for it. */
export interface StepAction {
  readonly action: string;
  readonly inputs: readonly string[];
  readonly outcomes: readonly string[];
  /** Values that do not replace what the person said. */
  readonly keep: readonly string[];
}

/** Where a step is run: its dialogue, and the world. */
export interface Here {
  readonly book: FlowBook;
  readonly flow: Flow;
  readonly frame: Frame;
  readonly pending: Pending | undefined;
  readonly context: TurnContext;
}

/** What a step made of being reached or answered. */
export type Turn =
  /** Waits for the person. */
  | {
      readonly to: 'question';
      readonly text: string;
      readonly pending?: Pending;
      readonly frame?: Frame;
    }
  /** Not an answer: `text` says what is wrong and how to answer. */
  | {
      readonly to: 'miss';
      readonly text: string;
      /** What the machine had asked is still open. */
      readonly pending?: Pending;
    }
  | {
      readonly to: 'step';
      readonly step: string;
      readonly frame: Frame;
      /** Words that stand before the next question. */
      readonly said?: string;
    }
  /** Answers the question of another step of this flow. */
  | {
      readonly to: 'answer';
      readonly step: string;
      readonly text: string;
      readonly frame: Frame;
    }
  | { readonly to: 'action'; readonly action: string; readonly input: Values }
  | { readonly to: 'end'; readonly text: string }
  | { readonly to: 'flow'; readonly flow: string; readonly text: string };

/** One node of a flow. */
export interface Step {
  readonly kind: string;
  readonly links: readonly Link[];
  readonly texts: readonly StepText[];
  /** Answer names that it reads, and where. */
  readonly reads: readonly { readonly name: string; readonly path: Path }[];
  /** Answer names that it sets -> kind of answer, when known. */
  readonly gives: Readonly<Record<string, string | undefined>>;
  readonly question?: Question;
  readonly action?: StepAction;
  /** The flow that it goes to. */
  readonly flow?: string;
  enter(here: Here): Turn;
  answer?(text: string, here: Here): Turn;
}

/** A kind of step: one file each, one line in `index.ts`. */
export interface StepKind {
  /** The key that makes a step one of this kind. */
  readonly name: string;
  /** Reads a step as it stands in the file, or says what is wrong. */
  read(value: unknown): { readonly step: Step } | { readonly issues: readonly z.core.$ZodIssue[] };
}

/** Each shape reads a few steps, at the start: writing out a faster reader for it takes longer than it saves. */
export const once = { jitless: true } as const;

type Made = Omit<Step, 'kind' | 'reads' | 'gives'> & Partial<Pick<Step, 'reads' | 'gives'>>;

/** Makes a kind of step of its shape and what a step of that shape does. */
export function stepKind<Shape>(
  name: string,
  schema: z.ZodType<Shape>,
  make: (shape: Shape) => Made,
): StepKind {
  return {
    name,
    read(value) {
      const parsed = schema.safeParse(value, once);
      if (!parsed.success) return { issues: parsed.error.issues };
      return { step: { kind: name, reads: [], gives: {}, ...make(parsed.data) } };
    },
  };
}
