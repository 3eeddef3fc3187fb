import type { Outcome } from '../core/action.ts';
import { localDate, shownDate } from '../core/format.ts';
import { textOf, type Values } from '../core/json.ts';
import { maskNik } from '../core/nik.ts';
import { readNumber, showNumber } from '../core/number.ts';
import { maskPhone } from '../core/phone.ts';
import { areaTitle } from '../language/areas.ts';
import { countOwnAttachments } from '../store/matter-attachments.ts';
import { countStored, mattersOf, personsOf, type OwnPerson } from '../store/erasable.ts';
import { hasCounterNotes, hasDisability } from '../store/own-data.ts';
import { findSeeker, type RegisteredSeeker } from '../store/registered-seekers.ts';
import type { Db } from '../store/store.ts';
import { readOpenness } from '../store/unasked.ts';
import type { Action, ServiceContext } from './action.ts';
import { isGuessed, refuseGuess } from './guesses.ts';
import { openPhrases } from './phrases.ts';

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
  ];
}

async function personTexts(db: Db, person: OwnPerson | undefined): Promise<readonly string[]> {
  if (!person) return [phrase('no-person')];
  const { name: nama, birthDate, number } = person;
  if (number !== null) return registeredText(db, number);
  return [phrase('unregistered', { nama, lahir: shownDate(birthDate) })];
}

/** What is stored of the phone itself; matters of danger are not counted. */
async function phoneText({ db, contact }: ServiceContext): Promise<readonly string[]> {
  const { received, sent, consents, applications } = await countStored(db, contact.id);
  const matters = (await mattersOf(db, contact.id)).filter(({ urgent }) => urgent === 0);
  const stopped = (await readOpenness(db, contact.id))?.stopped ?? false;
  const counts = {
    masuk: received,
    keluar: sent,
    perkara: matters.length,
    minat: applications,
    izin: consents,
  };
  const shown = Object.entries(counts).map(([name, count]) => [name, String(count)]);
  const stored = phrase('stored', Object.fromEntries(shown));
  const files = await countOwnAttachments(db, contact.id);
  const besides = files > 0 ? phrase('files', { jumlah: String(files) }) : '';
  return [stored, besides, stopped ? phrase('stopped') : '', phrase('purpose')];
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
