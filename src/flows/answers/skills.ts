import { toGsm } from '../../core/sms.ts';
import { isQuestion } from '../../language/asking.ts';
import { readCorrection } from '../../language/correcting.ts';
import { plainText } from '../../language/words.ts';
import type { AnswerKind } from '../types.ts';
import { wrong } from './words.ts';
import { isYesOrNo } from './yesno.ts';

const most = 5;
const longest = 40;
const longestText = 500;

const introduction =
  /^(?:(?:keahlian|keterampilan|ketrampilan|skill|skil|kemampuan|saya|sy|aku|bisa|bs|bisanya|pintar|ahli|punya|bidang|adalah|yaitu|pernah|kursus)\b[\s:=.,-]*)+/iu;
const separators =
  /[,;/\n&+#*|]|\b(?:dan|dn|bisa|serta|sama|karo|ambek)\b|(?<!\bS)\.(?=\s|\p{L})/giu;

/** A NIK or phone number is no skill, and is not to be stored as words. */
const identifying = /\d(?:[ .-]?\d){7,}/u;

const politeness = /(?: (?:pak|bu|bpk|ibu|mas|mbak|mb|kak|min|ya|saja|aja|gitu))+$/iu;

const none =
  /^(?:(?:tidak|tdk|gak|ga|gk|g|nggak|ngga|enggak|belum|blm|ora|ndak|tak)(?: (?:ada|punya|pny|onok|duwe|bisa|apa|keahlian|keterampilan))*|kosong|nihil|nol|0)$/u;

const shortWords = new Set('LAS CAT KUE'.split(' '));

/** `TATA BUSANA` as `Tata busana`; abbreviations (TKJ, SIM B1) stay. */
function evenCase(entry: string): string {
  const words = entry.split(' ').map((word) => {
    const shouted = word === word.toUpperCase() && (word.length > 3 || shortWords.has(word));
    return shouted ? word.toLowerCase() : word;
  });
  const line = words.join(' ');
  return line.slice(0, 1).toUpperCase() + line.slice(1);
}

function readEntries(text: string): string[] {
  const entries = toGsm(text.replace(/\s*\n\s*/gu, ','))
    .replace(introduction, '')
    .split(separators)
    .map((entry) => entry.replace(introduction, '').replace(/\s+/gu, ' ').trim())
    .map((entry) => entry.replace(politeness, ''))
    .map((entry) => entry.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N})+]+$/gu, ''))
    .filter((entry) => entry !== '' && !identifying.test(entry));
  const unique = new Map(entries.map((entry) => [plainText(entry), entry]));
  return [...unique.values()].map(evenCase);
}

const isNoSkill = (text: string): boolean =>
  isYesOrNo(text) || isQuestion(text) || readCorrection(text) !== undefined;

/** Up to five skills, separated as one likes; `tidak ada` and `-` are none. Further ones are left out. */
export const skills: AnswerKind = {
  name: 'skills',
  expects: 'skill',
  parse(text) {
    if (text.length > longestText) return wrong('skills.unclear');
    if (/^[\s.-]*$/u.test(text) || none.test(plainText(text))) return { kind: 'value', value: [] };
    const entries = readEntries(text);
    const tooLong = entries.some((entry) => entry.length > longest);
    if (tooLong || entries.length === 0 || isNoSkill(text)) return wrong('skills.unclear');
    return { kind: 'value', value: entries.slice(0, most) };
  },
  show: (value) =>
    (Array.isArray(value) && value.filter((entry) => typeof entry === 'string').join(', ')) || '-',
};
