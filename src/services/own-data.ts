import type { Outcome } from '../core/action.ts';
import { localDate, shownDate } from '../core/format.ts';
import { textOf, type Values } from '../core/json.ts';
import { maskNik } from '../core/nik.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { maskPhone } from '../core/phone.ts';
import { areaTitle } from '../language/areas.ts';
import { countOwnAttachments } from '../store/matter-attachments.ts';
import { countStored, mattersOf, personsOf, type OwnPerson } from '../store/erasable.ts';
import { consentsOfContact, type GivenConsent } from '../store/consents.ts';
import { findAlert } from '../store/job-alerts.ts';
import { noticeOfSeeker } from '../store/notices.ts';
import { hasCounterNotes } from '../store/own-data.ts';
import { findSeeker, type RegisteredSeeker } from '../store/registered-seekers.ts';
import type { Db } from '../store/store.ts';
import { readOpenness } from '../store/unasked.ts';
import type { Action, ServiceContext } from './action.ts';
import { wantedOf } from './alert-wishes.ts';
import { isGuessed, refuseGuess } from './guesses.ts';
import { openPhrases } from './phrases.ts';
import { keepDaysOf } from './retention.ts';
import { readProfiles } from './seeker-profile.ts';
import { soughtOf } from './vacancy-lines.ts';

const phrase = openPhrases('data/phrases.yaml');

const dated = (at: number): string => shownDate(localDate(new Date(at)));

/** A registration in words; the NIK and the phone masked. */
function personText(seeker: RegisteredSeeker): string {
  const { number, name, nik, gender, birthDate, education, skills, areaCode, phone } = seeker;
  return phrase('person', {
    nomor: showNumber('D', number),
    nama: name,
    nik: maskNik(nik),
    jenis_kelamin: phrase(gender),
    lahir: shownDate(birthDate),
    pendidikan: education,
    keahlian: skills.join(', ') || phrase('none'),
    tempat: areaCode === null ? phrase('none') : areaTitle(areaCode),
    hp: phone === null ? phrase('none') : maskPhone(phone),
    terdaftar: dated(seeker.registeredAt),
    keadaan: phrase(seeker.status),
  });
}

/** An officer has filled it in at the counter. */
const hasDisability = async (db: Db, seekerId: number): Promise<boolean> =>
  Boolean((await readProfiles(db, [seekerId])).get(seekerId)?.['disability']);

async function noticeText(db: Db, seekerId: number): Promise<string> {
  const versi = (await noticeOfSeeker(db, seekerId))?.version ?? '';
  return phrase('notice', { versi });
}

async function registeredText(db: Db, number: number): Promise<readonly string[]> {
  const seeker = await findSeeker(db, number);
  if (!seeker) return [];
  const { card } = seeker;
  const terbit = shownDate(card?.issuedOn ?? '');
  return [
    personText(seeker),
    card ? phrase('held-card', { terbit, tanggal: shownDate(card.endsOn) }) : '',
    (await hasDisability(db, seeker.id)) ? phrase('disability') : '',
    (await hasCounterNotes(db, seeker.id)) ? phrase('counter') : '',
    await noticeText(db, seeker.id),
  ];
}

async function personTexts(db: Db, person: OwnPerson | undefined): Promise<readonly string[]> {
  if (!person) return [phrase('no-person')];
  const { name: nama, birthDate, number } = person;
  if (number !== null) return registeredText(db, number);
  return [phrase('unregistered', { nama, lahir: shownDate(birthDate) })];
}

function consentText({ purpose, version, givenAt, withdrawnAt }: GivenConsent): string {
  const izin = phrase(`consent-${purpose}`, { tanggal: dated(givenAt), versi: version });
  return withdrawnAt === null ? izin : phrase('withdrawn', { izin, tanggal: dated(withdrawnAt) });
}

/** More than these are counted: an SMS has little room. */
const mostConsents = 3;

function consentsText(consents: readonly GivenConsent[]): string {
  if (consents.length === 0) return phrase('no-consents');
  const texts = consents.slice(0, mostConsents).map(consentText);
  const others = consents.length - texts.length;
  if (others > 0) texts.push(phrase('more', { jumlah: String(others) }));
  return phrase('consents', { daftar: texts.join('; ') });
}

/** KABARI: what the phone wants to be told of. */
async function alertText(db: Db, contactId: number): Promise<string> {
  const alert = await findAlert(db, contactId);
  if (!alert) return '';
  const dicari = soughtOf(wantedOf(textOf(alert.words), alert.officeCode));
  return phrase('alert', { dicari, sampai: dated(alert.endsAt) });
}

/** How much is stored of the phone itself, and how long; matters of danger are not counted. */
async function countsText({ db, contact, office }: ServiceContext): Promise<string> {
  const { received, sent, applications } = await countStored(db, contact.id);
  const matters = (await mattersOf(db, contact.id)).filter(({ urgent }) => urgent === 0);
  const days = await keepDaysOf(db, office);
  const counts = {
    masuk: received,
    hari_masuk: days.received,
    keluar: sent,
    hari_keluar: days.sent,
    perkara: matters.length,
    minat: applications,
  };
  const shown = Object.entries(counts).map(([name, count]) => [name, String(count)]);
  return phrase('stored', Object.fromEntries(shown));
}

/** What is stored of the phone itself. */
async function phoneText(context: ServiceContext): Promise<readonly string[]> {
  const { db, contact } = context;
  const stopped = (await readOpenness(db, contact.id))?.stopped ?? false;
  const files = await countOwnAttachments(db, contact.id);
  return [
    await countsText(context),
    files > 0 ? phrase('files', { jumlah: String(files) }) : '',
    consentsText(await consentsOfContact(db, contact.id)),
    await alertText(db, contact.id),
    stopped ? phrase('stopped') : '',
    phrase('purpose'),
  ];
}

async function show(context: ServiceContext, person: OwnPerson | undefined): Promise<Outcome> {
  const texts = [...(await personTexts(context.db, person)), ...(await phoneText(context))];
  const data_anda = texts.filter(Boolean).join(' ');
  return { name: 'shown', values: { data_anda } };
}

/** A number that is named needs the year of birth: one answer to unknown numbers and to others'. */
async function showNamed(
  context: ServiceContext,
  persons: readonly OwnPerson[],
  input: Values,
): Promise<Outcome> {
  const year = textOf(input['tahun']);
  if (year === '') return { name: 'year', values: {} };
  const typed = textOf(input['nomor']).replace(/^d/iu, '');
  const number = readNumber(`D${typed}`)?.value;
  const person = persons.find((one) => one.number !== null && one.number === number);
  const subject = number === undefined ? `contact:${context.contact.id}` : showNumber('D', number);
  const proven = person?.birthDate.startsWith(`${year}-`) ?? false;
  if (proven && !(await isGuessed(context, subject))) return show(context, person);
  await refuseGuess(context, subject);
  return { name: 'unknown', values: {} };
}

/**
 * DATA SAYA: everything that is stored of a person, to its owner. At once on a phone of one person;
 * where several use it, or a number is named, with the year of birth.
 */
export const showOwn: Action = {
  takes: ['nomor', 'tahun'],
  outcomes: { shown: ['data_anda'], which: [], year: [], unknown: [] },
  async run(input, context) {
    const persons = await personsOf(context.db, context.contact.id);
    if (textOf(input['nomor']) !== '') return showNamed(context, persons, input);
    const shared = persons.length > 1 || persons.some(({ role }) => role === 'helper');
    return shared ? { name: 'which', values: {} } : show(context, persons[0]);
  },
};
