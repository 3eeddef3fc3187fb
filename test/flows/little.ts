import type { Outcome } from '../../src/core/action.ts';
import { loadBook } from '../../src/flows/book.ts';
import { advance } from '../../src/flows/engine.ts';
import type { FlowBook } from '../../src/flows/flow.ts';
import { interpret } from '../../src/flows/interpret.ts';
import type { Conversation, Effect, TurnContext } from '../../src/flows/types.ts';
import { writeFlows } from './flow-files.ts';

const begins = Date.parse('2026-11-23T01:00:00Z');

/** A conversation with little flows: says texts one after the other and keeps the state as JSON. */
export interface Talk {
  readonly book: FlowBook;
  conversation: Conversation | null;
  /** What the last text made the flow ask for, oldest first. */
  done: Extract<Effect, { kind: 'do' }>[];
  /** The reply to a text; undefined when there is silence. */
  say(text: string, hours?: number): string | undefined;
}

/** Outcomes by action, the same each time; `consultations.open` is known. */
export type Outcomes = Readonly<Record<string, Outcome>>;

const known: Outcomes = { 'consultations.open': { name: 'opened', values: { nomor: 'K1001' } } };

/** Begins a talk with these flow files (see `writeFlows`). */
export function talkWith(files: Readonly<Record<string, string>>, outcomes: Outcomes = {}): Talk {
  return talkOver(loadBook(writeFlows(files)), outcomes);
}

/** Begins, or goes on with, a talk over a book that is loaded. */
export function talkOver(
  book: FlowBook,
  outcomes: Outcomes = {},
  before: Conversation | null = null,
): Talk {
  let now = before ? Date.parse(before.askedAt) : begins;
  const talk: Talk = {
    book,
    conversation: before,
    done: [],
    say(text, hours = 0) {
      now += hours * 3_600_000 + 5_000;
      const context: TurnContext = {
        now: new Date(now),
        medium: 'sms',
        facts: {},
        office: '35.08',
      };
      const { event } = interpret(book, talk.conversation, text, context);
      let move = advance(book, talk.conversation, event, context);
      talk.done = [];
      for (let last = move.effects.at(-1); last?.kind === 'do'; last = move.effects.at(-1)) {
        talk.done.push(last);
        const { action } = last;
        const outcome = { ...known, ...outcomes }[action];
        if (last.silent) break;
        if (!outcome) throw new Error(`no outcome for ${action}`);
        const state = JSON.parse(JSON.stringify(move.conversation)) as Conversation;
        move = advance(book, state, { kind: 'outcome', action, ...outcome }, context);
      }
      talk.conversation = JSON.parse(JSON.stringify(move.conversation)) as Conversation | null;
      const [reply] = move.effects;
      return reply?.kind === 'reply' ? reply.text : undefined;
    },
  };
  return talk;
}

/** A flow COBA with these steps, beginning at the first. */
export function flowOf(steps: string, head = ''): Readonly<Record<string, string>> {
  const [, start = ''] = /^ {2}(\w+):/.exec(steps) ?? [];
  return {
    'coba.yaml': `flow: coba\nabout: Mencoba\ntitle: percobaan\nkeywords: [COBA]\n${head}\nstart: ${start}\nsteps:\n${steps}\n`,
  };
}
