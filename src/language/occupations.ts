/*
 * Words of work, as data. Each line: the root that is stored, then the words that mean the same.
 * Here stand the words on which the stemmer errs (pengelasan gives kelas), those it does not know
 * (driver, jait) and those people use for one another. Words are written folded: a-z and 0-9.
 */

/** Same meaning: found for one another, and equally good. */
const sameLines = `
kerja: ibu-rumah-tangga fresh-graduate freshgraduate
las: pengelasan pengelas mengelas dilas ngelas welder welding
rawat: merawat perawat perawatan keperawatan dirawat suster nurse nakes
jahit: penjahit menjahit jahitan jait penjait njahit jaitan tailor sewing tata-busana
sopir: supir sopier driver drver draiver pengemudi mengemudi kemudi nyopir nyupir setir nyetir menyetir
satpam: security sekuriti scurity securiti satuan-pengamanan penjaga-malam jaga-malam waker
masak: pemasak memasak masakan koki chef cook juru-masak tata-boga boga
kasir: cashier kassa
pramuniaga: spg spb shopkeeper penjaga-toko jaga-toko pelayan-toko sales-promotion-girl
sales: salesman marketing pemasaran pemasar canvasser kanvas
layan: pelayan melayani pelayanan waiter waiters waitress pramusaji
admin: administrasi adm administrator administrasinya tata-usaha
kurir: courier pengantar-paket antar-paket
bersih: pembersih kebersihan membersihkan cleaning-service cleaning bebersih
montir: mekanik mekanika mechanic
ternak: peternak peternakan beternak
asuh: pengasuh mengasuh pengasuhan babysitter baby-sitter nanny momong
prt: art asisten-rumah-tangga pembantu-rumah-tangga pramuwisma rewang
guru: pengajar mengajar teacher
laundry: londri loundry laundri binatu penatu
cukur: pencukur mencukur barber barberman barbershop pangkas pemangkas potong-rambut
kernet: kenek kernek knek
kemas: pengemas pengemasan mengemas kemasan packing packaging packer paking pengepak pengepakan mengepak
abk: pelaut anak-buah-kapal
akuntansi: accounting akunting akuntan pembukuan
resepsionis: receptionist penerima-tamu front-office
housekeeping: pramukamar room-boy roomboy house-keeping
pijat: pemijat memijat pijet massage tukang-pijat refleksi
sawit: kelapa-sawit
mebel: meubel mebeler meubeler furniture furnitur
garmen: garment garmen-tekstil
gudang: pergudangan warehouse
pabrik: factory pabrikan
toko: pertokoan store minimarket swalayan supermarket
komputer: computer
program: pemrogram pemrograman programmer programer developer
desain: desainer designer design
pmi: cpmi tki tkw pekerja-migran
hongkong: hong-kong
rumahmakan: rumah-makan restoran resto warung restaurant depot
linting: pelinting melinting lintingan
giling: penggiling penggilingan menggiling
perah: pemerah memerah pemerahan
ketik: pengetik mengetik pengetikan
terapi: terapis
ob: office-boy officeboy pramubakti
qc: quality-control
cs: customer-service
perajin: pengrajin kerajinan perajinan
tukang: nukang
kuli: nguli
tani: petani pertanian bertani
sortir: penyortir menyortir penyortiran
petik: pemetik memetik pemetikan
teknisi: technician tehnisi
listrik: kelistrikan pelistrik electrician elektrik
produksi: production
operator: oprator operater
mesin: machine
jaga: penjaga menjaga penjagaan
aman: pengaman keamanan pengamanan
relawan: sukarelawan
fotografi: fotografer fotographer photographer
rumahsakit: rumah-sakit rs rsud rsu hospital
difabel: disabilitas disabel cacat penyandang-disabilitas
karyawan: karyawati pegawai kariawan
tambang: penambang pertambangan menambang
`;

/** Near in meaning: looked for as well, and ranked after what was asked. */
const nearLines = `
jahit garmen konveksi bordir obras
satpam aman
kurir kirim antar sopir
montir bengkel otomotif
pramuniaga toko jual kasir
sales jual
layan rumahmakan
masak rumahmakan
asuh prt rawat
rumahsakit klinik puskesmas rawat
prt asuh
guru ajar les
laundry cuci setrika
cukur salon
pijat spa salon terapi
kernet sopir
kemas gudang
mebel kayu
linting rokok
perah ternak
bersih ob
admin akuntansi
program komputer
tani kebun
helper bantu
kuli bangun
listrik teknisi
`;

/** Said in nearly every question for work, so they find nothing: never stored, never searched. */
export const noiseWords: ReadonlySet<string> = new Set(
  `yang yg dan atau di ke dari untuk utk pada dengan dgn dg ada apa apakah gak ga gk nggak ngga tidak tdk
  mau mw cari cr nyari mencari carikan golek nggolek nyare sare butuh perlu info lowongan lowongannya loker lowker lwngn
  lowngan kerja kerjo gawe gawean gaweyan kerjaan pekerjaan pekerja bekerja kerjanya krj krja kalakoan
  saya sy aku aq engkok pak bu mas mbak mb mbk kak tolong tlg mohon lulusan lulus tamatan tamat ijazah
  minimal min daerah wilayah sekitar dekat deket cedhak cedak dkt kabupaten kab kecamatan kec desa kota
  onok ono sing se ta to nang ning neng iso bisa bs buat bagi oleh itu ini ya dong donk kah gaji posisi jabatan
  sebagai jadi menjadi jd dibutuhkan membutuhkan dicari segera semua kami anda para agar dapat akan
  ad adakah hari terbaru baru terkini update penting halal cocok besar tinggi umr tanpa pengalaman non
  sekarang skrg tau tahu cepat langsung mana dimana dmn bagaimana gmn kah ibu
  umur usia tahun thn th juta jt ribu rb rupiah rp bulan bln hari minimal maksimal maks
  wanita cewek cewe cwe perempuan putri pria cowok cowo lk laki pr assalamualaikum ass`.split(
    /\s+/,
  ),
);

/** Said beside the trade itself (petugas kebersihan, tukang kayu): searched only when nothing else is. */
export const weakRoots: ReadonlySet<string> = new Set(
  'karyawan petugas tugas tukang juru ahli tenaga staf staff bagian usaha anak muda'.split(' '),
);

function readSame(): Map<string, string> {
  const table = new Map<string, string>();
  for (const line of sameLines.trim().split('\n')) {
    const [root = '', words = ''] = line.split(': ');
    for (const word of [root, ...words.split(' ')]) table.set(word, root);
  }
  return table;
}

function readNear(): Map<string, readonly string[]> {
  const lines = nearLines.trim().split('\n');
  return new Map(lines.map((line) => line.split(' ')).map(([root = '', ...near]) => [root, near]));
}

/** `pengelas` -> `las`, `driver` -> `sopir`; several words are joined by `-`: `juru-masak` -> `masak`. */
export const sameRoot: ReadonlyMap<string, string> = readSame();

/** Root -> roots near in meaning: `jahit` -> garmen, konveksi ... */
export const nearRoots: ReadonlyMap<string, readonly string[]> = readNear();
