import { nearRoots, sameRoot, weakRoots } from './occupations.ts';

// Words of skills that are no trade of their own, so that `tata busana` is told from a name.
const others = new Set(
  (
    'tata busana boga rias kecantikan salon bordir obras konveksi pola bengkel otomotif motor ' +
    'mobil sepeda ac kulkas elektronik hp ponsel servis service reparasi kayu batu bata bangunan ' +
    'cat mengecat keramik pipa ledeng instalasi jaringan word excel office internet medsos media ' +
    'sosial grafis video editing foto kamera multimedia bahasa inggris mandarin jepang korea arab ' +
    'jerman ternak ayam sapi kambing lele ikan kebun sawah tambak pupuk dagang berdagang jualan ' +
    'jual menjual online menyetir setir nyetir sim kue roti kopi barista catering katering makeup ' +
    'pengantin farmasi bidan gizi anyam anyaman menganyam batik membatik ukir mengukir sablon ' +
    'menyablon cetak percetakan bubut frais cnc tkj tkr tsm rpl dkv alat berat forklift ekskavator ' +
    'excavator truk truck bus traktor menari musik menyanyi olahraga silat mengaji ngaji momong ' +
    'angkut bongkar muat packing kasir menulis mengetik komputer gudang pijat urut bengkel tukang'
  ).split(' '),
);

/** True for a folded word that speaks of a trade or skill rather than naming a person. */
export function isSkillWord(word: string): boolean {
  return others.has(word) || sameRoot.has(word) || nearRoots.has(word) || weakRoots.has(word);
}
