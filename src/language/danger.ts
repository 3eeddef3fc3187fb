import { deedTests } from './danger-deeds.ts';
import { Scene } from './danger-scene.ts';
import { signs } from './danger-signs.ts';

/** What a text tells of danger. */
export interface Danger {
  readonly danger: boolean;
  /** It happens, or seems to, outside Indonesia. */
  readonly abroad: boolean;
  /** A woman or a child may be in danger: SAPA 129 is for them. */
  readonly young: boolean;
  /** What kind: `violence`, `detention` ...; empty when there is none. */
  readonly kind: DangerKind | '';
  /** The rule and the root that spoke, never what was written. */
  readonly because: string;
}

export type DangerKind =
  | 'violence'
  | 'sexual violence'
  | 'detention'
  | 'trafficking'
  | 'held papers'
  | 'forced work'
  | 'threat'
  | 'stranded';

/** Of others, as heard or read: `pernah dengar tkw disiksa`, `tidak mau kayak tkw yang disiksa`. */
function isRetold(scene: Scene, at: number): boolean {
  const retold = ['dengar', 'denger', 'baca', 'nonton', 'kayak', 'kaya'];
  return [2, 3, 4].some((back) => scene.says(at - back, ...retold));
}

/** Not done, not wanted, only feared: `tidak pernah dipukul`, `jangan sampai disiksa`. */
function denied(scene: Scene, at: number): boolean {
  if (scene.before(at, 1, 'not')) return true;
  if (scene.before(at, 1, 'ever') && scene.before(at, 2, 'not')) return true;
  if (scene.before(at, 5, 'avoid') || isRetold(scene, at)) return true;
  return scene.before(at, 2, 'fear') && scene.behind(at, 4, 'if');
}

/** A question about the law, news, a course: nobody here is meant. */
function isGeneral(scene: Scene): boolean {
  const asked = [...scene.where('hearsay'), ...scene.where('law')];
  if (!asked.some((at) => !scene.before(at, 1, 'not'))) return false;
  return !scene.has('me', 'help', 'family') && !scene.saysAny('disini', 'sini', 'kene');
}

interface Found {
  readonly kind: string;
  readonly root: string;
}

function findDeed(scene: Scene): Found | undefined {
  for (const [kind, deed, test] of deedTests) {
    const at = scene
      .deeds(deed)
      .find((position) => !denied(scene, position) && test(scene, position));
    if (at !== undefined) return { kind, root: scene.tokens[at]?.root ?? deed };
  }
  return undefined;
}

function findSign(scene: Scene): Found | undefined {
  for (const [kind, root, sign] of signs) {
    if (sign(scene) !== undefined) return { kind, root };
  }
  return undefined;
}

const none: Danger = { danger: false, abroad: false, young: false, kind: '', because: '' };

/**
 * Whether a text tells of danger to somebody: detention, violence, trafficking, held papers,
 * threats, forced work, being stranded abroad. By rules over a lexicon, with its typing errors and
 * shorthand; each word is looked at once, so time grows with the length only.
 */
export function readDanger(text: string): Danger {
  const scene = new Scene(text);
  const found = isGeneral(scene) ? undefined : (findDeed(scene) ?? findSign(scene));
  if (!found) return none;
  return {
    danger: true,
    abroad: scene.has('abroad'),
    young: scene.has('young') || found.kind === 'sexual violence',
    kind: found.kind as DangerKind,
    because: `${found.kind}: ${found.root}`,
  };
}
