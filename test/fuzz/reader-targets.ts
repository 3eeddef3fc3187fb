import { ak1Dates } from '../../src/core/ak1-dates.ts';
import { readAk1Number } from '../../src/core/ak1-number.ts';
import { maskNiks, readNik } from '../../src/core/nik.ts';
import { readNumber } from '../../src/core/number.ts';
import { normalisePhone } from '../../src/core/phone.ts';
import { measureSms, toGsm } from '../../src/core/sms.ts';
import { answerKinds } from '../../src/flows/answers/index.ts';
import { looksLikeForm, readForm } from '../../src/flows/form.ts';
import { fill } from '../../src/flows/render.ts';
import { readAccused, readCategory, readPrivacy, readWhen } from '../../src/language/complaint.ts';
import { withoutPerson } from '../../src/language/anonymous.ts';
import { findArea } from '../../src/language/areas.ts';
import { clean, fold, skeleton } from '../../src/language/clean.ts';
import { bareCompany, companyKey } from '../../src/language/company-names.ts';
import { readCorrection } from '../../src/language/correcting.ts';
import { readCount } from '../../src/language/counts.ts';
import { findEducation } from '../../src/language/education-words.ts';
import { findKeyword } from '../../src/language/keywords.ts';
import { understand } from '../../src/language/understand.ts';
import { readVerdict } from '../../src/language/verdict.ts';
import { plainText } from '../../src/language/words.ts';
import { readCell, readDate } from '../../src/services/import-cells.ts';
import { importColumns } from '../../src/services/import-columns.ts';
import { ownBook } from '../flows/talk.ts';
import { hostileTexts } from './bytes.ts';
import { target, type Target } from './target.ts';
import { niks, typed } from './texts.ts';

const now = new Date('2026-11-23T01:00:00Z');
const office = '35.08';
const context = { now, office };
const fields = {
  nik: 'nik',
  nama: 'name',
  pendidikan: 'education',
  keterampilan: 'skills',
  tempat: 'area',
};

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const reader = (
  name: string,
  share: number,
  use: (text: string) => void,
  genuine: readonly string[] = typed,
): Target => target(name, share, () => ({ values: hostileTexts(genuine), use }));

const isReadable = /^(?:\d{16}|$)/u;

function useNik(text: string): void {
  const read = readNik(text, '2026-11-23');
  if (read.kind === 'nik') must(isReadable.test(read.nik) && read.age >= 15, 'a NIK of no person');
  must(!/(?<!\d)\d{16}(?!\d)/u.test(maskNiks(text)), 'a NIK was left whole');
}

function usePhone(text: string): void {
  const phone = normalisePhone(text);
  must(phone === undefined || /^\+\d{7,15}$/u.test(phone), 'a number that cannot be dialled');
}

function useDates(text: string): void {
  readDate(text);
  for (const column of importColumns) readCell(column, text);
  const [, year = '2026', month = '01', day = '31'] = /(\d{4})-(\d\d)-(\d\d)/.exec(text) ?? [];
  ak1Dates(`${year}-${month}-${day}`);
}

/** Each kind of answer, as the dialogue gives it a text: clean and not empty. */
function useAnswers(text: string): void {
  const said = clean(text);
  if (said === '') return;
  for (const kind of Object.values(answerKinds)) {
    const parsed = kind.parse(said, context);
    if (parsed.kind === 'value') must(typeof kind.show(parsed.value) === 'string', kind.name);
  }
}

function useForm(text: string): void {
  const said = clean(text);
  const { values } = readForm(said, fields, context);
  must(
    Object.keys(values).every((name) => name in fields),
    'a field that nobody asked for',
  );
  looksLikeForm(said, context);
}

function useLittleReaders(text: string): void {
  const said = clean(text);
  for (const read of [readNumber, readAk1Number, readCount, readCorrection, readVerdict])
    read(said);
  for (const read of [readAccused, readCategory, readPrivacy, readWhen, companyKey, bareCompany])
    read(said);
  findEducation(plainText(said));
  withoutPerson(said, ['SITI AMINAH']);
}

function useCleaning(text: string): void {
  const once = clean(text);
  must(clean(once) === once && !/\0|\p{Surrogate}/u.test(once), 'not clean');
  must(fold(fold(once)) === fold(once), 'folded twice is another');
  skeleton(once);
  must(measureSms(toGsm(once)).segments >= 0, 'no size');
}

/** A hostile value in each placeholder: it stands there as it is, and fills no other. */
function useTemplate(text: string): void {
  const said = fill('Halo {nama}, No. {nomor}.', { nama: text, nomor: 'K1001' });
  must(said.endsWith('No. K1001.'), 'a value became a placeholder');
}

/** Readers of what people type. */
export const readerTargets: readonly Target[] = [
  reader('NIK', 20, useNik, niks),
  reader('phone', 15, usePhone),
  reader('dates and cells', 10, useDates),
  reader('kinds of answers', 3, useAnswers),
  reader('one-message form', 4, useForm),
  reader('numbers, words, complaints', 10, useLittleReaders),
  reader('cleaning', 15, useCleaning),
  reader('template', 15, useTemplate),
  target('keywords', 15, () => {
    const { words } = ownBook();
    return { values: hostileTexts(typed), use: (text) => void findKeyword(words, text) };
  }),
  reader('areas', 4, (text) => void findArea(clean(text), { office, wide: true })),
  reader('understand', 3, (text) => {
    const { service, score } = understand(clean(text));
    must(typeof service === 'string' && score >= 0 && score <= 1, 'no service');
  }),
];
