import { shownMoment } from '../core/format.ts';
import { recordAudit } from '../store/audit.ts';
import {
  deleteCannedReply,
  findAddressee,
  putCannedReply,
  selectCannedReplies,
  type CannedStatus,
  type MatterAddressee,
  type StoredCanned,
} from '../store/canned-replies.ts';
import { listContactPersons } from '../store/persons.ts';
import type { Db } from '../store/store.ts';
import { filedCanned, type FiledCanned } from './canned-files.ts';
import { matterNumber } from './matter-views.ts';
import { checkText, fillText, TextError, type TextProblem } from './office-texts.ts';
import { officeFacts, type OfficeFacts } from './offices.ts';
import { openPhrases } from './phrases.ts';
import type { TextDeed } from './ready-answers.ts';

/** A reply that officers pick and complete, as an office has it. */
export interface CannedReply extends FiledCanned {
  readonly status: CannedStatus;
  /** `file`: as it came with the program; `changed`: the office's words over it; `own`: added. */
  readonly origin: 'file' | 'changed' | 'own';
}

/** With number, officer's name and "Sudah jelas?" in front and behind, two SMS hold so much. */
export const longestCanned = 240;

const words = openPhrases('officers/words.yaml');

function ofOffice({ key: id, title, text, status }: StoredCanned, filed: boolean): CannedReply {
  return { id, title, text, status, origin: filed ? 'changed' : 'own' };
}

/** All replies of an office: those of the program, what it has changed and added, disabled ones too. */
export async function listCannedReplies(db: Db, office: string): Promise<readonly CannedReply[]> {
  const rows = await selectCannedReplies(db, office);
  const own = new Map(rows.map((row) => [row.key, row]));
  const filed = filedCanned();
  const ids = new Set(filed.map(({ id }) => id));
  const changed = filed.map((reply): CannedReply => {
    const row = own.get(reply.id);
    return row ? ofOffice(row, true) : { ...reply, status: 'published', origin: 'file' };
  });
  return [
    ...changed,
    ...rows.filter(({ key }) => !ids.has(key)).map((row) => ofOffice(row, false)),
  ];
}

/** Values that every reply may name besides the office's facts, as long as they usually are. */
const fields = { nama: 'SITI AMINAH', nomor: 'K1042', balas_sampai: 'Sel 24 Nov 15.00' };

/** What may stand between braces in a canned reply, by name, with values to measure it by. */
export const cannedValues = (facts: OfficeFacts): OfficeFacts => ({ ...facts, ...fields });

/** What an officer types of a canned reply. */
export interface CannedForm {
  /** The key of the reply that is changed; left out for a new one. */
  readonly id?: string;
  readonly title: string;
  readonly text: string;
  readonly status: CannedStatus;
}

/** Why a canned reply cannot be used. Empty: it can. */
export function checkCannedReply({ title, text }: CannedForm, facts: OfficeFacts): TextProblem[] {
  const values = cannedValues(facts);
  return [
    ...(title.trim() === '' ? [{ field: 'title', problem: 'empty', detail: '' } as const] : []),
    ...checkText(text, { field: 'text', values, longest: longestCanned }),
  ];
}

async function audit(db: Db, action: string, subject: string, deed: TextDeed): Promise<void> {
  const { officer, office, now } = deed;
  const actor = `officer:${officer.id}`;
  await recordAudit(db, { at: now.getTime(), actor, action, subject, detail: { office } });
}

/**
 * Keeps a canned reply of an office: a change of the program's, or one of its own. Gives its key.
 * @throws TextError with all that is wrong
 */
export async function saveCannedReply(db: Db, form: CannedForm, deed: TextDeed): Promise<string> {
  const problems = checkCannedReply(form, await officeFacts(db, deed.office));
  if (problems.length > 0) throw new TextError(problems);
  const { now, office, officer } = deed;
  const key = form.id ?? `own-${now.getTime().toString(36)}`;
  const reply = { key, title: form.title.trim(), text: form.text.trim(), status: form.status };
  await putCannedReply(db, office, { ...reply, officerId: officer.id, updatedAt: now.getTime() });
  await audit(db, 'canned-reply.save', key, deed);
  return key;
}

/** Takes the office's words back: the program's reply stands again, one of its own is gone. */
export async function resetCannedReply(db: Db, key: string, deed: TextDeed): Promise<boolean> {
  const gone = await deleteCannedReply(db, deed.office, key);
  if (gone) await audit(db, 'canned-reply.reset', key, deed);
  return gone;
}

/** The person's name where the phone has only one and the officer may know it. */
async function nameFor(db: Db, { privacy, contactId }: MatterAddressee): Promise<string> {
  const persons = privacy === 'open' ? await listContactPersons(db, contactId) : [];
  const [only, other] = persons;
  return only && !other ? only.name : words('unknown-person');
}

/**
 * The replies that an officer may pick for a matter, with their fields filled, disabled ones left
 * out. Who may see the matter is the caller's to check. Empty when there is no such matter.
 */
export async function cannedRepliesFor(
  db: Db,
  number: string,
): Promise<readonly Pick<CannedReply, 'id' | 'title' | 'text'>[]> {
  const wanted = matterNumber(number);
  const matter = wanted && (await findAddressee(db, wanted));
  if (!matter) return [];
  const values = {
    ...(await officeFacts(db, matter.officeCode)),
    nama: await nameFor(db, matter),
    nomor: matter.urgent === 1 ? '' : number,
    balas_sampai: shownMoment(new Date(matter.replyBy)),
  };
  const replies = await listCannedReplies(db, matter.officeCode);
  return replies
    .filter(({ status }) => status === 'published')
    .map(({ id, title, text }) => ({ id, title, text: fillText(text, values) }));
}
