/*
 * Words that tell of danger, and those around them, as villagers of East Java write them:
 * Indonesian, SMS shorthand, East-Javanese, Madurese (folded: no accents, no apostrophes).
 */

/** What a word means where danger is looked for. */
export type Sense =
  | 'me'
  | 'family'
  | 'boss'
  | 'org'
  | 'abroad'
  | 'police'
  | 'papers'
  | 'phone'
  | 'thing'
  | 'object'
  | 'lender'
  | 'captive'
  | 'not'
  | 'ever'
  | 'allow'
  | 'able'
  | 'go'
  | 'food'
  | 'give'
  | 'limit'
  | 'sack'
  | 'mild'
  | 'law'
  | 'hearsay'
  | 'avoid'
  | 'yet'
  | 'they'
  | 'if'
  | 'fear'
  | 'help'
  | 'report'
  | 'work'
  | 'vice'
  | 'bidden'
  | 'body'
  | 'weapon'
  | 'crime'
  | 'stranded'
  | 'flee'
  | 'ill'
  | 'hunt'
  | 'wish'
  | 'young';

/** Words of one sense, with their spellings; endings like -ku, -nya, -e are taken off before. */
export const senses: Readonly<Record<Sense, string>> = {
  me: 'saya sy sya sa ak aq aku q kulo kula gue gw gua ane engkok sengkok eson kami me my awakku badanku',
  family: `adik adek adk ade ale dik kakak kakang kaka istri bojo bini binik suami anak arek putra putri
    saudara sodara keponakan ponakan ponaan sepupu teman tmn temen konco kanca keluarga dulur tretan
    embok emak mak paman paklik bude budhe bulik nenek tetangga tonggo ipar mertua mbakyu misan cucu abang
    oreng ortu pacar ibu ibuk bapak bpk ayah mama papa ebu eppak`,
  boss: `majikan mjikan jragan juragan jeragan bos boss agen agensi agency agent calo sponsor tekong
    mandor kapten nahkoda nakhoda germo mucikari preman sindikat atasan hrd pemilik senior
    tauke tauké taukeh guru begal tiyang mami`,
  org: 'pt p3mi pjtki perusahaan pabrik toko penyalur yayasan sekolah',
  abroad: `kualalumpur kl malaysia malaysa malay saudi arab riyadh riyad jeddah jedah mekah taiwan taipei hongkong hk
    singapura singapur singapore brunei korea jepang kuwait qatar dubai uae emirat oman bahrain
    yordania suriah mesir turki kamboja myanmar laos thailand bangkok filipina tiongkok cina china
    johor sabah sarawak serawak kuching penang tawau libya irak lebanon nunukan entikong poipet kbri kjri kedutaan
    luarnegeri perbatasan`,
  police: 'polisi polis imigrasi petugas penjara kem satpam security sekuriti',
  papers:
    'arc ikad iqama igama paspor pasport passport pspor visa permit dokumen suratsurat ktp bukunikah identitas',
  phone: 'hp hape handphone ponsel telpon telepon',
  thing: `pinjol grup kontrak janji sumpah dinas leasing tilang sertifikat bantuan utang hutang deposit hak
    gaji upah uang duit thr ijazah ijasah ijasa bonus pesangon jaminan berkas lamaran motor bpkb stnk
    sim dana dananya bpjs jamsostek slip kartu atm surat pasfoto foto tabungan debt dc collector sawah
    mobil kambing ternak emas perhiasan kebun warung pulsa akun aplikasi password sandi siapkerja prakerja loket kantor gerbang barang
    rumah tanah kain baju diri hewan`,
  lender: 'pinjol leasing debt dc collector target deadline utang hutang kontrak',
  object: `rata bedug drum paku besi bola gong kendang kayu daging ayam sapi harga hujan banjir
    pandemi corona covid badai rindu macet target deadline mimpi hama penyakit palsu grup kenyataan
    keadaan pelanggan angin ombak rotan laundry`,
  captive: `penampungan mes mess asrama apartemen ruko gudang kamar kandang dalam dlm`,
  not: 'dilarang tidak tdk tak ta gak ga gk g ngga nggak enggak engga ndak nda ora mboten boten bukan tanpa',
  ever: 'pernah ada sampai akan usah mau',
  allow: `dilarang boleh bole blh oleh olle entuk angsal dikasih dikasi dibolehkan diizinkan diijinkan dibolehin
    diperbolehkan diijinin diizinin ijin izin mengizinkan mengijinkan diolehi diolehno diolehin ngijinin ngizinin membolehkan`,
  able: 'bisa bs iso isa saged',
  go: 'keluar kluar kluwar metu medal kalowar kaloar pulang plg mulih moleh mole wangsul pergi pulangkan memulangkan dipulangkan',
  food: 'roti nasi makan mkn maem mangan ngakan nedha mamam',
  give: `dikasih dikasi dikase diberi dibri dike diwei diwehi diwenehi dikei diberikan dikasihkan kasihkan diserahkan dikekno diwehno dikasihno eberri ekasi ngasih kasih
    kasi memberi beri diparingi`,
  limit: `cepat cepet sebelum jam awal lebaran cuti hujan istirahat hamil kampung siang jatah catering
    tunjangan uang sholat jumat lembur libur`,
  sack: `phk pecat dipecat dikeluarkan potong dipotong denda didenda mutasi dimutasi sp resign
    
    dilaporkan sanksi memecat mecat peringatan teguran surat pesangon ganti menutup ditutup tutup skors skorsing diturunkan dipindah dirumahkan
    diberhentikan berhenti mundur mengundurkan pengunduran tanda tandatangan ttd lembur gaji`,
  mild: 'pindah pakai masker vaksin beli bayar training seragam masuk iuran',
  law: 'boleh bolehkah apakah hukum hukumnya hukuman hukumannya aturan peraturan pasal sanksi undang pidana',
  hearsay: `banyak bilang dengar denger cerita apakah apa katanya berita kabarnya konon sosialisasi penyuluhan pelatihan
    film drama mencegah pencegahan cegah hukum hukumnya hukuman aturan pasal sanksi seminar pendamping`,
  avoid: 'jangan supaya agar biar semoga mugi mudahan mencegah menghindari hindari',
  yet: 'belum blm blum durung dereng ghita',
  they: 'dia mereka orang orangnya beliau wong oreng',
  if: 'kalau kalo klo kalu klau jika bila nek lek mun nanti misal umpama seandainya',
  fear: 'takut khawatir kuatir wedi tako',
  help: 'tolong tolng tlong tlg tulung selamatkan selametno selametin bantuan jemput help sos',
  report:
    'lapor melapor melaporkan laporkan mengadu aduan wadul korban mengalami alami terhadap kepada jadi',
  work: 'kerja bekerja kerjo nyambut alako lako berangkat naik minum tidur turu nikah menikah melunasi nglembur nipu menipu pulang',
  vice: 'psk pelacur lonte mucikari germo openbo plusplus hidungbelang jualdiri scammer scam judi judol nipu menipu ngemis mengemis narkoba sabu mencuri nyuri maling berciuman ciuman nakal omom lelaki laki',
  bidden:
    'dipaksa disuruh suruh nyuruh terpaksa dijebak dijadikan ternyata dpaksa maksa dijanjikan ditipu diancam',
  body: 'badan tubuh dada payudara paha pantat kemaluan susu pupu',
  weapon:
    'pisau parang celurit clurit pistol senjata golok bersenjata air bensin rokok kabel racun',
  crime: `kekerasan penganiayaan penyiksaan penyekapan pemukulan penculikan perbudakan penyanderaan
    pelecehan pemerkosaan perkosaan pencabulan kdrt eksploitasi tppo trafficking perdaganganorang perdaganganmanusia
    kerjapaksa`,
  stranded: `terlantar telantar ditelantarkan diterlantarkan terdampar keleleran diusir ditinggal
    ditinggalkan luntang terlunta tersesat gelandangan kaburan tidurdijalan`,
  flee: 'kabur lari minggat melarikan sembunyi ngumpet ndelik',
  ill: `sakit stroke jenazah jenasah mayat koma kecelakaan kritis dirawat opname icu lumpuh meninggal hilang hilangkontak mati lumpuh kabar sekarat
    dipulangkan`,
  hunt: 'cari nyari mencari nyerang menyerang ngejar kejar ngamuk datang',
  wish: 'mau mw mo akan ingin pingin pengen kepingin arep mending kate bade',
  young:
    'anak adik bocah hamil perempuan wanita gadis cewek istri ibu suami balita bayi art tkw mbak pembantu karyawati',
};

/** Deeds of danger; each has verbs of its own. */
export type Deed =
  | 'harm'
  | 'strike'
  | 'confine'
  | 'lock'
  | 'hold'
  | 'take'
  | 'threat'
  | 'rape'
  | 'touch'
  | 'sell'
  | 'force';

/**
 * Roots of the verbs. `harm`, `confine`, `rape`: danger by themselves. The others depend on who does
 * it to whom: `strike` to things, `lock` of accounts, `hold` of wages are everyday matters.
 */
export const roots: Readonly<Record<Deed, string>> = {
  harm: `pukul gebuk gebug gepuk tampar tendang tonjok jotos hajar aniaya aniyaya aniya siksa seksa siksoo
    keroyok kroyok keplak tempeleng tabok gampar cambuk cekik bacok tikam jambak antem sundut pilara
    pateni bunuh pokol tokol lukai ludahi kasari habisi patee pate pentung jewer sabet bogem bnuh pkul cakar
    pelintir plintir puntir gibeng kepruk gaplok kaplok gampleng gablok jejek dugang tutuk jitak jiwit
    sampluk injak cekek gorok sayat tempiling tapok kemplang geppok sepak pejah penthung kaniaya
    bunoh sakiti nyakiti`,
  strike: `jedot hukum bakar tusuk hantam lempar siram banting serang dorong setrum bentur patah seret ikat iket
    tabrak kejar racun todong tembak sumpal setrika tinju injak buang`,
  confine:
    'sekap sekep skap rantai kurung korong kerem kunjara asingkan culik borgol pasung isolasi',
  lock: 'terkunci terkurung kunci kunceni kancing gembok konci sandera',
  hold: 'tahan thn tangkap tangkep penjara cekal',
  take: 'sita ambil rampas gondol sembunyi umpet jabel pegang cekel cepeng bawa gowo simpan jupuk kala',
  threat: 'ancam ancem teror gertak intimidasi',
  rape: 'perkosa prkosa pkosa cabul leceh grayang gerayang setubuh sodomi rudopekso rudapaksa telanjang hamil ngeloni jamah gagah noda rogol tidur pelacur',
  touch: 'elus remas sentuh raba peluk cium intip pegang',
  sell: 'jual dol juel juwel juwal jhuwal perdagang selundup',
  force: 'paksa pekso peksa perbudak budak',
};

/** Words one slip away from a verb that mean something else. */
export const innocent =
  /ajak|kabar|ejek|sewa|butuh|kurang|ajar|serap|sikap|anyam|pikul|tolong|bayar|gambar|tentang|suka|tampung|tampil|tandang|tanding|pakai|pandang|bantu|bakat|tanam|tanah|simpul|kunjung|panggil|tahun|ambisi|bahan|terima|periksa|disiplin|dikonsul/u;
