import { atWords, type Sign } from './danger-sign.ts';

/* Sexual violence that no single verb tells. */

const bed = atWords('tidur turu ngeloni keloni', (scene, at) => {
  const invited = scene.says(at - 1, 'ngajak', 'mengajak', 'ajak', 'diajak');
  return (invited || scene.before(at, 3, 'bidden')) && scene.around(at, 4, 'boss');
});

/** `majikan masuk kamar waktu saya mandi`. */
const intruder = atWords(
  'masuk mlebu',
  (scene, at) =>
    scene.before(at, 3, 'boss') && scene.says(at + 1, 'kamar') && scene.has('me', 'family'),
);

/** `majikan ngajak berhubungan badan`. */
const intimate = atWords('hubungan berhubungan bersetubuh begituan', (scene, at) => {
  const body =
    scene.says(at + 1, 'badan', 'intim', 'seks', 'seksual') || !scene.says(at, 'hubungan');
  return body && scene.before(at, 4, 'boss', 'bidden');
});

/** `disuruh lepas baju sama bos`. */
const undressed = atWords(
  'lepas buka melepas copot',
  (scene, at) =>
    scene.says(at + 1, 'baju', 'celana', 'pakaian', 'klambi') &&
    scene.before(at, 3, 'bidden') &&
    scene.has('boss'),
);

/** Each with what it is called. */
export const sexualSigns: readonly (readonly [string, string, Sign])[] = [
  ['sexual violence', 'bed', bed],
  ['sexual violence', 'intruder', intruder],
  ['sexual violence', 'intimate', intimate],
  ['sexual violence', 'undressed', undressed],
];
