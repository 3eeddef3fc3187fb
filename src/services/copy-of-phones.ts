import { localDate, shownDate } from '../core/format.ts';
import { textOf } from '../core/json.ts';
import { showNumber } from '../core/number.ts';
import { findAlert } from '../store/job-alerts.ts';
import type { Eyes } from '../store/matter-lists.ts';
import { listThreads } from '../store/matter-messages.ts';
import { listBodies } from '../store/message-bodies.ts';
import {
  calmMatters,
  filesOfContacts,
  ownContacts,
  type CalmMatter,
} from '../store/person-copy.ts';
import type { Db } from '../store/store.ts';
import { copyWords, moment, type CopyPart } from './copy-parts.ts';

async function matterPart(db: Db, matters: readonly CalmMatter[]): Promise<CopyPart> {
  const entries = await listThreads(
    db,
    matters.map(({ id }) => id),
  );
  const numbers = new Map(matters.map(({ id, kind, number }) => [id, showNumber(kind, number)]));
  const said = entries.filter(({ kind }) => kind === 'message');
  const lines = said.map(({ matterId, direction, at, text }) => {
    const who = copyWords(direction === 'in' ? 'from-person' : 'from-office');
    return { label: `${numbers.get(matterId) ?? ''} ${moment(at)} ${who}`, value: text };
  });
  return { title: copyWords('matters'), lines };
}

async function messagePart(db: Db, contactIds: readonly number[]): Promise<CopyPart> {
  const bodies = await Promise.all(contactIds.map((id) => listBodies(db, id)));
  const said = bodies.flat().filter(({ text }) => text !== '');
  const lines = said
    .toSorted((a, b) => a.at - b.at)
    .map(({ direction, at, text }) => {
      const who = copyWords(direction === 'in' ? 'from-person' : 'from-office');
      return { label: `${moment(at)} ${who}`, value: text };
    });
  return { title: copyWords('messages'), lines };
}

async function alertPart(db: Db, contactIds: readonly number[]): Promise<CopyPart> {
  const alerts = await Promise.all(contactIds.map((id) => findAlert(db, id)));
  const lines = alerts.flatMap((alert) => {
    if (!alert) return [];
    const until = shownDate(localDate(new Date(alert.endsAt)));
    return [{ label: copyWords('alert-until', { tanggal: until }), value: textOf(alert.words) }];
  });
  return { title: copyWords('alert'), lines };
}

/** What was said and sent from phones that are this person's alone. */
export async function phoneParts(
  db: Db,
  personId: number,
  eyes: Eyes,
): Promise<readonly CopyPart[]> {
  const contactIds = await ownContacts(db, personId);
  const matters = await calmMatters(db, contactIds, eyes);
  const ids = matters.map(({ id }) => id);
  const files = await filesOfContacts(db, contactIds, ids);
  const fileLines = files.map(({ kind, size, receivedAt }) => {
    const besar = String(size ?? 0);
    return {
      label: kind,
      value: copyWords('file', { jenis: kind, besar, waktu: moment(receivedAt) }),
    };
  });
  return [
    await alertPart(db, contactIds),
    await matterPart(db, matters),
    { title: copyWords('files'), lines: fileLines },
    await messagePart(db, contactIds),
  ];
}
