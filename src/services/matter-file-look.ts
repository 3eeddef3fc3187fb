import { countOwnAudit, recordAudit } from '../store/audit.ts';
import { listMatterAttachments, type MatterAttachment } from '../store/matter-attachments.ts';
import { findListed } from '../store/matter-lists.ts';
import type { Db } from '../store/store.ts';
import type { AttachmentFiles } from './attachment-files.ts';
import { shownAs } from './file-types.ts';
import { fileView, type FileView } from './matter-files.ts';
import { eyesOf, type Beholder } from './matter-sight.ts';
import { matterNumber } from './matter-views.ts';

/** A file to be shown: its bytes and what they are. */
export interface OpenedFile {
  readonly view: FileView;
  /** Media type by content, one of file-types.ts. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** A file by the number of its matter and its own id. */
export interface WantedFile {
  readonly number: string;
  readonly id: string;
}

/** Who looks, and when. */
interface Look {
  readonly officer: Beholder;
  readonly now: Date;
}

/** A page shows its pictures anew at each change: one line in the trail is enough for a while. */
const sameLook = 600_000;

async function noteLook(db: Db, number: string, { officer, now }: Look): Promise<void> {
  const actor = `officer:${officer.id}`;
  const deed = { actor, action: 'matter.file-view', subject: number };
  if ((await countOwnAudit(db, deed, now.getTime() - sameLook)) > 0) return;
  await recordAudit(db, { ...deed, at: now.getTime() });
}

/** The file with this id of the matter with this number, when the officer may see it. */
async function findFile(
  db: Db,
  { number, id }: WantedFile,
  officer: Beholder,
): Promise<MatterAttachment | undefined> {
  const [eyes, wanted] = [eyesOf(officer), matterNumber(number)];
  const matter = eyes && wanted && (await findListed(db, eyes, wanted));
  if (!matter) return undefined;
  const found = await listMatterAttachments(db, [matter.id]);
  return found.find(({ publicId }) => publicId === id);
}

/**
 * A file of a matter, its look noted in the audit trail; undefined when there is none, or not for
 * this officer's eyes, or its bytes are not here.
 */
export async function openMatterFile(
  db: Db,
  files: AttachmentFiles,
  wanted: WantedFile,
  look: Look,
): Promise<OpenedFile | undefined> {
  const found = await findFile(db, wanted, look.officer);
  if (!found || found.file === null || found.type === null) return undefined;
  const bytes = shownAs(found.type) && (await files.read(found.file));
  if (!bytes) return undefined;
  await noteLook(db, wanted.number, look);
  return { view: fileView(found), type: found.type, bytes };
}
