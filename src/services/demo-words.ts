/*
 * Words that invented vacancies and seekers are put together from. Wages in thousands of rupiah a
 * month, around the district's minimum (about 2.4 million in 2026, rounded; an assumption).
 */

export interface Trade {
  readonly title: string;
  readonly education: string;
  readonly wage: number;
  readonly skills: readonly string[];
  /** Who usually looks for such people. */
  readonly employer: string;
}

const lines = `
Operator jahit|SMP|2400|jahit,obras|Konveksi
Penjahit|SD|2300|jahit|Konveksi
Tukang potong kain|SMP|2300|pola,potong kain|Konveksi
Tukang las|SMP|2700|las listrik,gerinda|Bengkel
Montir motor|SMK|2500|mesin motor|Bengkel
Montir mobil diesel|SMK|2800|mesin diesel|Bengkel
Operator bubut|SMK|2700|bubut,baca gambar|Bengkel
Sopir truk pasir|SD|2900|SIM B1|UD
Sopir pribadi|SMP|2500|SIM A|CV
Kernet truk|SD|2200||UD
Kurir paket|SMA|2400|SIM C|CV
Kasir|SMA|2300|hitung,ramah|Toko
Pramuniaga|SMA|2200|melayani|Toko
Penjaga gudang|SMA|2400|stok barang|CV
Admin gudang|SMK|2500|komputer,Excel|CV
Staf administrasi|SMA|2400|komputer|CV
Staf akuntansi|D3|2900|akuntansi,pajak|PT
Sales motoris|SMA|2400|SIM C,menjual|CV
Marketing perumahan|SMA|2500|menjual|PT
Satpam|SMA|2400|gada pratama|PT
Petugas kebersihan|SD|2200||PT
Juru masak|SMP|2400|masak|Warung
Pelayan rumah makan|SMP|2200|ramah|Warung
Barista|SMA|2300|kopi|Kedai
Pembuat kue|SMP|2300|kue,roti|Toko Roti
Perawat|D3|2800|STR|Klinik
Bidan|D3|2800|STR|Klinik
Asisten apoteker|SMK|2500|obat|Apotek
Guru PAUD|S1|2200|mengajar|Yayasan
Guru matematika|S1|2400|mengajar|Yayasan
Pengasuh anak|SMP|2200|mengasuh|Keluarga
Asisten rumah tangga|SD|2000|memasak,bersih|Keluarga
Tukang kayu|SD|2600|mebel|Mebel
Tukang amplas mebel|SD|2300||Mebel
Tukang bangunan|SD|2700|batu|CV
Kuli bangunan|SD|2300||CV
Pekerja kebun tebu|SD|2200||UD
Pemetik teh|SD|2100||Kebun
Pekerja kandang ayam|SD|2300||Peternakan
Pemerah sapi|SD|2300||Peternakan
Operator giling padi|SD|2300||UD
Pelinting rokok|SD|2400|linting|Pabrik
Operator produksi kayu lapis|SMA|2500||Pabrik
Operator mesin kemas|SMA|2500||Pabrik
Quality control kayu|SMK|2700||Pabrik
Operator forklift|SMA|2900|SIO forklift|Pabrik
Teknisi listrik|SMK|2800|instalasi|PT
Teknisi AC|SMK|2600|AC|CV
Teknisi komputer|SMK|2500|komputer,jaringan|CV
Desainer grafis|SMK|2500|CorelDraw|CV
Programmer web|S1|4000|JavaScript|PT
Tukang cukur|SD|2300|cukur|Salon
Terapis pijat|SMP|2300|pijat|Salon
Perias pengantin|SMP|2300|rias|Salon
Karyawan laundry|SD|2100|setrika|Laundry
Operator SPBU|SMA|2400|ramah|PT
Penambang pasir|SD|2500||UD
Operator ekskavator|SMP|3500|SIO alat berat|UD
Housekeeping hotel|SMA|2300|bersih|Hotel
Resepsionis hotel|SMA|2400|Inggris|Hotel
`;

/** What people are looked for in and around Lumajang. */
export const trades: readonly Trade[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [title = '', education = '', wage = '', skills = '', employer = ''] = line.split('|');
    return {
      title,
      education,
      wage: Number(wage),
      skills: skills.split(',').filter(Boolean),
      employer,
    };
  });

/** Invented names of employers. */
export const firstNames =
  'Sumber Tirta Karya Cahaya Mitra Bumi Sinar Putra Jaya Mulia Arta Griya Rimba Tani'.split(' ');
export const lastNames =
  'Rejodadi Sembodo Widuri Kencono Arumdalu Gemilang Sentosa Pertiwi Lestari Wibawa Utami Santika Nirwana Abadi'.split(
    ' ',
  );

/** Parts of invented names of persons. */
export const womenNames = 'Siti Rina Dewi Nur Sri Lilik Endang Wahyu Ratna Yuni Indah Fitri'.split(
  ' ',
);
export const menNames = 'Budi Agus Joko Slamet Hadi Eko Bambang Andi Rudi Wawan Sugeng Imam'.split(
  ' ',
);
export const familyNames =
  'Aminah Lestari Wulandari Santoso Prasetyo Hidayat Susanto Rahayu Setiawan Utomo Puspita Saputra'.split(
    ' ',
  );

/** Work in other regions: Kemendagri codes of regencies. */
export const otherRegions = ['35.78', '35.15', '35.25', '21.71', '32.16', '51.71', '36.71'];

/** Work abroad: country and wage in thousands of rupiah. */
export const abroad: readonly (readonly [country: string, title: string, wage: number])[] = [
  ['Taiwan', 'Caregiver', 9500],
  ['Taiwan', 'Operator pabrik', 12500],
  ['Hong Kong', 'Penata laksana rumah tangga', 9800],
  ['Malaysia', 'Operator produksi', 5500],
  ['Singapura', 'Penata laksana rumah tangga', 7200],
  ['Jepang', 'Pekerja pengolahan makanan', 16000],
  ['Korea Selatan', 'Operator manufaktur', 21000],
];

export const waysToApply = [
  'antar lamaran ke alamat',
  'kirim lamaran lewat Disnaker',
  'datang Senin pagi bawa KTP',
  'titip lamaran di satpam',
];

export const descriptions = [
  'Kerja 6 hari, makan siang disediakan. Jaminan sosial ketenagakerjaan.',
  'Jam kerja 07.00-15.00, lembur dibayar. Diutamakan warga sekitar.',
  'Belum berpengalaman dilatih dulu. Upah dibayar tiap tanggal 1.',
  'Mess tersedia utk yg rumahnya jauh. Seragam dari perusahaan.',
  'Borongan atau bulanan, bisa dipilih. Lingkungan kerja kekeluargaan.',
];
