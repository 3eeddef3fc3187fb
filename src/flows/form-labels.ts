/** What people write before a value, by kind of answer. */
const labelWords: Readonly<Record<string, string>> = {
  nik: '(?:no(?:mor|mer)?[ .]*)?(?:nik|ktp|nik ktp)',
  name: '(?:nama|nm)(?: lengkap)?',
  education: '(?:pendidikan|pend|pddkn|pendidikn)(?: terakhir|akhir)?|ijazah|ijasah',
  skills: 'keahlian|keterampilan|ketrampilan|skill?|kemampuan',
  address: 'alamat|domisili|tempat tinggal',
  area: 'tempat',
  date: '(?:tgl|tanggal)(?: lahir)?|ttl',
  phone: '(?:no(?:mor|mer)?[ .]*)?(?:hp|wa|whatsapp|telp|tlp|telepon)',
  money: 'gaji|upah',
  words: 'kata|pekerjaan|posisi',
};

/** Labels that need no colon: hardly anybody writes them for another reason in a form. */
const plainLabels = new Set(['nik', 'name', 'skills', 'education', 'phone', 'address']);

const patterns = new Map<string, RegExp>();

/** Matches the labels of a form; the group that matched is a kind of answer, or `field_NAME`. */
export function labelPattern(takes: Readonly<Record<string, string>>): RegExp {
  const fields = Object.entries(takes).join();
  const known = patterns.get(fields);
  if (known) return known;
  const made = patternFor(takes);
  patterns.set(fields, made);
  return made;
}

function patternFor(takes: Readonly<Record<string, string>>): RegExp {
  const kinds = new Set(Object.values(takes));
  const isPlain = (kind: string): boolean =>
    plainLabels.has(kind) && kinds.has(kind === 'address' ? 'area' : kind);
  const alternatives = [
    ...Object.entries(labelWords).map(
      ([kind, words]) => `(?<${kind}>${words})${isPlain(kind) ? '(?= *[:=]| )' : '(?= *[:=])'}`,
    ),
    ...Object.keys(takes)
      .filter((field) => /^[a-z]+$/u.test(field))
      .map((field) => `(?<field_${field}>${field})(?= *[:=])`),
  ];
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')}) *[:=]* *`, 'giu');
}

/** Each label as a text begins with it, and the kind of answer that it names. */
const beginnings: readonly (readonly [string, RegExp])[] = Object.entries(labelWords).map(
  ([kind, words]) => [
    kind === 'address' ? 'area' : kind,
    new RegExp(`^(?:${words})(?:nya|ku)?(?![\\p{L}\\p{N}])[ :=.,-]*`, 'iu'),
  ],
);

/** What the first words of a text name, and what stands behind them. */
export interface Label {
  /** Kind of answer. */
  readonly kind: string;
  readonly rest: string;
}

/** `nama saya Siti`, `alamatnya tempeh`: the label that a text begins with. */
export function readLabel(text: string): Label | undefined {
  for (const [kind, pattern] of beginnings) {
    const label = pattern.exec(text);
    if (label) return { kind, rest: text.slice(label[0].length) };
  }
  return undefined;
}
