import { areaName } from '../language/areas.ts';
import { namesOf } from '../language/gazetteer.ts';
import {
  addOffices,
  countOffices,
  findOffice,
  listOffices,
  type Office,
  type OfficeSettings,
} from '../store/offices.ts';
import type { Db } from '../store/store.ts';
import { changedFacts, fileFacts } from './content.ts';
import { officeFile } from './office-files.ts';
import { hoursFact } from './office-hours.ts';

/** What the words of a flow may name of the office: `kantor`, `alamat`, `jam`, `telepon` ... */
export type OfficeFacts = Readonly<Record<string, string>>;

/** Degrees. */
export type Point = readonly [latitude: number, longitude: number];

const province = '35';

function toOffice(code: string): Office {
  return { code, kind: code === province ? 'province' : 'regency', name: areaName(code) };
}

/** Adds the province and its 38 regencies and cities; does nothing when they are there. */
export async function seedOffices(db: Db): Promise<void> {
  const regencies = namesOf('regencies', `${province}.`).values();
  const codes = [province, ...[...regencies].flat().toSorted()];
  if ((await countOffices(db)) >= codes.length) return;
  await addOffices(db, codes.map(toOffice));
}

async function readSettings(db: Db, code: string): Promise<OfficeSettings> {
  return (await findOffice(db, code))?.settings ?? {};
}

/**
 * What an office says of itself and of its services: the words of templates/content and of all
 * offices, over them its own file (templates/offices), over both what its officers have changed. Files are read once, settings each time: another process may
 * have changed them. Ask once for many messages.
 */
export async function officeFacts(db: Db, code: string): Promise<OfficeFacts> {
  const settings = await readSettings(db, code);
  return {
    wilayah: areaName(code),
    ...fileFacts(code),
    ...changedFacts(code, settings),
    jam: hoursFact(code, settings),
  };
}

/** One fact that an office writes itself (not `jam`, `wilayah`); nothing when there is none of that name. */
export async function officeFact(db: Db, code: string, name: string): Promise<string> {
  const { facts = {} } = await readSettings(db, code);
  const changed = facts[name] === undefined ? {} : changedFacts(code, { facts });
  return changed[name] ?? fileFacts(code)[name] ?? '';
}

/** The province first, then its regencies and cities in the order of their codes. */
export async function allOffices(db: Db): Promise<readonly Office[]> {
  return listOffices(db);
}

/** Middle points of the office's kecamatan by code, good to about 5 km: for ranking only. */
export async function officeCentroids(db: Db, code: string): Promise<ReadonlyMap<string, Point>> {
  const places = Object.entries(officeFile(code)?.kecamatan ?? {});
  const points = places.map(([place, { at }]): [string, Point] => [place, at]);
  return new Map([...points, ...Object.entries((await readSettings(db, code)).centroids ?? {})]);
}
