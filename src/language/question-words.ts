/*
 * Words of questions, as data. Each line: the root that is compared, then words that ask the same.
 * Words are written folded (a-z, 0-9); several words are joined by `-`. What stands here goes before
 * the stemmer, which knows no shorthand, no Javanese and no Madurese.
 */
const sameLines = `
ak1: kartu-kuning kartukuning krt-kuning krtu-kuning kartu-kuningnya kartu-kuninge ak-1 ak-satu aksatu aka1 ak-i aki kartu-ak1 kartu-ak kartu-pencari-kerja kartu-kning krtkuning ak1nya ak1ne kuning kuningnya
syarat: syarate syaratnya syrat syaratx sarat sarate prsyrtn persyaratan persyaratannya prasyarat
bawa: bawak gowo nggowo dibawa membawa bw digowo disiapkan siapkan nyiapkan dipersiapkan siapin nggawa nggowo gowo
dokumen: berkas berkasnya kelengkapan lampiran dokumennya dokumene dokumen-dokumen surat-surat dokumenx surat-apa
biaya: biayanya biayane bayar mbayar bayarnya bayare membayar bayaran ongkos ongkosnya ongkose tarif tarifnya harga gratis grts dipungut pungutan mbayare bea majer membayarnya
dibayar: dibayare dibayarnya digaji dibyar
minta: njaluk diminta mintak minta-minta disuruh dimintai meminta
uang: uangnya duit duwit dhuwit pesse uange setor nyetor setoran dp
lama: lamanya suwe lm brplama durasi suwene lamane
hari: hr harinya dino
rampung: jadi-brp jadinya jadine dadi dadine selesai selesainya langsung-jadi berapa-hari hari-jadi jadi-kapan kapan-jadi ditunggu jadi-berapa
kapan: kpn kapn bila-mana barang-kapan
jam: jamnya pukul jame jam-berapa
buka: bukak buka-nya bukanya bukane mbukak dibuka bukae
tutup: tutupnya tutupe nutup libur tutupx
kantor: kantornya kantore kntor disnaker dinas naker disnakertrans depnaker dinas-tenaga-kerja
alamat: alamatnya alamate almt lokasi lokasinya dimana dmn dmana di-mana dimn ndi ngendi endi nang-ndi dimma sebelah-mana letak letaknya nangndi nandi sebelahmana dimananya
telepon: telp telpon tlp nomor-telepon no-telp nomor-hp no-hp nomor-wa no-wa kontak dihubungi
berlaku: berlakunya berlakune brlaku masa-berlaku masa-aktif kadaluarsa kadaluwarsa kedaluwarsa expired ekspired masa-aktifnya
panjang: perpanjang prpnjang perpanjangan memperpanjang diperpanjang perpanjangnya manjangne panjangin dipanjangkan
hilang: ilang kehilangan hilangnya ilange kelangan
rusak: rusakk sobek basah
lapor: melapor laporan laporannya lapornya dilaporkan melaporkan nglapor lporan wadul madhul
wakil: diwakilkan diwakili mewakili wakilkan titip dititipkan nitip diwakilno
online: onlen onlain daring lewat-hp lewat-sms lewat-wa lewat-internet lewat-pesan hp-saja
guna: gunanya gunane kegunaan fungsi fungsinya manfaat manfaatnya buat-apa untuk-apa gawe-opo faedah
daftar: ndaftar daftarnya mendaftar dftar dftr daptar pendaftaran ndaftare adaftar daftare didaftarkan
ijazah: ijasah ijazahnya ijasahnya ijazahe ijazh skl surat-keterangan-lulus
belumkeluar: belum-keluar blm-keluar belum-terbit belum-jadi blm-jadi belum-ada blm-ada tidak-punya tdk-punya gak-punya ga-punya gk-punya belum-punya blm-punya tanpa nggak-punya ora-duwe gak-duwe durung-metu
foto: fotonya pas-foto pasfoto poto potonya photo
warna: latar background werno
umur: usia umurnya umure usianya batas-umur batas-usia umurnya tahun-umur
minimal: min minim paling-muda paling-sedikit termuda
luardaerah: luar-kota luar-daerah luar-kabupaten lain-kota lain-kabupaten beda-kota beda-kabupaten beda-daerah luar-lumajang bukan-lumajang bukan-warga luar-kab ktp-luar ktp-jember ktp-malang ktp-probolinggo ktp-surabaya bukan-asli pendatang
domisili: tinggal ngontrak kos
ubah: merubah mengubah diubah ganti mengganti diganti perubahan rubah betulkan perbaiki dibetulkan ngganti benerin
salah: keliru slh kliru
lowongan: lowongannya lowker loker lokernya lwngn lowngn lowngan lowongane lokere
kerja: krj krja kerjo gawe gawean gaweyan kerjaan pekerjaan bekerja krjaan kalakoan nyambut-gawe kerjanya makarya alako lako
lamar: melamar ngelamar nglamar lamaran lamarannya alamar nglamare dilamar ngelamarnya
cari: mencari nyari cr golek nggolek nyare carikan carinya
minat: berminat tertarik
tipu: penipuan ditipu nipu menipu diapusi ngapusi apus etepo bohong palsu hoax hoaks hoak scam abal-abal bodong
asli: resmi beneran betulan terpercaya dipercaya legal ilegal
calo: caloan tekong makelar perantara sponsor sponsorne
perusahaan: pt prusahaan perusahaannya pabrik pabriknya perusahan cv
agen: agennya p3mi pjtki agensi penyalur
magang: mgng magan pemagangan magangnya magange mgang magg
uangsaku: uang-saku sangu duit-saku uang-sakunya uang-makan
gaji: gajinya gajine upah upahnya bayaran-kerja gajian gajih opa upahe honor
sertifikat: sertipikat sertifikatnya
perjanjian: kontrak kontraknya surat-perjanjian perjanjiannya
luarnegeri: luar-negeri keluar-negeri ln luarnegri luar-negri luar-negara ke-luar-negeri taiwan twn hongkong hong-kong malaysia malay singapura singapore korea jepang arab saudi brunei pmi cpmi tki tkw tkinya polandia dubai keluarnegeri
izin: ijin izinnya ijinnya restu seizin izin-suami
suami: istri suaminya bojo bojone
orangtua: orang-tua ortu wali wong-tuo bapak-ibu orangtuanya keluarga kelurga
paspor: passport pasport pspr paspornya paspore pasppor
visa: visanya visae vsa
rekom: rekomendasi surat-rekomendasi rekomnya rekomendasinya
cek: ngecek mengecek dicek periksa memeriksa priksa ngecekne cekne
sehat: kesehatan medikal medical cek-kesehatan mcu
aduan: adu mengadu pengaduan mengadukan ngadu komplain aduannya lapor-masalah sambat
rahasia: dirahasiakan merahasiakan rahasiakan ketahuan diketahui disembunyikan anonim tanpa-nama identitas
nik: nikku no-ktp nomor-ktp nomer-ktp no-nik
data: datanya datane data-saya data-pribadi
aman: amankah keamanan keamanannya bocor disalahgunakan disebar disebarkan
hapus: menghapus dihapus hapuskan ngapus
pulsa: pulsanya pulsane kesedot disedot kepotong potong-pulsa dipotong
sms: smsnya smse pesan-ini layanan-ini sms-ini
langganan: berlangganan langganannya
berhenti: stop brhenti unreg mandeg mandek setop
balas: dibalas balasan balesan dijawab jawaban
status: setatus statusnya perkembangan sampai-mana progres
pasang: memasang masang buka-lowongan pasangin
pensiun: pesangon
phk: dipecat pecat diberhentikan dirumahkan
telat: terlambat nunggak belum-dibayar blm-dibayar tidak-dibayar tdk-dibayar gak-dibayar ga-dibayar ditahan ndak-dibayar gk-dibayar gak-bayar belum-bayar
cara: caranya carane crane gimana gmn gmna bagaimana bgmn bgmna piye yok-opo yokopo yaopo kepiye gmana gimn gmnа bagaimna carana
berapa: brp brpa brapa piro pira berempa barampa brpaan
jumlah: banyak lembar
syaratnegara: negara
lulusan: lulus tamatan tamat lulusnya lulusannya
sekolah: sd smp sma smk
bulan: bln sasi
tahun: th thn taun
ulang: lagi balik
antre: antri antrian antrean ngantri
sabtu: minggu weekend
hamil: mengandung
`;

/** Words that say nothing of what is asked. */
const emptyWords = new Set(
  `yang yg yng dan atau di ke dari dr untuk utk tuk untk pada dengan dgn dg ada apa ap apah opo apakah apkh
  mau mw mo ingin pengen pingin kepingin arep kate saya sy sya aku aq engkok sengkok ak pak bu bpk ibu bapak mas mbak mb mbk
  kak min admin tolong tlg tulung mohon itu ini iku niku niki ya y yah iya to ta kah ta dong donk sih kok kan lah ki deh tah
  kalau kalo klo kl klu klau nek lek bila jika itu tersebut adalah ialah saja sj aja ae wae masih msh sudah sdh udah udh
  dah wis wes uwis mare la agar supaya biar bisa bs bsa iso isa boleh harus hrs kudu perlu butuh akan kami kita
  anda nya tanya takon takok nanya bertanya menanyakan info informasi infonya assalamualaikum ass asslm salam pagi siang
  sore malam selamat terima kasih trims makasih mksh suwun nuwun halo hallo hai permisi punten maaf nuwunsewu
  juga jg pun tau tahu tahukah ngerti tentang soal masalah mengenai perihal dulu dl dlu nanti kalaupun kira kira2 se sing
  seng nang ning neng ng nge e ne ono onok enek wonten dalam oleh para bukan begitu gitu seperti kayak sama kalian beliau
  njenengan sampean sampeyan panjenengan ndak toh lho loh nah mas-mas mbak-mbak k d g n jika mana
  saat waktu pas ketika buat bikin membuat nggawe gawe ngurus mengurus urus dibuat bikinnya gak ga gk g nggak ngga enggak tidak tdk ndak ora tak bener bnr benar betul btl
  pake pakai dipake dipakai make dapet dapat bsk besok knp kenapa jd sampe smpe sampai pk oleh bole punya jadi apanya apaan apaya apakahini dapat dpt bagi sebelum setelah orang org warga mbah nak adik adek
  anak kakak sebelah kota om tante kang cak yuk ning gus selain hanya cuma cuman masing tiap setiap`.split(
    /\s+/u,
  ),
);

function readSame(): ReadonlyMap<string, string> {
  const table = new Map<string, string>();
  for (const line of sameLines.trim().split('\n')) {
    const [root = '', words = ''] = line.split(': ');
    for (const word of [root, ...words.split(' ')]) table.set(word, root);
  }
  return table;
}

/** Word or words joined by `-` -> the root that is compared. */
export const sameQuestion: ReadonlyMap<string, string> = readSame();

/** True for a word that says nothing of what is asked. */
export const isEmptyWord = (word: string): boolean =>
  emptyWords.has(word) || /^\d{1,3}(?:\p{L}{1,4})?$|^\p{L}$/u.test(word);
