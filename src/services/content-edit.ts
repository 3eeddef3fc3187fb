import { recordAudit } from '../store/audit.ts';
import { changeOfficeSettings } from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import { knownFacts } from './content.ts';

/** A fact as an officer has written it. */
export interface FactForm {
  readonly name: string;
  readonly text: string;
  readonly source: string;
  /** `YYYY-MM-DD` */
  readonly checked: string;
  readonly confirmed: boolean;
}

/** Who changes a text of an office, and when. */
export interface Editor {
  readonly officerId: number;
  readonly office: string;
  readonly now: Date;
}

/**
 * Keeps what an officer has written of a fact, in the caller's transaction. From then on the office
 * tells it at once.
 * @throws Error when there is no fact of this name
 */
export async function saveFact(db: Db, form: FactForm, editor: Editor): Promise<void> {
  const { name, text, source, checked, confirmed } = form;
  const { office } = editor;
  if (!knownFacts(office).has(name)) throw new Error(`there is no fact ${name}`);
  await changeOfficeSettings(db, office, (settings) => ({
    ...settings,
    facts: { ...settings.facts, [name]: text },
    factNotes: { ...settings.factNotes, [name]: { source, checked, confirmed } },
  }));
  await audit(db, 'content.change', name, editor);
}

async function audit(db: Db, action: string, name: string, editor: Editor): Promise<void> {
  const { officerId, office, now } = editor;
  await recordAudit(db, {
    at: now.getTime(),
    actor: `officer:${officerId}`,
    action,
    subject: `content:${name}`,
    detail: { office },
  });
}

const without = <Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));

/** Takes an office's change of a fact back: the words of the files stand again. */
export async function resetFact(db: Db, name: string, editor: Editor): Promise<void> {
  await changeOfficeSettings(db, editor.office, ({ facts = {}, factNotes = {}, ...settings }) => ({
    ...settings,
    facts: without(facts, name),
    factNotes: without(factNotes, name),
  }));
  await audit(db, 'content.reset', name, editor);
}

/** Days after which the office's lists of agencies count as old; the program's own when left out. */
export async function saveAgencyListDays(db: Db, days: number, editor: Editor): Promise<void> {
  await changeOfficeSettings(db, editor.office, (settings) => ({
    ...settings,
    agencyListDays: days,
  }));
  await audit(db, 'content.change', 'agency-list-days', editor);
}
