import { crimes } from './danger-crimes.ts';
import type { Scene } from './danger-scene.ts';
import { atWords, type Sign } from './danger-sign.ts';

/* Danger that no single verb tells: not let out, not fed, stranded, missing. */

const victims = ['me', 'family', 'boss', 'abroad', 'captive', 'help', 'crime'] as const;

/** `tidak boleh pulang`: forbidden to go, not "before five" or "for lack of leave". */
const keptIn: Sign = (scene) =>
  scene.where('go').find((at) => {
    const allowed =
      scene.before(at, 4, 'allow') || (scene.has('boss') && scene.before(at, 2, 'give'));
    const behind = scene.behind(at, 2, 'allow') && scene.behind(at, 1, 'not');
    const forbidden = behind || (allowed && scene.before(at, 5, 'not'));
    return forbidden && !scene.behind(at, 4, 'limit') && scene.has(...victims);
  });

function cannot(scene: Scene, at: number): boolean {
  const before = scene.before(at, 2, 'able') && scene.before(at, 3, 'not', 'yet');
  return before || (scene.behind(at, 3, 'able') && scene.behind(at, 3, 'not'));
}

/** `tidak bisa pulang`: only from abroad, or out of somebody's hands. */
const cannotLeave: Sign = (scene) =>
  scene.where('go').find((at) => {
    if (!cannot(scene, at) || scene.behind(at, 4, 'limit', 'thing')) return false;
    return (
      scene.has('abroad', 'boss', 'captive') ||
      scene.deeds('hold').length > 0 ||
      scene.saysAny('dijebak', 'kejebak')
    );
  });

/** `majikan tidak mengizinkan`, `agen tidak mau memulangkan`. */
const notSentHome: Sign = (scene) =>
  scene.where('go').find((at) => {
    if (!scene.has('abroad', 'boss') || !scene.around(at, 7, 'not')) return false;
    if (scene.says(at, 'memulangkan', 'pulangkan', 'mulangkan')) return true;
    const refused = scene.behind(at, 8, 'allow') && scene.behind(at, 7, 'not');
    return refused && scene.around(at, 6, 'boss');
  });

const notFed: Sign = (scene) =>
  scene.where('food').find((at) => {
    if (!scene.before(at, 4, 'give') || scene.around(at, 2, 'limit')) return false;
    return scene.before(at, 5, 'not') || (scene.has('boss') && scene.saysAny('basi', 'sehari'));
  });

const starving: Sign = (scene) =>
  scene.where('food').find((at) => {
    if (!scene.before(at, 1, 'not', 'yet')) return false;
    const days = scene.says(at - 2, 'hari', 'dino') || scene.says(at + 1, 'berhari', 'seharian');
    return scene.has('abroad') || (days && scene.has('captive', 'boss'));
  });

const noPhone: Sign = (scene) =>
  scene.where('phone').find((at) => {
    const forbidden = scene.before(at, 4, 'allow') && scene.before(at, 5, 'not');
    return forbidden && scene.has('boss') && !scene.around(at, 4, 'work', 'thing');
  });

const watched = atWords(
  'dijaga dijogo',
  (scene, at) =>
    (scene.behind(at, 3, 'weapon', 'boss') || scene.says(at + 1, 'anjing')) &&
    scene.behind(at, 7, 'not'),
);

const returns = /balikin|balikno|kembalik|dibalek|mengembalikan|dikasihkan|diwehno/u;

function isKept(scene: Scene, at: number): boolean {
  const asked = scene.tokens.some(({ word }) => returns.test(word));
  if (asked && scene.around(at, 8, 'not')) return true;
  if (scene.around(at, 8, 'not') && scene.around(at, 6, 'give')) return true;
  return scene.before(at, 4, 'flee') && scene.before(at, 6, 'boss');
}

/** A passport that is not given back, or stands as a pledge. */
const notReturned: Sign = (scene) =>
  scene.where('papers').find((at) => {
    const pledged = scene.saysAny('jaminan') && !scene.saysAny('ijazah');
    return (pledged && scene.behind(at, 7, 'boss')) || (scene.has('boss') && isKept(scene, at));
  });

const stranded: Sign = (scene) =>
  scene.where('stranded').find((at) => {
    if (scene.has('abroad')) return true;
    const lost = scene.says(at, 'terlantar', 'telantar', 'ditelantarkan', 'keleleran');
    if (lost && scene.has('me', 'family')) return true;
    return scene.around(at, 4, 'boss') && !scene.says(at + 1, 'satpam', 'hrd', 'security');
  });

/** `kabur dari majikan`; money that a broker ran off with is another matter. */
const fled: Sign = (scene) =>
  scene.where('flee').find((at) => {
    if (/^di?bawa$/u.test(scene.tokens[at - 1]?.word ?? '')) return false;
    if (!scene.says(at + 1, ...'dari dr teko soko deri d di ke k'.split(' '))) return false;
    if (scene.has('abroad') && scene.saysAny('sekarang', 'skrg', 'saiki', 'tolong')) return true;
    return scene.behind(at, 4, 'boss', 'captive') || scene.saysAny('kbri', 'kjri', 'kapal');
  });

/** `tidak ada kabar`, of one of the family. */
function isUnheardOf(scene: Scene, at: number): boolean {
  const silent = scene.before(at, 3, 'not') && !scene.before(at, 4, 'boss');
  return silent && scene.has('family') && !scene.saysAny('kasih', 'dikabari');
}

/** `tidak bisa dihubungi`, of one of the family abroad. */
const unreachable = atWords(
  'dihubungi ditelpon ditelepon',
  (scene, at) =>
    scene.before(at, 2, 'able') &&
    scene.before(at, 3, 'not') &&
    scene.has('family') &&
    scene.has('abroad', 'boss'),
);

/** `anak saya dibawa lari calo`. */
const abducted = atWords(
  'dibawa digowo dibowo',
  (scene, at) =>
    scene.says(at + 1, 'lari', 'kabur', 'minggat', 'pergi') &&
    scene.before(at, 4, 'family') &&
    !scene.before(at, 3, 'thing') &&
    scene.behind(at, 3, 'boss', 'they'),
);

/** `sakit parah di kapal, tidak diobati`. */
const untreated = atWords(
  'diobati diobatin diobatno diperiksakan',
  (scene, at) =>
    scene.before(at, 2, 'not') && (scene.has('boss', 'abroad') || scene.saysAny('kapal')),
);

/** `saya sembunyi, dicari preman agen`. */
const hiding = atWords(
  'sembunyi ngumpet ndelik',
  (scene, at) => scene.behind(at, 9, 'boss', 'police') && scene.has('me', 'family'),
);

/** `teman hilang setelah dibawa agen`. */
const vanished = atWords(
  'hilang ilang',
  (scene, at) =>
    scene.before(at, 2, 'family', 'me') &&
    scene.has('family') &&
    scene.has('boss') &&
    scene.saysAny('dibawa', 'diajak', 'digowo'),
);

/** Ill, dead or unheard of abroad, or with a broker. */
const lostAbroad: Sign = (scene) =>
  scene.where('ill').find((at) => {
    if (scene.says(at, 'kabar')) return scene.has('abroad', 'boss') && isUnheardOf(scene, at);
    if (scene.says(at, 'mati', 'dipulangkan')) return false;
    return scene.has('abroad') && scene.has('family', 'help') && scene.has('me', 'family');
  });

/** `tolong pulangkan saya dari kamboja`. */
const sendHome: Sign = (scene) =>
  scene.where('go').find((at) => {
    const asked = scene.says(at, 'pulangkan', 'dipulangkan', 'memulangkan');
    const helped = scene.before(at, 2, 'help') || scene.says(at - 1, 'bantu', 'minta', 'mohon');
    return asked && scene.has('abroad') && helped;
  });

/** Each sign with what it is called and its name. */
export const signs: readonly (readonly [string, string, Sign])[] = [
  ...crimes,
  ['violence', 'not fed', notFed],
  ['detention', 'watched', watched],
  ['detention', 'kept in', keptIn],
  ['detention', 'cannot leave', cannotLeave],
  ['detention', 'no phone', noPhone],
  ['held papers', 'not returned', notReturned],
  ['stranded', 'not sent home', notSentHome],
  ['stranded', 'fled', fled],
  ['stranded', 'stranded', stranded],
  ['stranded', 'starving', starving],
  ['stranded', 'lost', lostAbroad],
  ['stranded', 'unreachable', unreachable],
  ['stranded', 'untreated', untreated],
  ['trafficking', 'abducted', abducted],
  ['trafficking', 'vanished', vanished],
  ['threat', 'hiding', hiding],
  ['stranded', 'send home', sendHome],
];
