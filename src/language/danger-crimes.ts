import type { Scene } from './danger-scene.ts';
import { sexualSigns } from './danger-sexual.ts';
import { atWords, type Sign } from './danger-sign.ts';

/* Danger that is named, or told by two words together: crimes, forced vice, a plea for one's life. */

/** The name of a crime, said by its victim or a witness. */
const crime: Sign = (scene) =>
  scene.where('crime').find((at) => {
    if (scene.before(at, 2, 'not') || scene.before(at, 4, 'avoid')) return false;
    if (scene.saysAny('lowongan', 'loker', 'pendamping')) return false;
    const told = scene.has('report') || scene.saysAny('ada', 'kena', 'oleh', 'kdrt');
    return told && scene.has('me', 'family', 'boss', 'captive', 'young', 'report');
  });

const dies = (scene: Scene, at: number): boolean =>
  (scene.says(at, 'bunuh', 'gantung') && scene.says(at + 1, 'diri')) ||
  (scene.says(at, 'akhiri', 'mengakhiri') && scene.says(at + 1, 'hidup', 'hidupku')) ||
  (scene.says(at, 'mati') && scene.says(at + 1, 'aja', 'saja', 'wae', 'ae'));

/** `mau bunuh diri`, `pingin mati aja di sini`. */
const selfHarm = atWords(
  'bunuh gantung akhiri mengakhiri mati',
  (scene, at) => dies(scene, at) && scene.before(at, 3, 'wish'),
);

const heights = ['lantai', 'gedung', 'apartemen', 'balkon', 'jembatan', 'jendela', 'atap', 'tower'];

/** `minum racun`; `mau lompat dari lantai 5`. */
const poisoned = atWords('racun baygon potas', (scene, at) =>
  scene.says(at - 1, 'minum', 'nenggak', 'ngombe', 'menenggak'),
);

const leaps = atWords(
  'lompat loncat melompat terjun mloncat mlumpat',
  (scene, at) => scene.saysAny(...heights) && (scene.before(at, 3, 'wish') || scene.has('boss')),
);

/** `nyawa saya terancam`. */
const lifeAtRisk = atWords('nyawa nyawaku nyawanya nyowo keselamatan jiwa', (scene, at) => {
  const atRisk = scene.saysAny('terancam') || scene.before(at, 2, 'help');
  return atRisk && (scene.around(at, 3, 'me', 'family') || scene.says(at, 'nyawaku', 'nyawanya'));
});

/** `saya dalam bahaya`, `selamatkan adik saya`. */
const inDanger = atWords(
  'bahaya',
  (scene, at) => scene.says(at - 1, 'dalam', 'dlm', 'keadaan') && scene.has('me', 'family'),
);

const plea = atWords(
  'selamatkan selametno selametin',
  (scene, at) => scene.behind(at, 1, 'me', 'family') || scene.says(at + 1, 'nyawa'),
);

/** Made to sell the body or to cheat others. */
const vice: Sign = (scene) =>
  scene
    .where('vice')
    .find((at) => scene.before(at, 8, 'bidden') && !scene.says(at, 'laki', 'lelaki'));

const served = atWords('melayani ngladeni layani', (scene, at) => {
  const made = scene.before(at, 3, 'bidden');
  const whom = scene.says(at + 1, 'tamu', 'pria', 'nafsu', 'om', 'lelaki');
  return made && (whom || scene.behind(at, 3, 'vice') || scene.behind(at, 2, 'boss'));
});

const organ = atWords('ginjal ginjalnya organ', (scene, at) => {
  const taken = scene.deeds('take').length + scene.deeds('sell').length > 0;
  return (taken || scene.around(at, 4, 'wish')) && scene.has('me', 'family');
});

const bought = atWords(
  'dibeli',
  (scene, at) => scene.before(at, 3, 'me', 'family') && scene.has('boss'),
);

/** `bos main tangan`. */
const rough = atWords(
  'main',
  (scene, at) => scene.says(at + 1, 'tangan', 'pukul') && scene.has('boss'),
);

/** `saya tidak aman di sini, tolong`. */
const unsafe = atWords(
  'aman',
  (scene, at) => scene.before(at, 1, 'not') && scene.has('help') && scene.has('me', 'family'),
);

/** `dibuang ke laut`. */
const overboard = atWords('laut', (scene, at) =>
  scene.tokens.slice(Math.max(0, at - 4), at).some(({ root }) => root === 'buang'),
);

/** `badan penuh luka`, `lebam`: with whoever has power over them. */
const wounds = atWords('luka lebam memar belur benjut biru', (scene, at) => {
  const full = scene.says(at, 'luka') && scene.says(at - 1, 'penuh');
  const blue = !scene.says(at, 'luka') && scene.has('body', 'me');
  return (full || blue) && scene.has('boss');
});

/** `tidur di kandang`, by order. */
const kennel = atWords(
  'kandang wc toilet teras',
  (scene, at) => scene.before(at, 4, 'bidden') && scene.has('boss'),
);

/** `mereka bawa celurit nyari suami saya`, `cari saya bawa golok`, `majikan bawa pisau`. */
const armed: Sign = (scene) =>
  scene
    .where('hunt')
    .find((at) => scene.behind(at, 1, 'family', 'me') && scene.around(at, 5, 'weapon')) ??
  scene
    .where('weapon')
    .find((at) => scene.says(at - 1, 'bawa', 'membawa', 'gowo') && scene.before(at, 6, 'boss'));

/** `majikan ambil anak saya`. */
const child = atWords(
  'ambil rebut bawa',
  (scene, at) => scene.before(at, 1, 'boss') && scene.says(at + 1, 'anak', 'bayi', 'anakku'),
);

/** Very ill, and made to work. */
const illAtWork = atWords(
  'keras parah',
  (scene, at) => scene.says(at - 1, 'sakit') && scene.behind(at, 4, 'bidden') && scene.has('boss'),
);

/** A cry in English. */
const english = atWords('locked kidnapped raped beaten trafficked tortured', (scene) =>
  scene.has('me', 'help'),
);

/** `majikan kejam, saya tidak kuat`; `diperlakukan tidak manusiawi`. */
const cruelty = atWords('manusiawi binatang hewan kejam sadis bengis biadab', (scene, at) => {
  if (!scene.has('boss')) return false;
  if (scene.says(at, 'manusiawi', 'binatang', 'hewan')) return scene.saysAny('diperlakukan');
  return scene.has('help', 'abroad') || scene.saysAny('kuat', 'tahan');
});

const poison = atWords('racun', (scene, at) => scene.before(at, 2, 'give'));

/** Each with what it is called. */
export const crimes: readonly (readonly [string, string, Sign])[] = [
  ...sexualSigns,
  ['trafficking', 'vice', vice],
  ['trafficking', 'service', served],
  ['trafficking', 'organ', organ],
  ['trafficking', 'bought', bought],
  ['violence', 'rough', rough],
  ['violence', 'poison', poison],
  ['violence', 'cruelty', cruelty],
  ['violence', 'overboard', overboard],
  ['violence', 'wounds', wounds],
  ['violence', 'armed', armed],
  ['violence', 'english', english],
  ['detention', 'child', child],
  ['forced work', 'kennel', kennel],
  ['forced work', 'ill', illAtWork],
  ['threat', 'unsafe', unsafe],
  ['violence', 'crime', crime],
  ['threat', 'life', lifeAtRisk],
  ['threat', 'plea', inDanger],
  ['threat', 'plea', plea],
  ['threat', 'self-harm', selfHarm],
  ['threat', 'suicide', poisoned],
  ['threat', 'suicide', leaps],
];
