import { shownMoment } from '../core/format.ts';
import { textOf, type Values } from '../core/json.ts';
import { findAreaPhrase } from '../language/area-phrases.ts';
import { areaName } from '../language/areas.ts';
import { readAccused, readCategory, readPrivacy, readWhen } from '../language/complaint.ts';
import { readWords } from '../language/words.ts';
import type { MatterPrivacy } from '../store/matters.ts';
import { listContactPersons } from '../store/persons.ts';
import type { Action, ServiceContext } from './action.ts';
import { discretionOf, openToAll, type Discretion } from './complaint-about.ts';
import { openMatter } from './matters.ts';

/** The place that a complaint names, as it is called; null when none. */
function placeIn(text: string, office: string): string | null {
  const phrase = findAreaPhrase(readWords(text), { office, search: true });
  return phrase?.found.kind === 'area' ? areaName(phrase.found.code) : null;
}

/** What the first message of a complaint says besides its words: only the rest is asked. */
export const read: Action = {
  takes: ['isi'],
  outcomes: { read: ['kategori', 'tempat', 'kapan', 'terlapor', 'rahasia'] },
  async run({ isi }, { office }) {
    const text = textOf(isi);
    const kategori = readCategory(text) ?? null;
    // Whom of the office it is about is always asked: it decides who may see it.
    const terlapor = kategori === 'officer' ? null : (readAccused(text) ?? null);
    const kapan = readWhen(text) ?? null;
    const rahasia = readPrivacy(text) ?? null;
    const tempat = placeIn(text, office);
    return { name: 'read', values: { kategori, tempat, kapan, terlapor, rahasia } };
  },
};

/** Words that no question has an answer to. */
const unknown =
  /^(?:(?:tidak|tdk|gak|ga|nggak|enggak|ora|ndak|tak) (?:tahu|tau|tao|ada|ngerti|oneng|weruh)|lewat|lewati|kosong|lupa)$/iu;

/** An answer, or null for one that says nothing. */
function known(answer: unknown): string | null {
  const said = textOf(answer as string).trim();
  return said === '' || unknown.test(said) ? null : said;
}

/** Staff of the office, also when they were not chosen as a category. */
const staff = /\b(?:petugas|pegawai|loket|disnaker|dinas)\b/iu;

async function discretion(
  { db, office }: ServiceContext,
  said: { readonly category: string; readonly against: string; readonly text: string },
): Promise<Discretion> {
  const isAboutStaff = said.category === 'officer' || staff.test(said.against);
  return isAboutStaff ? discretionOf(db, office, said) : openToAll;
}

const privacies: Readonly<Record<string, MatterPrivacy>> = {
  anonymous: 'anonymous',
  confidential: 'confidential',
};

/** The name that this phone has registered for itself; of an anonymous complaint none is kept. */
async function reporterOf(
  { db, contact }: ServiceContext,
  privacy: MatterPrivacy,
): Promise<string | null> {
  if (privacy !== 'open') return null;
  const [only, other] = await listContactPersons(db, contact.id);
  return only && !other ? only.name : null;
}

async function open(context: ServiceContext, input: Values) {
  const category = textOf(input['kategori']) || 'other';
  const [text, against] = [textOf(input['isi']), known(input['terlapor']) ?? ''];
  const privacy = privacies[textOf(input['rahasia'])] ?? 'open';
  const details = {
    place: known(input['tempat']),
    when: known(input['kapan']),
    against: against === '' ? null : against,
    reporter: await reporterOf(context, privacy),
  };
  const seen = await discretion(context, { category, against, text });
  const form = { kind: 'A', text, category, privacy, details, ...seen } as const;
  const aboutStaff = seen === openToAll ? 'opened' : 'discreet';
  const kept = privacy === 'open' ? aboutStaff : privacy;
  return { ...(await openMatter(context, form)), kept };
}

const told = ['nomor', 'balas_sampai'] as const;

/**
 * Sends a complaint that was read back and confirmed. `rahasia`: `anonymous` (no name is kept or
 * shown) or `confidential` (officers see no number); else open. The outcome says how it
 * is kept; `discreet`: it is about an officer, who cannot read it.
 */
export const send: Action = {
  purpose: 'record',
  takes: ['isi', 'kategori', 'tempat', 'kapan', 'terlapor', 'rahasia'],
  outcomes: { opened: told, discreet: told, anonymous: told, confidential: told },
  async run(input, context) {
    const { number, replyBy, kept } = await open(context, input);
    const values = { nomor: number, balas_sampai: shownMoment(replyBy) };
    return { name: kept, values };
  },
};
