/** `eh salah`, `maaf pak`, `aduh keliru ketik`. */
const sorry = String.raw`(?:(?:eh|eeh|maaf|map|mf|sori|sorry|aduh|waduh|lho|loh|ups|pak|bu|mas|mbak|kak|min)[\s,.!:]+)*`;
const mistake = String.raw`(?:(?:salah|slh|keliru|kliru|ralat|koreksi|revisi|luput|typo)(?:nya)?(?:\s+(?:ketik|ngetik|tulis|nulis|pencet|pilih|tadi|pak|bu|mas|mbak|kak|min))*)`;
const meant = String.raw`(?:(?:mak?s[u]?d|mksd|maksud)(?:nya|ku|e)?(?:\s+(?:saya|sy|aku|ku|kulo))?|(?:yang|yg|sing)\s+(?:benar|bener|betul|bnr)(?:nya|e)?|(?:se)?harus(?:nya|e)|mestinya|kudune)`;

const opening = new RegExp(
  `^${sorry}(?:${mistake}[\\s,.!:]*(?:${meant})?|${meant})[\\s,.!:=-]+(.+)$`,
  'iu',
);

/** `bukan smk tapi sma`. */
const instead =
  /^(?:eh[\s,]+|maaf[\s,]+)*(?:bukan|dudu|banne)\s+.{1,60}?[\s,]+(?:tapi|tp|melainkan|nanging)\s+(.+)$/iu;

/**
 * What somebody says who takes an answer back: `salah, maksud saya SMA`, `bukan smk tapi sma`.
 * Undefined when nothing is taken back.
 */
export function readCorrection(text: string): string | undefined {
  const said = opening.exec(text) ?? instead.exec(text);
  return said?.[1]?.trim() || undefined;
}
