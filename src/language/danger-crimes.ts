import type { Scene } from './danger-scene.ts';
import { sexualSigns } from './danger-sexual.ts';
import { atAny, type Sign } from './danger-sign.ts';

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
const selfHarm = atAny((scene, at) => dies(scene, at) && scene.before(at, 3, 'wish'));

const heights = ['lantai', 'gedung', 'apartemen', 'balkon', 'jembatan', 'jendela', 'atap', 'tower'];

/** `mau lompat dari lantai 5`, `minum racun`. */
const suicide = atAny((scene, at) => {
  if (scene.says(at, 'racun', 'baygon', 'potas')) {
    return scene.says(at - 1, 'minum', 'nenggak', 'ngombe', 'menenggak');
  }
  const leaps = scene.says(at, 'lompat', 'loncat', 'melompat', 'terjun', 'mloncat', 'mlumpat');
  return leaps && scene.saysAny(...heights) && (scene.before(at, 3, 'wish') || scene.has('boss'));
});

/** `nyawa saya terancam`. */
const lifeAtRisk = atAny((scene, at) => {
  if (!scene.says(at, 'nyawa', 'nyawaku', 'nyawanya', 'nyowo', 'keselamatan', 'jiwa')) return false;
  const atRisk = scene.saysAny('terancam') || scene.before(at, 2, 'help');
  return atRisk && (scene.around(at, 3, 'me', 'family') || scene.says(at, 'nyawaku', 'nyawanya'));
});

/** `saya dalam bahaya`, `selamatkan adik saya`. */
const plea = atAny((scene, at) => {
  if (scene.says(at, 'bahaya')) {
    return scene.says(at - 1, 'dalam', 'dlm', 'keadaan') && scene.has('me', 'family');
  }
  const saves = scene.says(at, 'selamatkan', 'selametno', 'selametin');
  return saves && (scene.behind(at, 1, 'me', 'family') || scene.says(at + 1, 'nyawa'));
});

/** Made to sell the body or to cheat others. */
const vice: Sign = (scene) =>
  scene
    .where('vice')
    .find((at) => scene.before(at, 8, 'bidden') && !scene.says(at, 'laki', 'lelaki'));

const served = atAny((scene, at) => {
  const made = scene.says(at, 'melayani', 'ngladeni', 'layani') && scene.before(at, 3, 'bidden');
  const whom = scene.says(at + 1, 'tamu', 'pria', 'nafsu', 'om', 'lelaki');
  return made && (whom || scene.behind(at, 3, 'vice') || scene.behind(at, 2, 'boss'));
});

const organ = atAny((scene, at) => {
  if (!scene.says(at, 'ginjal', 'ginjalnya', 'organ')) return false;
  const taken = scene.deeds('take').length + scene.deeds('sell').length > 0;
  return (taken || scene.around(at, 4, 'wish')) && scene.has('me', 'family');
});

const bought = atAny(
  (scene, at) =>
    scene.says(at, 'dibeli') && scene.before(at, 3, 'me', 'family') && scene.has('boss'),
);

/** `bos main tangan`. */
const rough = atAny(
  (scene, at) =>
    scene.says(at, 'main') && scene.says(at + 1, 'tangan', 'pukul') && scene.has('boss'),
);

/** `saya tidak aman di sini, tolong`. */
const unsafe = atAny(
  (scene, at) =>
    scene.says(at, 'aman') &&
    scene.before(at, 1, 'not') &&
    scene.has('help') &&
    scene.has('me', 'family'),
);

/** `dibuang ke laut`. */
const overboard = atAny(
  (scene, at) =>
    scene.says(at, 'laut') &&
    scene.tokens.slice(Math.max(0, at - 4), at).some(({ root }) => root === 'buang'),
);

/** `badan penuh luka`, `lebam`: with whoever has power over them. */
const wounds = atAny((scene, at) => {
  const full = scene.says(at, 'luka') && scene.says(at - 1, 'penuh');
  const blue =
    scene.says(at, 'lebam', 'memar', 'belur', 'benjut', 'biru') && scene.has('body', 'me');
  return (full || blue) && scene.has('boss');
});

/** `tidur di kandang`, by order. */
const kennel = atAny(
  (scene, at) =>
    scene.says(at, 'kandang', 'wc', 'toilet', 'teras') &&
    scene.before(at, 4, 'bidden') &&
    scene.has('boss'),
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
const child = atAny(
  (scene, at) =>
    scene.says(at, 'ambil', 'rebut', 'bawa') &&
    scene.before(at, 1, 'boss') &&
    scene.says(at + 1, 'anak', 'bayi', 'anakku'),
);

/** Very ill, and made to work. */
const illAtWork = atAny(
  (scene, at) =>
    scene.says(at, 'keras', 'parah') &&
    scene.says(at - 1, 'sakit') &&
    scene.behind(at, 4, 'bidden') &&
    scene.has('boss'),
);

/** A cry in English. */
const english = atAny(
  (scene, at) =>
    scene.says(at, 'locked', 'kidnapped', 'raped', 'beaten', 'trafficked', 'tortured') &&
    scene.has('me', 'help'),
);

/** `majikan kejam, saya tidak kuat`; `diperlakukan tidak manusiawi`. */
const cruelty = atAny((scene, at) => {
  if (!scene.has('boss')) return false;
  if (scene.says(at, 'manusiawi', 'binatang', 'hewan')) return scene.saysAny('diperlakukan');
  const cruel = scene.says(at, 'kejam', 'sadis', 'bengis', 'biadab');
  return cruel && (scene.has('help', 'abroad') || scene.saysAny('kuat', 'tahan'));
});

const poison = atAny((scene, at) => scene.says(at, 'racun') && scene.before(at, 2, 'give'));

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
  ['threat', 'plea', plea],
  ['threat', 'self-harm', selfHarm],
  ['threat', 'suicide', suicide],
];
