import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { localDate, shownDate } from '../core/format.ts';
import { maskNik } from '../core/nik.ts';
import { showNumber } from '../core/number.ts';
import { localPhone } from '../core/phone.ts';
import { areaName, kecamatanOf, regencyOf } from '../language/areas.ts';
import type { RegisteredSeeker } from '../store/registered-seekers.ts';
import { profileFields, type Profile } from './seeker-profile.ts';
import { parseYaml } from './yaml.ts';

/** Forms that officers copy a registration to. */
export const sheetNames = ['ak2', 'siapkerja'] as const;
export type SheetName = (typeof sheetNames)[number];

/** One field as it is copied. */
export interface SheetField {
  readonly field: string;
  readonly label: string;
  readonly value: string;
}

/** A part of the sheet under its heading. */
export interface SheetGroup {
  readonly title: string;
  readonly fields: readonly SheetField[];
}

const registrationFields =
  'number cardNumber cardIssuedOn cardEndsOn registeredOn nik name birthDate gender phone education skills village district regency province';
const known = new Set([...registrationFields.split(' '), ...profileFields]);

const sheet = z.strictObject({
  words: z.record(z.string(), z.record(z.string(), z.string())),
  groups: z.array(
    z.strictObject({
      title: z.string(),
      fields: z.record(
        z.string().refine((name) => known.has(name), 'no such field'),
        z.string(),
      ),
    }),
  ),
});

type Sheet = z.output<typeof sheet>;

const file = new URL('../../../templates/seekers/sheets.yaml', import.meta.url);
let read: Readonly<Record<SheetName, Sheet>> | undefined;

function sheetOf(name: SheetName): Sheet {
  read ??= z
    .strictObject({ ak2: sheet, siapkerja: sheet })
    .parse(parseYaml(readFileSync(file, 'utf8')));
  return read[name];
}

function placeFields(code: string | null): Readonly<Record<string, string>> {
  if (code === null) return {};
  const [district, regency] = [kecamatanOf(code), regencyOf(code)];
  return {
    ...(code.length > 8 && { village: areaName(code) }),
    ...(district !== undefined && { district: areaName(district) }),
    ...(regency !== undefined && { regency: areaName(regency) }),
    province: areaName(code.slice(0, 2)),
  };
}

/** What a registration says by field; the NIK whole only where `fullNik`. */
function valuesOf(
  seeker: RegisteredSeeker,
  profile: Profile,
  fullNik: boolean,
): Readonly<Record<string, string>> {
  const { card } = seeker;
  return {
    ...profile,
    ...placeFields(seeker.areaCode),
    ...(card && {
      cardNumber: card.number,
      cardIssuedOn: shownDate(card.issuedOn),
      cardEndsOn: shownDate(card.endsOn),
    }),
    number: showNumber('D', seeker.number),
    registeredOn: shownDate(localDate(new Date(seeker.registeredAt))),
    nik: fullNik ? seeker.nik : maskNik(seeker.nik),
    name: seeker.name,
    birthDate: shownDate(seeker.birthDate),
    gender: seeker.gender,
    phone: seeker.phone === null ? '' : localPhone(seeker.phone),
    education: seeker.education,
    skills: seeker.skills.join(', '),
  };
}

/** What is copied of a seeker, in the order of that form; what is not known is empty. */
export function sheetGroups(
  name: SheetName,
  seeker: RegisteredSeeker,
  { profile, fullNik }: { readonly profile: Profile; readonly fullNik: boolean },
): readonly SheetGroup[] {
  const { words, groups } = sheetOf(name);
  const values = valuesOf(seeker, profile, fullNik);
  return groups.map(({ title, fields }) => ({
    title,
    fields: Object.entries(fields).map(([field, label]) => {
      const value = values[field] ?? '';
      return { field, label, value: words[field]?.[value] ?? value };
    }),
  }));
}

/** The names of the columns of a form, in order. */
export function sheetLabels(name: SheetName): readonly string[] {
  return sheetOf(name).groups.flatMap(({ fields }) => Object.values(fields));
}

/** What the AK/II sheet calls the fields of a profile: for the form that fills it in. */
export function profileLabels(): Readonly<Record<string, string>> {
  return Object.assign({}, ...sheetOf('ak2').groups.map(({ fields }) => fields)) as Readonly<
    Record<string, string>
  >;
}

/** The choices that the AK/II sheet prints for a field. */
export function sheetChoices(field: string): readonly (readonly [string, string])[] {
  return Object.entries(sheetOf('ak2').words[field] ?? {});
}
