import { localDate, shownDate } from '../core/format.ts';
import { questionWithoutPerson, withoutPerson } from '../language/anonymous.ts';
import { findAddressee } from '../store/canned-replies.ts';
import { listContactPersons } from '../store/persons.ts';
import type { Db } from '../store/store.ts';
import type { MatterView } from './matter-views.ts';
import { matterNumber } from './matter-views.ts';
import { openPhrases } from './phrases.ts';
import type { ReadyAnswerForm } from './ready-answers.ts';

const words = openPhrases('officers/words.yaml');

async function namesOf(db: Db, number: string): Promise<readonly string[]> {
  const wanted = matterNumber(number);
  const matter = wanted && (await findAddressee(db, wanted));
  const persons = matter ? await listContactPersons(db, matter.contactId) : [];
  return persons.map(({ name }) => name);
}

const saidBy = ({ messages }: MatterView, direction: 'in' | 'out'): readonly string[] =>
  messages.filter((message) => message.direction === direction).map(({ text }) => text);

/**
 * A ready answer made of a matter that was answered: the questions in words that are nobody's own,
 * the officer's last answer without names and numbers. Nothing is stored: an officer looks it over
 * and keeps it with `saveReadyAnswer` as a draft, a supervisor publishes it. `text` may be too long,
 * and empty when nothing was answered.
 */
export async function draftReadyAnswer(
  db: Db,
  matter: MatterView,
  now: Date,
): Promise<ReadyAnswerForm> {
  const names = await namesOf(db, matter.number);
  const questions = saidBy(matter, 'in').map((text) => questionWithoutPerson(text, names));
  const officer = matter.assigneeName === null ? [] : [matter.assigneeName];
  const answer = withoutPerson(saidBy(matter, 'out').at(-1) ?? '', [...names, ...officer]);
  const checked = localDate(now);
  return {
    questions: [...new Set(questions.filter((text) => text !== ''))],
    text: answer,
    source: words('draft-source', { tanggal: shownDate(checked) }),
    checked,
    confirmed: false,
    status: 'draft',
  };
}
