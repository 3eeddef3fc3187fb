/** What people type, as the edits' raw material. */
export const typed: readonly string[] = [
  'DAFTAR#3508105201990001#SITI AMINAH#SMK#JAHIT',
  'saya siti aminah mau daftar ak1, nik 3508105201990001 lulusan smk bisa jahit pasirian',
  'nama: siti, nik: 3508 1052 0199 0001, pendidikan = SMA, no hp 0812-3456-7890, kec. Tempeh',
  'LOWONGAN jahit pasirian gaji 2,4 jt',
  'lwngn smk cwe ad g pak',
  'tulung aku dikunci majikan gak oleh metu',
  'wadul, aku diapusi calo 5jt buat ke taiwan',
  'CEK PT Contoh Uji',
  'STATUS D1042',
  'no. L-1O12',
  'MINAT l 1012',
  'AK1 BELUM',
  'SURVEI 444344433',
  '31 Desember 2026',
  '12-01-1999',
  'Rp 2.400.000,00',
  '+6281234567890',
  '0060123456789',
  'STOP',
  '3 SMA',
  'Selok Awar - Awar',
  'dusun Krajan RT 02 RW 03 desa Jatisari kec. Tempeh kab. Lumajang prov. Jawa Timur',
  'YA',
  '',
];

export const niks: readonly string[] = [
  '3508105201990001',
  '3508102902010001',
  '3508 1052 0199 0001',
  '3508105201990000',
];
