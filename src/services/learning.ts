import { maskNiks } from '../core/nik.ts';
import { groupAlike, type Group } from '../language/likeness.ts';
import type { KeptClassifier } from '../language/classifier.ts';
import { learn, servicesKnown, takeLearnt, teach, type Lesson } from '../language/understand.ts';
import { recordAudit } from '../store/audit.ts';
import {
  addLearningText,
  dropLearningTexts,
  listLearningTexts,
  moveLearningTexts,
  type LearningText,
  type MoveWhich,
} from '../store/learning.ts';
import type { Officer } from '../store/officers.ts';
import { longRead } from '../store/reads.ts';
import type { Db, Store } from '../store/store.ts';

export type { LearningText } from '../store/learning.ts';

const contactDetail = /\S+@\S+|https?:\/\/\S+|\b\d[\d .-]{4,}\d\b/giu;
const ownName =
  /(?<!\p{L})(nama(?:\s+(?:lengkap|saya|sy|aku))*|atas nama|a\/n|jenengku|jeneng)[\s:=]+\p{L}[\p{L}.'’-]*(?:\s+\p{L}[\p{L}.'’-]*){0,3}/giu;

/** Longest text that is kept: more is hardly one wish. */
const longest = 300;

/** The text without what identifies a person: numbers, addresses of mail, the name said behind `nama saya`. */
export function withoutPerson(text: string): string {
  return maskNiks(text)
    .replace(ownName, '$1 ...')
    .replace(contactDetail, '...')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, longest);
}

/** Keeps a text that nothing explained, so that officers can say what was wanted. */
export async function keepUnknown(
  db: Db,
  { office, text }: { readonly office: string; readonly text: string },
  now: Date,
): Promise<void> {
  const kept = withoutPerson(text);
  if (!/\p{L}{2}/u.test(kept)) return;
  await addLearningText(db, { officeCode: office, text: kept }, now.getTime());
}

/** Services that a text may be said to want, by their keywords in small letters; none is no service. */
export function learningServices(): readonly string[] {
  return servicesKnown();
}

/** How many texts one page groups. */
const pageSize = 300;

const province = '35';

type OfOffice = Pick<Officer, 'office'>;

const officeOf = ({ office }: OfOffice): string | undefined =>
  office === province ? undefined : office;

/** Texts of the officer's office that wait for a service, grouped by likeness, the largest group first. */
export async function unknownGroups(db: Db, officer: OfOffice): Promise<Group<LearningText>[]> {
  const query = { status: 'new', office: officeOf(officer), limit: pageSize } as const;
  return groupAlike(await listLearningTexts(db, query), ({ text }) => text);
}

/** The same in the reading thread: 300 texts are understood and compared. */
export const longUnknownGroups = longRead(import.meta.url, unknownGroups);

/** Texts with the service that an officer has said, waiting for a second look. */
export async function assignedTexts(db: Db, officer: Officer): Promise<readonly LearningText[]> {
  return listLearningTexts(db, { status: 'assigned', office: officeOf(officer), limit: pageSize });
}

/** One deed of an officer on several texts. */
export interface LearningDeed {
  readonly officer: Officer;
  readonly ids: readonly string[];
  readonly now: Date;
}

async function audit(
  db: Db,
  { officer, now }: LearningDeed,
  action: string,
  detail: { readonly texts: number; readonly service?: string },
): Promise<void> {
  const actor = `officer:${officer.id}`;
  await recordAudit(db, { at: now.getTime(), actor, action, subject: 'learning', detail });
}

const whichOf = ({ ids, officer }: LearningDeed, from: MoveWhich['from']): MoveWhich => ({
  ids,
  from,
  office: officeOf(officer),
});

/** Says which service the texts wanted. Gives how many; 0 for a service that is not known. */
export async function assignTexts(db: Db, deed: LearningDeed, service: string): Promise<number> {
  if (!servicesKnown().includes(service)) return 0;
  const { officer, now } = deed;
  const change = { status: 'assigned', service, assignedBy: officer.id } as const;
  const texts = await moveLearningTexts(db, whichOf(deed, 'new'), change, now.getTime());
  await audit(db, deed, 'learning.assign', { texts, service });
  return texts;
}

/** Puts aside texts that teach nothing. Gives how many. */
export async function dismissTexts(
  db: Db,
  deed: LearningDeed,
  from: 'new' | 'assigned',
): Promise<number> {
  const change = { status: 'dismissed', reviewedBy: deed.officer.id } as const;
  const texts = await moveLearningTexts(db, whichOf(deed, from), change, deed.now.getTime());
  await audit(db, deed, 'learning.dismiss', { texts });
  return texts;
}

/** Makes assigned texts examples: from now on they are learnt. Gives how many. */
export async function acceptTexts(db: Db, deed: LearningDeed): Promise<number> {
  const change = { status: 'example', reviewedBy: deed.officer.id } as const;
  const texts = await moveLearningTexts(db, whichOf(deed, 'assigned'), change, deed.now.getTime());
  await audit(db, deed, 'learning.accept', { texts });
  return texts;
}

/** All examples that officers have made, of every office. */
export async function learntExamples(db: Db): Promise<readonly LearningText[]> {
  return listLearningTexts(db, { status: 'example', limit: 5_000 });
}

const lessonsOf = (examples: readonly LearningText[]): Lesson[] =>
  examples.flatMap(({ service, text }) => (service === null ? [] : [{ service, text }]));

/** Not their number: one may go as another comes. */
const stampOf = (examples: readonly LearningText[]): string =>
  examples
    .map(({ id, service }) => `${id} ${service}`)
    .toSorted()
    .join();

/** The examples that this process has learnt last. */
let taught = '';

/**
 * Learns the examples of the database beside those of templates/language, within this call: some
 * 0.6 s when there are any. For where nobody waits: a server that starts, a command.
 */
export async function learnExamples(db: Db): Promise<void> {
  const examples = await learntExamples(db);
  teach(lessonsOf(examples));
  taught = stampOf(examples);
}

/** What these examples teach; undefined when there are none. */
export async function learnFrom(
  db: Db,
): Promise<{ readonly stamp: string; readonly learnt?: KeptClassifier }> {
  const examples = await learntExamples(db);
  const lessons = lessonsOf(examples);
  return { stamp: stampOf(examples), ...(lessons.length > 0 && { learnt: learn(lessons).keep() }) };
}

const longLearn = longRead(import.meta.url, learnFrom);

/** The same in the reading thread: a server goes on meanwhile as it was taught before. */
export async function learnApart(store: Store): Promise<void> {
  const { stamp, learnt } = await store.read(longLearn);
  if (learnt) takeLearnt(learnt);
  else teach([]);
  taught = stamp;
}

/** Gives a job that learns the examples when there are others than were learnt last. */
export function openLessons(store: Store): () => Promise<void> {
  return async () => {
    if (stampOf(await learntExamples(store)) !== taught) await learnApart(store);
  };
}

const day = 86_400_000;

/** Drops texts nobody has looked at for 90 days, and what was put aside a week ago; gives how many. */
export async function forgetUnknown(db: Db, now: Date): Promise<number> {
  const at = now.getTime();
  const old = await dropLearningTexts(db, { status: 'new', before: at - 90 * day });
  return old + (await dropLearningTexts(db, { status: 'dismissed', before: at - 7 * day }));
}
