import type { Medium } from '../core/message.ts';
import type { Json, Values } from '../core/json.ts';
import type { Turn } from './steps/step.ts';

/** The kind of answer waited for, as outside programs know it (`npm run chat -- --json`). */
export type Expects =
  | 'nik'
  | 'name'
  | 'education'
  | 'skill'
  | 'area'
  | 'confirm'
  | 'number'
  | 'choice'
  | 'date'
  | 'phone'
  | 'money'
  | 'text';

/** A dialogue in progress or set aside. JSON only. */
export interface Frame {
  readonly flow: string;
  /** Short hash of the flow file; when it changed and the step is gone, the dialogue restarts with its answers. */
  readonly version: string;
  readonly step: string;
  readonly answers: Values;
  /** What a first message said of a field and was not right; asked about when its turn comes. */
  readonly wrong?: Readonly<Record<string, Parsed>>;
  /** Names of answers that an action gave, not the person. */
  readonly given?: readonly string[];
  /** Steps whose questions were answered, the latest last: KEMBALI goes back. */
  readonly back?: readonly string[];
}

/** State of a contact between two turns. JSON only, stored encrypted. */
export interface Conversation extends Frame {
  /** Dialogues interrupted by this one, the latest last. */
  readonly stack: readonly Frame[];
  /** How often in a row the pending question was not answered. */
  readonly misses: number;
  /** When the pending question was asked, ISO 8601; it expires after 24 h. */
  readonly askedAt: string;
  /** A question the machine itself has put ("Maksud Anda ...?", resume, which of two villages). */
  readonly pending?: Pending;
  /** True when the last reply had no room for the question: something else was asked with it. */
  readonly unsaid?: boolean;
  /** What did not fit into the reply: LAGI sends the first and keeps the rest. */
  readonly pages?: readonly string[];
  /** Public id of the message with this question, when the machine asked it unasked. */
  readonly unasked?: string;
  /** While an action runs: words that will stand before the next question. */
  readonly said?: string;
  /** While an action runs: steps passed since the person wrote, to notice a loop. */
  readonly passed?: number;
}

/** A question above the step's own, one at a time. */
export type Pending =
  /** "Maksud Anda LOWONGAN? Balas YA": YA is read as `text`. */
  | { readonly kind: 'suggestion'; readonly text: string }
  /** An expired dialogue: YA asks its question again. */
  | { readonly kind: 'resume' }
  /** The answer fits several values: a number, or words of one label, chooses. */
  | { readonly kind: 'options'; readonly options: readonly Option[] }
  /** An unlikely answer: YA or the same again accepts it. */
  | { readonly kind: 'doubt'; readonly value: Json };

export interface Option {
  readonly label: string;
  readonly value: Json;
}

/** Words before the question that waits; with `-alone` behind the name where none waits. */
export type AsideWords = 'late-button' | 'number-joined' | 'number-noted';

/** What a text was taken to mean; input of `advance`. */
export type FlowEvent =
  /** A service's keyword; `text` is the rest of the message, `values` what is known of it already. */
  | {
      readonly kind: 'start';
      readonly flow: string;
      readonly text: string;
      readonly values?: Values;
    }
  /** Words for the officer who holds this matter: the machine stays silent. */
  | { readonly kind: 'pass'; readonly matter: string; readonly text: string }
  /** An escape word: MENU, BATAL, KEMBALI, LAGI ... in its canonical spelling. */
  | { readonly kind: 'word'; readonly word: string }
  /** A new answer to a question of this dialogue that was answered before. */
  | { readonly kind: 'correct'; readonly step: string; readonly text: string }
  /** An answer to the pending question, or words that nothing else explains. */
  | {
      readonly kind: 'text';
      readonly text: string;
      /** What the pending question made of it, when it was tried on that already. */
      readonly turn?: Turn | undefined;
    }
  /** Something is told (`words` of templates/replies), and the question that waits is asked again. */
  | { readonly kind: 'again'; readonly words: AsideWords }
  /** The service is not open to who writes by SMS from abroad: one sentence, nothing moves. */
  | { readonly kind: 'shut' }
  /** Near miss of a keyword: asks "Maksud Anda ...?". */
  | { readonly kind: 'suggest'; readonly word: string; readonly text: string }
  /** What came of the action that the last move asked for. */
  | {
      readonly kind: 'outcome';
      readonly action: string;
      readonly name: string;
      readonly values: Values;
    };

/** What a move wants done. At most one `do`, always last; its outcome is the next event. At most one reply a turn. */
export type Effect =
  | { readonly kind: 'reply'; readonly text: string }
  | {
      readonly kind: 'do';
      readonly action: string;
      readonly input: Values;
      /** Nobody waits for what comes of it, and nothing is said. */
      readonly silent?: true;
    };

export interface Move {
  readonly conversation: Conversation | null;
  readonly effects: readonly Effect[];
}

/** A question or complaint that the office has open with this person. */
export interface TalkedMatter {
  /** As it is shown: `K1311`. */
  readonly number: string;
  readonly kind: 'K' | 'A';
  readonly status: 'open' | 'claimed' | 'answered';
  /** When the person wrote last about it or an officer did, epoch milliseconds. */
  readonly activeAt: number;
  /** When an answer was last given that YA or BELUM may be said to, epoch milliseconds. */
  readonly answeredAt: number | null;
  /** Urgent: nothing asks for a YA. */
  readonly urgent: boolean;
  /** Of a person in danger: the number was never told, and is not known to whoever types it. */
  readonly untold: boolean;
}

/** What a move may know of the world outside the conversation. */
export interface TurnContext {
  readonly now: Date;
  readonly medium: Medium;
  /** Office facts for placeholders: `kantor`, `alamat`, `jam`, `telepon`, ... */
  readonly facts: Readonly<Record<string, string>>;
  /** Code of the office's regency, e.g. `35.08`: whose villages are meant. */
  readonly office: string;
  /** What is open with this person, the latest first; left out: nothing. */
  readonly matters?: readonly TalkedMatter[];
  /** Somebody in another country, by SMS: only what helps there is open. */
  readonly abroad?: boolean;
  /** A number that was silent for long, and may be somebody else's: what an earlier holder had is kept apart. */
  readonly unproven?: boolean;
}

/** What a kind of answer made of a text. */
export type Parsed =
  | {
      readonly kind: 'value';
      readonly value: Json;
      /** How it is read back; the value itself when left out. */
      readonly shown?: string;
    }
  /** Wrong: `problem` names a text in templates/replies, `values` fill its placeholders. */
  | { readonly kind: 'wrong'; readonly problem: string; readonly values?: Values }
  /** Fits several values. */
  | {
      readonly kind: 'options';
      readonly problem: string;
      readonly options: readonly Option[];
      readonly values?: Values;
    }
  /** Possible but unlikely: asked once more. */
  | {
      readonly kind: 'doubt';
      readonly problem: string;
      readonly value: Json;
      readonly values?: Values;
    };

export interface AnswerContext {
  readonly now: Date;
  readonly office: string;
}

/** A kind of answer; one file each in answers/. Pure. */
export interface AnswerKind {
  readonly name: string;
  readonly expects: Expects;
  /** True when what stands behind a keyword can only be meant as this: what is wrong with it is said. */
  readonly meant?: boolean;
  /** `text` is clean (see language/clean) and not empty. */
  parse(text: string, context: AnswerContext): Parsed;
  /** How a value is shown to the person, e.g. `12-01-1999`, `Kec. Pasirian`. */
  show(value: Json): string;
}
