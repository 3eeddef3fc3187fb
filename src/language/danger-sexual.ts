import { atAny, type Sign } from './danger-sign.ts';

/* Sexual violence that no single verb tells. */

const bed = atAny((scene, at) => {
  if (!scene.says(at, 'tidur', 'turu', 'ngeloni', 'keloni')) return false;
  const invited = scene.says(at - 1, 'ngajak', 'mengajak', 'ajak', 'diajak');
  return (invited || scene.before(at, 3, 'bidden')) && scene.around(at, 4, 'boss');
});

/** `majikan masuk kamar waktu saya mandi`. */
const intruder = atAny(
  (scene, at) =>
    scene.says(at, 'masuk', 'mlebu') &&
    scene.before(at, 3, 'boss') &&
    scene.says(at + 1, 'kamar') &&
    scene.has('me', 'family'),
);

/** `majikan ngajak berhubungan badan`. */
const intimate = atAny((scene, at) => {
  const asked = scene.says(at, 'hubungan', 'berhubungan', 'bersetubuh', 'begituan');
  const body =
    scene.says(at + 1, 'badan', 'intim', 'seks', 'seksual') || !scene.says(at, 'hubungan');
  return asked && body && scene.before(at, 4, 'boss', 'bidden');
});

/** `disuruh lepas baju sama bos`. */
const undressed = atAny(
  (scene, at) =>
    scene.says(at, 'lepas', 'buka', 'melepas', 'copot') &&
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
