import { shownDate, localDate, shownTime } from '../core/format.ts';
import type { BackupSummary } from '../services/backup-read.ts';
import { openPhrases } from '../services/phrases.ts';
import type { Restored } from '../services/restore.ts';

const words = openPhrases('admin/restore.yaml');
const counter = new Intl.NumberFormat('id-ID');

/** `1.234` */
export const counted = (n: number): string => counter.format(n);

/** `24-11-2026 02.00` */
function shownAt(at: number, zone: string): string {
  const moment = new Date(at);
  return `${shownDate(localDate(moment, zone))} ${shownTime(moment, zone)}`;
}

/** Says what is going to be put back. */
export function sayHead({ head, tables, rows, files }: BackupSummary, zone: string): void {
  const values = {
    kantor: head.office,
    waktu: shownAt(head.at, zone),
    tabel: counted(tables),
    baris: counted(rows),
    jumlah: counted(files),
  };
  console.log(words('head', values));
  console.log(words('filling'));
}

/** Says of a table that it stands as it was. */
export function sayTable(tabel: string, rows: number): void {
  if (rows > 0) console.log(words('table', { tabel, jumlah: counted(rows) }));
}

function sayDropped({ dropped, erased }: Restored): void {
  const { erasures, persons, matters, phones } = erased;
  const [orang, perkara, hp] = [persons, matters, phones].map(counted);
  console.log(
    erasures === 0
      ? words('erased-none')
      : words('erased', {
          jumlah: counted(erasures),
          orang: orang ?? '',
          perkara: perkara ?? '',
          hp: hp ?? '',
        }),
  );
  for (const name of ['linked', 'unsent', 'broadcasts'] as const)
    if (dropped[name] > 0) console.log(words(name, { jumlah: counted(dropped[name]) }));
}

/** Says what was done, and what the operator is to do now. */
export function sayRestored(
  restored: Restored,
  { place, zone }: { readonly place: string; readonly zone: string },
): void {
  const { head, rows, files } = restored;
  const waktu = shownAt(head.at, zone);
  console.log(words('done', { baris: counted(rows), jumlah: counted(files), waktu }));
  sayDropped(restored);
  for (const name of ['next', 'next-key', 'next-doctor', 'next-start', 'next-lost'])
    console.log(words(name, { tempat: place, waktu }));
}
