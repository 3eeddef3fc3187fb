import { z } from 'zod';
import { matchAnswer, questionIndex, type QuestionIndex } from '../language/question-match.ts';
import { recordAudit } from '../store/audit.ts';
import type { Officer } from '../store/officers.ts';
import {
  deleteReadyAnswer,
  putReadyAnswer,
  selectReadyAnswers,
  type ReadyAnswerStatus,
  type StoredAnswer,
} from '../store/ready-answers.ts';
import type { Db } from '../store/store.ts';
import { checkText, fillText, TextError, type TextProblem } from './office-texts.ts';
import { officeFacts, type OfficeFacts } from './offices.ts';
import { filedAnswers, type FiledAnswer } from './ready-answer-files.ts';

export { countOffers, type ReadyAnswerStatus } from '../store/ready-answers.ts';

/** An answer ready for a question that is asked again and again, as an office has it. */
export interface ReadyAnswer extends FiledAnswer {
  readonly status: ReadyAnswerStatus;
  /** `file`: as it came with the program; `changed`: the office's words over it; `own`: added. */
  readonly origin: 'file' | 'changed' | 'own';
  /** Epoch milliseconds; null for what came with the program. */
  readonly updatedAt: number | null;
}

/** One SMS holds so much; with number and reply-by the first reply then fits two. */
export const longestAnswer = 160;

function ofFile(answer: FiledAnswer): ReadyAnswer {
  return { ...answer, status: 'published', origin: 'file', updatedAt: null };
}

function ofOffice(row: StoredAnswer, filed: boolean): ReadyAnswer {
  const { key: id, answer: text, checkedOn: checked, questions, needs, source } = row;
  const { confirmed, status, updatedAt } = row;
  const origin = filed ? 'changed' : 'own';
  return { id, text, checked, questions, needs, source, confirmed, status, updatedAt, origin };
}

function overlay(rows: readonly StoredAnswer[]): readonly ReadyAnswer[] {
  const own = new Map(rows.map((row) => [row.key, row]));
  const filed = filedAnswers();
  const ids = new Set(filed.map(({ id }) => id));
  const changed = filed.map((answer) => {
    const row = own.get(answer.id);
    return row ? ofOffice(row, true) : ofFile(answer);
  });
  return [
    ...changed,
    ...rows.filter(({ key }) => !ids.has(key)).map((row) => ofOffice(row, false)),
  ];
}

/** All answers of an office: those of the program, what it has changed and added, drafts too. */
export async function listReadyAnswers(db: Db, office: string): Promise<readonly ReadyAnswer[]> {
  return overlay(await selectReadyAnswers(db, office));
}

interface Known {
  readonly stamp: string;
  readonly index: QuestionIndex;
  readonly texts: ReadonlyMap<string, string>;
}

// Made in some 10 ms; another process may have changed the texts, so each is known by its stamp.
const known = new Map<string, Known>();

async function knownOf(db: Db, office: string): Promise<Known> {
  const rows = await selectReadyAnswers(db, office);
  const stamp = rows.map(({ id, updatedAt, status }) => `${id} ${updatedAt} ${status}`).join();
  const before = known.get(office);
  if (before?.stamp === stamp) return before;
  const published = overlay(rows).filter(({ status }) => status === 'published');
  const texts = new Map(published.map(({ id, text }) => [id, text]));
  const made = { stamp, index: questionIndex(published), texts };
  known.set(office, made);
  return made;
}

/** The published answer that a question clearly asks for, with the office's facts; mostly none. */
export async function findReadyAnswer(
  db: Db,
  office: string,
  question: string,
): Promise<{ readonly id: string; readonly text: string } | undefined> {
  const { index, texts } = await knownOf(db, office);
  const id = matchAnswer(index, question);
  const text = id === undefined ? undefined : texts.get(id);
  if (id === undefined || text === undefined) return undefined;
  return { id, text: fillText(text, await officeFacts(db, office)) };
}

/** What an officer types of a ready answer. */
export interface ReadyAnswerForm {
  /** The key of the answer that is changed; left out for a new one. */
  readonly id?: string;
  readonly questions: readonly string[];
  readonly needs?: readonly string[];
  readonly text: string;
  readonly source: string;
  readonly checked: string;
  readonly confirmed: boolean;
  readonly status: ReadyAnswerStatus;
}

/** Why the words of a ready answer cannot go out. Empty: they can. A draft may be unfinished. */
export function checkReadyAnswer(form: ReadyAnswerForm, facts: OfficeFacts): TextProblem[] {
  const { questions, text, source, checked, status } = form;
  if (status === 'draft') {
    return text.trim() === '' ? [{ field: 'text', problem: 'empty', detail: '' }] : [];
  }
  const few = questions.filter((one) => one.trim() !== '').length < 2;
  return [
    ...checkText(text, { field: 'text', values: facts, longest: longestAnswer }),
    ...(few ? [{ field: 'questions', problem: 'too-few', detail: '2' } as const] : []),
    ...(source.trim() === '' ? [{ field: 'source', problem: 'empty', detail: '' } as const] : []),
    ...(z.iso.date().safeParse(checked).success
      ? []
      : [{ field: 'checked', problem: 'no-date', detail: checked } as const]),
  ];
}

/** Who changes an office's texts, and when. */
export interface TextDeed {
  readonly officer: Pick<Officer, 'id' | 'role' | 'office'>;
  /** The office whose texts are meant: the officer's own, or one that the province looks after. */
  readonly office: string;
  readonly now: Date;
}

async function audit(db: Db, action: string, subject: string, deed: TextDeed): Promise<void> {
  const { officer, office, now } = deed;
  const actor = `officer:${officer.id}`;
  await recordAudit(db, { at: now.getTime(), actor, action, subject, detail: { office } });
}

/** A draft is anybody's; only a supervisor or admin says that it may go out. */
function statusFor({ role }: TextDeed['officer'], wanted: ReadyAnswerStatus): ReadyAnswerStatus {
  return role === 'officer' ? 'draft' : wanted;
}

/**
 * Keeps a ready answer of an office: a change of the program's, or one of its own. An officer's
 * becomes a draft that a supervisor publishes. Gives its key.
 * @throws TextError with all that is wrong
 */
export async function saveReadyAnswer(
  db: Db,
  form: ReadyAnswerForm,
  deed: TextDeed,
): Promise<string> {
  const status = statusFor(deed.officer, form.status);
  const problems = checkReadyAnswer({ ...form, status }, await officeFacts(db, deed.office));
  if (problems.length > 0) throw new TextError(problems);
  const key = form.id ?? `own-${deed.now.getTime().toString(36)}`;
  const { text, source, checked, confirmed, needs = [] } = form;
  await putReadyAnswer(db, deed.office, {
    key,
    questions: form.questions.map((one) => one.trim()).filter((one) => one !== ''),
    needs,
    answer: text.trim(),
    source: source.trim(),
    checkedOn: checked,
    confirmed,
    status,
    officerId: deed.officer.id,
    updatedAt: deed.now.getTime(),
  });
  await audit(db, 'ready-answer.save', key, deed);
  return key;
}

/** Publishes or disables an answer as it stands; false when there is none with this key. */
export async function setReadyAnswerStatus(
  db: Db,
  key: string,
  status: ReadyAnswerStatus,
  deed: TextDeed,
): Promise<boolean> {
  const answers = await listReadyAnswers(db, deed.office);
  const answer = answers.find(({ id }) => id === key);
  if (!answer) return false;
  await saveReadyAnswer(db, { ...answer, status }, deed);
  return true;
}

/** Takes the office's words back: the program's answer stands again, one of its own is gone. */
export async function resetReadyAnswer(db: Db, key: string, deed: TextDeed): Promise<boolean> {
  const gone = await deleteReadyAnswer(db, deed.office, key);
  if (gone) await audit(db, 'ready-answer.reset', key, deed);
  return gone;
}
