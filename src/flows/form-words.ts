import { isSkillWord } from '../language/skill-words.ts';
import { readWords, type Word } from '../language/words.ts';
import { placeIn, takeArea } from './form-fields.ts';
import { showText } from './answers/words.ts';
import { fill, has, isOpen, parseAs, plain, written, type Run, type Sheet } from './form-sheet.ts';

/** Words of a sentence: what holds one of them is no name and no list of skills. */
const sentenceWords = new Set(
  (
    'saya sy aku mau mw mo ingin pengen tanya kapan bagaimana gimana gmn gmana apa apakah belum blm kok ' +
    'kenapa knp tolong tlg mohon minta yang yg untuk utk kalau klo ada gak tidak tdk nggak daftar ndaftar ' +
    'status cek sudah sdh udah nik ktp ini itu terima kasih makasih trims'
  ).split(' '),
);

const dangling = new Set('di d ke dari dr dan dg dgn dengan untuk utk yang yg lulusan'.split(' '));

const noSkills = /^(?:-|(?:tidak|tdk|gak|ga|nggak|belum|blm|ora) (?:ada|punya)|kosong|nihil)$/u;

function isSentence(words: readonly Word[]): boolean {
  return words.some((word) => sentenceWords.has(word.plain));
}

/** `pak`, `bu`: said to us, and nothing else. */
function isAddress(words: readonly Word[]): boolean {
  return words.every((word) => /^(?:pak|bu|bpk|ibu|mas|mbak|mb|kak|min)$/u.test(word.plain));
}

function firstSkill(words: readonly Word[]): number {
  return words.findIndex((word) => isSkillWord(word.plain));
}

/** Where a run that begins with skills goes on with something else. */
function afterSkills(words: readonly Word[]): number {
  return words.findIndex((word) => !isSkillWord(word.plain));
}

/** Cuts a run in two where names and skills meet: `siti aminah | jahit`, `jahit | siti aminah`. */
function splitRun(run: Run): Run[] {
  const skill = firstSkill(run.words);
  const border = skill === 0 ? afterSkills(run.words) : skill;
  if (border <= 0) return [run];
  return [
    { ...run, words: run.words.slice(0, border) },
    { ...run, words: run.words.slice(border) },
  ];
}

function isNamelike(sheet: Sheet, { words, weak }: Run): boolean {
  if (weak || firstSkill(words) >= 0) return false;
  const parsed = parseAs(sheet, 'name', written(words));
  // The kind takes `nama saya` off; what is left must be no sentence.
  return parsed?.kind === 'value' && !isSentence(readWords(showText(parsed.value)));
}

/** The runs, those that mix name and skill cut in two, and the one among them that is the name. */
function findName(
  sheet: Sheet,
  runs: readonly Run[],
): { readonly parts: readonly Run[]; readonly named: Run | undefined } {
  const namelike = runs.filter((run) => isNamelike(sheet, run));
  const named = namelike.find((run) => !placeIn(sheet, run, true)) ?? namelike[0];
  if (named) return { parts: runs, named };
  const parts = runs.flatMap((run) => (isSentence(run.words) ? [run] : splitRun(run)));
  const half = parts.find((run) => isNamelike(sheet, run));
  return { parts, named: half ?? onlySkillful(sheet, parts) };
}

/** Takes the run that is a name; gives what is left. */
function takeName(sheet: Sheet, runs: readonly Run[]): readonly Run[] {
  if (!isOpen(sheet, 'name')) return runs;
  const { parts, named } = findName(sheet, runs);
  const parsed = named && parseAs(sheet, 'name', written(named.words));
  return parsed && fill(sheet, 'name', parsed) ? parts.filter((run) => run !== named) : runs;
}

/** Takes a place out of the runs that speak of no skill: what is no name may be a village. */
function takeVillage(sheet: Sheet, runs: readonly Run[]): readonly Run[] {
  return runs
    .flatMap((run) => (firstSkill(run.words) < 0 ? takeArea(sheet, run, true) : [run]))
    .filter(({ words }) => words.length > 0);
}

/** Somebody may be called like a trade: of several runs the first is the name. */
function onlySkillful(sheet: Sheet, runs: readonly Run[]): Run | undefined {
  const [first, second] = runs.filter((run) => !run.weak && !isSentence(run.words));
  const parsed = first && second && parseAs(sheet, 'name', written(first.words));
  return parsed?.kind === 'value' ? first : undefined;
}

/** What stands behind a school is its subject or a skill only when it is a word of some trade. */
function isUsable({ words, weak }: Run): boolean {
  if (weak) return firstSkill(words) >= 0;
  return !isSentence(words) || noSkills.test(plain(words));
}

/** Takes the rest as skills, what stands behind a school only when there is nothing else. */
function takeSkills(sheet: Sheet, runs: readonly Run[]): readonly Run[] {
  const usable = runs.filter(isUsable);
  const sure = usable.filter(({ weak }) => !weak);
  const chosen = sure.length > 0 ? sure : usable;
  const parsed = parseAs(sheet, 'skills', chosen.map(({ words }) => written(words)).join(', '));
  if (parsed?.kind !== 'value' || !fill(sheet, 'skills', parsed)) return runs;
  return runs.filter((run) => !chosen.includes(run) && !run.weak);
}

function trimDangling(words: readonly Word[]): readonly Word[] {
  const last = words.findLastIndex((word) => !dangling.has(word.plain));
  return words.slice(0, last + 1);
}

/** Gives the words of all runs to the field for free words. */
function takeWords(sheet: Sheet, runs: readonly Run[]): readonly Run[] {
  const text = runs.map(({ words }) => written(trimDangling(words))).join(' ');
  const parsed = parseAs(sheet, 'words', text.trim());
  return parsed?.kind === 'value' && fill(sheet, 'words', parsed) ? [] : runs;
}

/** Shares the words that are left among name, skills and free words; gives what nobody takes. */
export function shareWords(sheet: Sheet, runs: readonly Run[]): string {
  const unnamed = takeName(
    sheet,
    runs.filter(({ words }) => !isAddress(words)),
  );
  const unplaced = takeVillage(sheet, unnamed);
  const unskilled = isOpen(sheet, 'skills') ? takeSkills(sheet, unplaced) : unplaced;
  const left = has(sheet, 'words') ? takeWords(sheet, unskilled) : unskilled;
  return left.map(({ words }) => written(words)).join(' ');
}
