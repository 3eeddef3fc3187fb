import { keepWish } from '../../src/services/alert-wishes.ts';
import { addAccount } from '../../src/store/added-accounts.ts';
import { addAttachments, markAttachment } from '../../src/store/attachments.ts';
import { addBroadcast } from '../../src/store/broadcasts.ts';
import { addConsent } from '../../src/store/consents.ts';
import { setSecondFactor } from '../../src/store/credentials.ts';
import { saveDraft } from '../../src/store/drafts.ts';
import { addCardReport, addPlacement } from '../../src/store/held-cards.ts';
import { ensureIndexKey } from '../../src/store/index-key.ts';
import { putAlert } from '../../src/store/job-alerts.ts';
import { addLearningText } from '../../src/store/learning.ts';
import { addMatter } from '../../src/store/matters.ts';
import { putSession } from '../../src/store/officer-sessions.ts';
import { placeIn, sealedColumns } from '../../src/store/sealed-columns.ts';
import { addSeekerNote } from '../../src/store/seeker-notes.ts';
import { keepProfile } from '../../src/store/seeker-profiles.ts';
import type { Store } from '../../src/store/store.ts';
import { openVault } from '../../src/store/vault.ts';
import { addClerk } from './counter.ts';
import { openTestGateway, testStart, type TestGateway } from './gateway.ts';

const now = testStart.getTime();

/** The NIK of the person who registers in a sealed office. */
export const sealedNik = '3508105201990001';
const phone = '+6281234567890';

interface Ids {
  readonly officer: number;
  readonly contact: number;
  readonly seeker: number;
  readonly matter: number;
  readonly account: number;
}

async function idOf(store: Store, table: string): Promise<number> {
  const row: { id: number } | undefined = await store.sql(table).first('id');
  return row?.id ?? 0;
}

async function speak(store: Store): Promise<TestGateway> {
  const people = await openTestGateway(store);
  for (const text of [
    `DAFTAR#${sealedNik}#SITI AMINAH#SMK#JAHIT`,
    'YA',
    'TANYA ijazah saya hilang',
  ])
    await people.say(phone, text);
  return people;
}

async function fillDesk(store: Store, { officer, matter }: Ids): Promise<void> {
  await setSecondFactor(store, officer, 'JBSWY3DPEHPK3PXP', 1);
  const session = { officerId: officer, device: 'Firefox', data: '{"x":1}', hash: 'abc' };
  await putSession(store, session, now);
  await saveDraft(
    store,
    { officerId: officer, matterId: matter },
    { kind: 'reply', text: 'Baik' },
    now,
  );
  await addLearningText(store, { officeCode: '35.08', text: 'kapan buka' }, now);
  await addBroadcast(store, {
    officeCode: '35.08',
    topic: 'vacancies',
    text: 'Bursa kerja Sabtu',
    segments: 1,
    lastDay: '2026-12-01',
    districtCode: null,
    education: null,
    medium: null,
    createdBy: officer,
    createdAt: now,
  });
}

async function fillSeeker(store: Store, { officer, seeker, contact }: Ids): Promise<void> {
  const of = { seekerId: seeker, officerId: officer };
  await keepProfile(store, { ...of, text: '{"alamat":"Jl. Semeru 1"}', at: now });
  await addSeekerNote(store, { ...of, heldOn: '2026-11-23', text: 'Bimbingan', at: now });
  const yes = { purpose: 'push', text: 'Boleh?', version: '1', medium: 'sms', said: 'YA' } as const;
  await addConsent(store, { ...yes, contactId: contact }, now);
  const cards: { id: number }[] = await store
    .sql('ak1_cards')
    .insert({
      seeker_id: seeker,
      office_code: '35.08',
      number: '1',
      number_key: '1',
      issued_on: '2026-11-23',
      ends_on: '2028-11-22',
      officer_id: officer,
      created_at: now,
    })
    .returning('id');
  const said = { cardId: cards[0]?.id ?? 0, said: 'working', reportedOn: '2026-11-23' } as const;
  const report = await addCardReport(store, { ...said, dueOn: null, contactId: contact }, now);
  await addPlacement(store, report, { employer: 'PT Contoh' });
}

async function fillAlerts(store: Store, { contact }: Ids): Promise<void> {
  const wished = { words: { kata: 'jahit' }, office: '35.08' };
  const wishId = await store.transaction((db) => keepWish(db, wished, testStart));
  await putAlert(
    store,
    {
      contactId: contact,
      officeCode: '35.08',
      endsAt: now + 1,
      words: 'jahit',
      wishId,
      later: false,
      nextAt: now,
      pause: 0,
    },
    now,
  );
}

async function fillChannels(store: Store, { account, contact }: Ids): Promise<void> {
  const settings = { HTTP_SMS_SECRET: 'rahasia' };
  const form = { channel: 'http', name: 'tempeh', medium: 'sms', officeCode: '35.08' } as const;
  await addAccount(store, { ...form, label: 'SMS', enabled: true, settings }, now);
  await openVault(store, 'x').write([{ category: 'session', id: phone, value: 'ratchet' }]);
  const media = [
    { kind: 'photo', ref: 'ref-1', name: 'ijazah.jpg' },
    { kind: 'photo', ref: 'ref-2', name: 'ktp.jpg' },
  ] as const;
  await addAttachments(store, { accountId: account, contactId: contact, media }, now);
}

/** Keeps the last attachment as a file of that name. */
export async function keepAttachment(store: Store, file: string): Promise<void> {
  const row: { id: number; attempts: number } | undefined = await store
    .sql('attachments')
    .orderBy('id', 'desc')
    .first('id', 'attempts');
  const claimed = { id: row?.id ?? 0, attempts: row?.attempts ?? 0 };
  const kept = { status: 'kept', type: 'image/jpeg', size: 1, file } as const;
  await markAttachment(store, claimed as Parameters<typeof markAttachment>[1], kept);
}

async function addComplaint(store: Store, contact: number): Promise<void> {
  const words = { category: null, privacy: 'open', audience: 'office', urgent: true } as const;
  await addMatter(
    store,
    {
      ...words,
      kind: 'A',
      number: 9001,
      officeCode: '35.08',
      contactId: contact,
      addressId: null,
      details: { perusahaan: 'PT Contoh' },
      replyBy: now,
    },
    now,
  );
}

/** An office with something in each sealed column, written by the functions that serve people. */
export async function fillSealed(store: Store): Promise<TestGateway> {
  await ensureIndexKey(store);
  const people = await speak(store);
  const officer = await addClerk(store);
  const [contact, seeker, matter, account] = await Promise.all(
    ['contacts', 'seekers', 'matters', 'accounts'].map((table) => idOf(store, table)),
  );
  const ids = { officer, contact: contact ?? 0, seeker: seeker ?? 0, matter: matter ?? 0 };
  const all: Ids = { ...ids, account: account ?? 0 };
  await addComplaint(store, all.contact);
  await fillDesk(store, all);
  await fillSeeker(store, all);
  await fillAlerts(store, all);
  await fillChannels(store, all);
  return people;
}

/** What opens of every sealed column: plain texts in the order of their tables. @throws Error naming the column whose cipher text does not open */
export async function openAll({ sql, keys }: Store): Promise<ReadonlyMap<string, string[]>> {
  const opened = new Map<string, string[]>();
  for (const column of sealedColumns) {
    const { table, column: name } = column;
    const rows: Record<string, string>[] = await sql(table)
      .whereNotNull(name)
      .whereNot(name, '')
      .orderBy([...column.key]);
    const texts = rows.map((row) => {
      try {
        return keys.open(row[name] ?? '', placeIn(column, row));
      } catch (error) {
        throw new Error(`${table}.${name} does not open`, { cause: error });
      }
    });
    opened.set(`${table}.${name}`, texts);
  }
  return opened;
}
