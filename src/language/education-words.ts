import { educationLevels, educationRank, type Education } from '../core/education.ts';

/** A level of schooling in a text of plain words, and the stretch that says it. */
export interface EducationFound {
  readonly level: Education;
  /** False for MI, MA, MAN and SR with nothing before them: everyday words as well. */
  readonly sure: boolean;
  readonly start: number;
  readonly end: number;
}

const roman: Readonly<Record<string, string>> = { i: '1', ii: '2', iii: '3', iv: '4' };

/** Words of each school; the first pattern that fits at a place counts. */
const schools: readonly (readonly [Education, string])[] = [
  [
    'SD',
    'sdn?|sdlb|sekolah dasar|madrasah ibtidaiyah|ibtidaiyah|(?:kejar )?paket a|sekolah rakyat',
  ],
  [
    'SMP',
    'smpn?|smplb|mtsn?|mts n|sltp|slp|sekolah menengah pertama|(?:madrasah )?tsanawiyah|(?:kejar )?paket b',
  ],
  ['SMK', 'smkn?|smkk|stm|smea|smip|mak|sekolah menengah kejuruan|(?:madrasah )?aliyah kejuruan'],
  ['SMA', 'sman?|smun?|smalb|slta|sekolah menengah atas|(?:madrasah )?aliyah|(?:kejar )?paket c'],
  ['D4', 'sarjana terapan'],
  ['D3', 'ahli madya|akper|akbid|amd'],
  ['S2', 'magister|pasca ?sarjana'],
  ['S3', 'doktor'],
  ['S1', 'sarjana'],
];

/** Also everyday words (mi ayam, ma = sama): schools only in their place. */
const doubtful: readonly (readonly [Education, string])[] = [
  ['SD', 'min?|sr'],
  ['SMA', 'man?'],
];

const before =
  '(?:(?:lulusan|lulus|lls|tamatan|tamat|ijazah|ijasah|pendidikan|pend|sekolah|skolah|sklh|minimal|min) )';
const not = '(?:tidak|tdk|tak|gak|ga|gk|g|nggak|ngga|enggak|ndak|ora|belum|blm|durung)';
const unfinished = `(?:${not} (?:sampai )?(?:tamat|lulus|selesai)|putus(?: sekolah)?|drop out|do) (?:di )?`;

const none = new RegExp(
  `\\b(?:${not} (?:pernah )?(?:sekolah|skolah|sklh|bersekolah|tamat sekolah)\\b(?! (?:sd|smp|sma|smk)\\b)` +
    `|${not} (?:punya|duwe|ada|gadah) (?:ijazah|ijasah)|tanpa (?:ijazah|ijasah)|buta huruf)\\b`,
  'u',
);

const numbered =
  '(?:(?:diploma|dipl|d) ?(?<diploma>[1-4]|i{2,3})|(?:diploma|dipl|d) (?<roman>i|iv))|(?:strata|s) ?(?<strata>[1-3])|(?<bare>diploma)';
const named = schools.map(([, words], index) => `(?<s${index}>${words})`).join('|');
const unsure = doubtful.map(([, words], index) => `(?<u${index}>${words})`).join('|');

const sure = new RegExp(
  `\\b(?<un>${unfinished})?(?<be>${before}*)(?:${named}|${numbered})\\b`,
  'gu',
);
const placed = new RegExp(
  `(?:^|\\b(?<un>${unfinished})|\\b(?<be>${before}+))(?:${unsure})\\b`,
  'gu',
);

function isLevel(text: string): text is Education {
  return educationLevels.some((level) => level === text);
}

function numberedLevel(groups: Readonly<Record<string, string | undefined>>): string {
  const { diploma = groups['roman'], strata = '', bare } = groups;
  if (bare) return 'D3';
  return diploma ? `D${roman[diploma] ?? diploma}` : `S${strata}`;
}

function levelOf(groups: Readonly<Record<string, string | undefined>>): Education | undefined {
  const code = numberedLevel(groups);
  if (isLevel(code)) return code;
  const school = schools.find((_, index) => groups[`s${index}`]);
  return (school ?? doubtful.find((_, index) => groups[`u${index}`]))?.[0];
}

/** What is finished when this level is not. */
function levelBelow(level: Education): Education {
  const rank = educationRank(level);
  if (rank > 3) return 'SMA';
  return educationLevels[Math.max(0, rank - 1)] ?? 'TIDAK SEKOLAH';
}

function read(match: RegExpExecArray): EducationFound | undefined {
  const groups = match.groups ?? {};
  const level = levelOf(groups);
  if (!level) return undefined;
  const { index: start } = match;
  const alone = doubtful.some((_, index) => groups[`u${index}`]) && !groups['be'];
  const reached = groups['un'] ? levelBelow(level) : level;
  return { level: reached, sure: !alone, start, end: start + match[0].length };
}

function findAll(plain: string): EducationFound[] {
  const empty = none.exec(plain);
  if (empty) {
    const [start, end] = [empty.index, empty.index + empty[0].length];
    return [{ level: 'TIDAK SEKOLAH', sure: true, start, end }];
  }
  const certain = [...plain.matchAll(sure)].flatMap((match) => read(match) ?? []);
  return certain.length > 0
    ? certain
    : [...plain.matchAll(placed)].flatMap((match) => read(match) ?? []);
}

/** `smk`, `d3` and nothing else, as most answer, and as our own texts offer them. */
const codes = new Map(educationLevels.map((level) => [level.toLowerCase(), level]));

/**
 * Finds the schooling that plain words (see `plainText`) speak of: `lulusan smk mesin`, `paket c`,
 * `tdk tamat sd`, `diploma 3`; the highest, when there are several. MI, MA, MAN and SR only at the
 * beginning or behind lulusan, ijazah and the like.
 */
export function findEducation(plain: string): EducationFound | undefined {
  const level = codes.get(plain);
  if (level) return { level, sure: true, start: 0, end: plain.length };
  const [first, ...others] = findAll(plain);
  return others.reduce(
    (best, next) => (best && educationRank(next.level) <= educationRank(best.level) ? best : next),
    first,
  );
}
