import { shownDate } from '../core/format.ts';
import { showNumber } from '../core/number.ts';
import { cardsOfSeeker } from '../store/ak1-cards.ts';
import { consentsOfPerson, type GivenConsent } from '../store/consents.ts';
import type { Eyes } from '../store/matter-lists.ts';
import { noticeOfSeeker } from '../store/notices.ts';
import { phonesOfPerson, placementsOf } from '../store/person-copy.ts';
import type { RegisteredSeeker } from '../store/registered-seekers.ts';
import { applicationsOf } from '../store/seeker-links.ts';
import { notesOfSeeker } from '../store/seeker-notes.ts';
import type { Db } from '../store/store.ts';
import { phoneParts } from './copy-of-phones.ts';
import { copyWords, moment, type CopyLine, type CopyPart } from './copy-parts.ts';
import { readProfiles } from './seeker-profile.ts';
import { sheetGroups } from './seeker-sheet.ts';

/** A YA in one sentence: its words, version, when, by what, how, and when it was taken back. */
export function consentLine(consent: GivenConsent): CopyLine {
  const { purpose, text, version, medium, said, givenAt, withdrawnAt } = consent;
  const value = copyWords('consent', {
    teks: text,
    versi: version,
    cara: copyWords(`by-${medium ?? 'unknown'}`),
    waktu: moment(givenAt),
    jawab: said === null ? '' : copyWords('consent-said', { jawab: said }),
    dicabut:
      withdrawnAt === null ? '' : copyWords('consent-withdrawn', { waktu: moment(withdrawnAt) }),
  });
  return { label: copyWords(`consent-${purpose}`), value };
}

const ended = (on: string | null): string =>
  on === null ? '' : copyWords('card-ended', { tanggal: shownDate(on) });

async function cardParts(db: Db, seekerId: number): Promise<readonly CopyPart[]> {
  const cards = await cardsOfSeeker(db, seekerId);
  const reports = await placementsOf(
    db,
    cards.map(({ id }) => id),
  );
  return [
    {
      title: copyWords('cards'),
      lines: cards.map(({ number, issuedOn, endsOn, endedOn }) => {
        const days = { terbit: shownDate(issuedOn), sampai: shownDate(endsOn) };
        return { label: number, value: copyWords('card', { ...days, akhir: ended(endedOn) }) };
      }),
    },
    {
      title: copyWords('reports'),
      lines: reports.map(({ reportedOn, said, employer }) => ({
        label: shownDate(reportedOn),
        value: [copyWords(`said-${said}`), employer].filter(Boolean).join(', '),
      })),
    },
  ];
}

async function proofParts(db: Db, seeker: RegisteredSeeker): Promise<readonly CopyPart[]> {
  const notice = await noticeOfSeeker(db, seeker.id);
  const told = [
    { label: copyWords('notice-version'), value: notice?.version ?? '' },
    { label: copyWords('notice-text'), value: notice?.text ?? '' },
  ];
  const consents = await consentsOfPerson(db, seeker.personId);
  return [
    { title: copyWords('notice'), lines: told.filter(({ value }) => value !== '') },
    { title: copyWords('consents'), lines: consents.map(consentLine) },
  ];
}

async function officeParts(db: Db, seeker: RegisteredSeeker): Promise<readonly CopyPart[]> {
  const notes = await notesOfSeeker(db, seeker.id);
  const applied = await applicationsOf(db, seeker.personId);
  return [
    {
      title: copyWords('notes'),
      lines: notes.map(({ heldOn, text }) => ({ label: shownDate(heldOn), value: text })),
    },
    {
      title: copyWords('applications'),
      lines: applied.map(({ vacancyNumber, title, employer, createdAt }) => ({
        label: `${showNumber('L', vacancyNumber)} ${moment(createdAt)}`,
        value: `${title}, ${employer}`,
      })),
    },
  ];
}

/**
 * Everything that is stored of a person, sealed columns opened and the NIK whole, in the order of a
 * paper (UU PDP articles 7 and 13). Of phones that several use, of danger, and of what `eyes` may not
 * see nothing is told but that it may be there.
 */
export async function personCopy(
  db: Db,
  seeker: RegisteredSeeker,
  eyes: Eyes,
): Promise<readonly CopyPart[]> {
  const profile = (await readProfiles(db, [seeker.id])).get(seeker.id) ?? {};
  const groups = sheetGroups('ak2', seeker, { profile, fullNik: true });
  const phones = await phonesOfPerson(db, seeker.personId);
  const parts = [
    ...groups.map(({ title, fields }) => ({
      title,
      lines: fields.filter(({ value }) => value !== ''),
    })),
    {
      title: copyWords('phones'),
      lines: phones.map(({ role, userId }) => ({
        label: copyWords(`role-${role}`),
        value: userId,
      })),
    },
    ...(await cardParts(db, seeker.id)),
    ...(await officeParts(db, seeker)),
    ...(await proofParts(db, seeker)),
    ...(await phoneParts(db, seeker.personId, eyes)),
    {
      title: copyWords('left-out'),
      lines: [{ label: '', value: copyWords('left-out-why') }],
    },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}
