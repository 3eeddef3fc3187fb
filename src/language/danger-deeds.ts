import type { Scene } from './danger-scene.ts';
import type { Deed } from './danger-words.ts';

/*
 * When a verb tells of danger: most do by themselves when something is done to somebody; some only
 * when it is done to a person, by somebody with power over them.
 */

/** True when the deed at this position is danger, as far as its own neighbours say. */
type Test = (scene: Scene, at: number) => boolean;

/** `majikan memukul`, `mukul saya`, `bos suka pukul`; `pukul 8` is a time of day. */
function doneTo(scene: Scene, at: number): boolean {
  const to = scene.behind(at, 1, 'me', 'family');
  if (scene.voice(at) !== 'root') return to || scene.before(at, 5, 'boss', 'police');
  if (scene.before(at, 2, 'boss', 'police')) return true;
  return to && scene.before(at, 3, 'family', 'they', 'wish');
}

const passive: Test = (scene, at) => scene.voice(at) === 'passive';

/** `dipukul rata`, `bedug dipukul`, `ditendang dari grup`. */
const toObject: Test = (scene, at) =>
  (scene.behind(at, 2, 'object') || scene.before(at, 1, 'object')) && !scene.around(at, 4, 'boss');

const harmed: Test = (scene, at) =>
  !toObject(scene, at) && (passive(scene, at) || doneTo(scene, at));

/** `saya diikat`, not by a contract. */
const isTied: Test = (scene, at) =>
  /^ik[ae]t$/u.test(scene.root(at)) &&
  scene.before(at, 3, 'me', 'family') &&
  !scene.behind(at, 2, 'thing');

/** `bos lempar piring ke saya`. */
const thrownAt: Test = (scene, at) =>
  /^(?:lempar|jedot|bentur|dorong|seret|siram)$/u.test(scene.root(at)) &&
  scene.before(at, 3, 'boss') &&
  scene.behind(at, 3, 'me');

const struck: Test = (scene, at) => {
  if (thrownAt(scene, at)) return true;
  if (toObject(scene, at) || scene.behind(at, 1, 'thing')) return false;
  if (scene.root(at) === 'kejar') return scene.behind(at, 3, 'boss', 'police', 'weapon');
  if (scene.voice(at) === 'root') return false;
  return scene.around(at, 5, 'boss', 'weapon') || isTied(scene, at);
};

const confined: Test = (scene, at) => {
  if (passive(scene, at)) return !scene.before(at, 1, 'thing');
  return doneTo(scene, at);
};

/** `akun saya terkunci`, `dikunci password`. */
const locksThing: Test = (scene, at) =>
  (scene.before(at, 2, 'thing') || scene.behind(at, 1, 'thing')) &&
  !scene.around(at, 4, 'boss', 'captive');

/** Somebody is behind the lock: named, near somebody with power, or in a room that is no shift's. */
const isBehindLock: Test = (scene, at) => {
  if (scene.around(at, 3, 'me', 'family') || scene.around(at, 7, 'boss')) return true;
  if (scene.root(at) === 'sandera') return scene.has('abroad');
  return scene.around(at, 3, 'captive') && !scene.behind(at, 3, 'limit');
};

const locked: Test = (scene, at) => {
  if (locksThing(scene, at)) return false;
  if (scene.voice(at) === 'root' && !scene.root(at).startsWith('ter')) return false;
  return isBehindLock(scene, at);
};

const owned = ['papers', 'thing', 'phone'] as const;

/** True when papers or wages are held; in `gaji saya ditahan` not the person. */
function isOfThings(scene: Scene, at: number): boolean {
  const own = scene.before(at, 1, 'me', 'family') && scene.nearest(at - 1, 1, owned);
  const subject = own || scene.nearest(at, 4, [...owned, 'me', 'family']);
  return owned.some((sense) => sense === subject);
}

/** An arrest is the family's trouble when it is abroad. */
const arrested: Test = (scene, at) => scene.has('abroad') && scene.around(at, 4, 'me', 'family');

/** Wages and diplomas are held every day; people and passports are not. */
const heldPerson: Test = (scene, at) => {
  if (isOfThings(scene, at)) return false;
  if (scene.around(at, 3, 'police')) return arrested(scene, at);
  if (scene.around(at, 3, 'thing') && !scene.around(at, 5, 'boss')) return false;
  if (!passive(scene, at)) return scene.voice(at) === 'active' && scene.behind(at, 1, 'me');
  return scene.around(at, 4, 'boss', 'captive', 'abroad') || scene.before(at, 1, 'me', 'family');
};

/** An identity card is left with a doorman every day. */
const isOfCard = (scene: Scene): boolean =>
  scene.where('papers').every((at) => scene.says(at, 'ktp', 'ktpku', 'ktpnya', 'identitas'));

const keeping = new Set(
  'gondol sembunyi umpet tahan thn sita rampas jabel gowo jupuk kala'.split(' '),
);

/** `ditahan paspornya`, `paspor saya ditahan`; in `paspor ada, gaji ditahan` the wages. */
const isOfPapers: Test = (scene, at) =>
  scene.behind(at, 4, 'papers') ||
  (passive(scene, at) && scene.nearest(at, 5, ['papers', 'thing']) === 'papers');

/** Taking a passport for an errand and fetching a new one are no danger; keeping it is. */
const tookPapers: Test = (scene, at) => {
  if (!isOfPapers(scene, at)) return false;
  if (keeping.has(scene.root(at)) && scene.voice(at) !== 'root' && !isOfCard(scene)) return true;
  return scene.around(at, 6, 'boss') && !scene.saysAny('kapan', 'dimana');
};

const tookPhone: Test = (scene, at) => {
  if (!scene.around(at, 4, 'phone')) return false;
  return scene.voice(at) === 'root' ? scene.before(at, 2, 'boss') : scene.around(at, 4, 'boss');
};

const isViolent = (scene: Scene): boolean =>
  scene.has('weapon') ||
  (['harm', 'strike', 'confine'] as const).some((deed) => scene.deeds(deed).length > 0);

/** With dismissal, a fine, a lender's calls nobody's life is threatened. */
const threatened: Test = (scene, at) => {
  if (scene.says(at, 'ancaman', 'teror', 'intimidasi')) return false;
  if (isViolent(scene)) return true;
  if (scene.behind(at, 5, 'sack') || scene.around(at, 4, 'lender')) return false;
  if (scene.root(at) === 'intimidasi') return false;
  return passive(scene, at) || doneTo(scene, at);
};

const raped: Test = (scene, at) => {
  if (/^(?:hamil|tidur|noda|gagah|pelacur)$/u.test(scene.root(at))) return passive(scene, at);
  if (scene.voice(at) === 'root') return scene.before(at, 8, 'boss', 'bidden', 'wish');
  return passive(scene, at) || doneTo(scene, at);
};

/** `pegang pegang dada saya`. */
const grabbed: Test = (scene, at) =>
  (scene.behind(at, 3, 'body') || (passive(scene, at) && scene.before(at, 4, 'body'))) &&
  scene.around(at, 6, 'boss', 'me', 'family');

const touched: Test = (scene, at) => {
  const isIndecent = scene.root(at) === 'raba' || scene.root(at) === 'remas';
  if (isIndecent && scene.behind(at, 2, 'me', 'family')) return true;
  if (scene.voice(at) === 'root') return grabbed(scene, at);
  return !scene.behind(at, 1, 'thing') && scene.around(at, 5, 'boss', 'body');
};

/** `rumah saya mau dijual`, `dijual cepat`. */
const isForSale: Test = (scene, at) =>
  scene.before(at, 4, 'thing') ||
  scene.behind(at, 2, 'thing') ||
  scene.says(at + 1, 'mahal', 'murah', 'cepat', 'cepet');

/** A house is sold, `saya jual ayam`; a sister is not. */
const sold: Test = (scene, at) => {
  if (isForSale(scene, at)) return false;
  if (!passive(scene, at)) {
    return scene.behind(at, 1, 'me', 'family') && scene.before(at, 3, 'boss', 'family');
  }
  if (scene.has('bidden') || (scene.has('family') && scene.has('boss', 'they'))) return true;
  return scene.before(at, 7, 'me', 'family') || scene.behind(at, 4, 'boss', 'vice', 'abroad');
};

/** `diperbudak`, `dijadikan budak`, `seperti budak`. */
const isEnslaved: Test = (scene, at) =>
  passive(scene, at) ||
  scene.has('bidden') ||
  scene.says(at - 1, 'seperti', 'kayak', 'kaya', 'jadi', 'sebagai');

/** Forced to work, to marry, to go to sea: not to work late or to give notice. */
const forced: Test = (scene, at) => {
  if (scene.root(at).endsWith('budak')) return isEnslaved(scene, at);
  if (scene.voice(at) === 'root' || scene.around(at, 3, 'sack', 'mild')) return false;
  if (passive(scene, at) && scene.behind(at, 6, 'boss')) return true;
  const made = scene.behind(at, 4, 'work', 'vice') || scene.before(at, 10, 'work');
  return made || scene.deeds('rape').length + scene.deeds('touch').length > 0;
};

/** What each deed's neighbours have to say; a deed may be told in two ways. */
export const deedTests: readonly (readonly [string, Deed, Test])[] = [
  ['sexual violence', 'rape', raped],
  ['sexual violence', 'touch', touched],
  ['sexual violence', 'take', grabbed],
  ['violence', 'harm', harmed],
  ['violence', 'strike', struck],
  ['detention', 'confine', confined],
  ['detention', 'lock', locked],
  ['detention', 'hold', heldPerson],
  ['held papers', 'hold', tookPapers],
  ['held papers', 'take', tookPapers],
  ['detention', 'take', tookPhone],
  ['trafficking', 'sell', sold],
  ['forced work', 'force', forced],
  ['threat', 'threat', threatened],
];
