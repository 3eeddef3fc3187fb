import { questionTerms } from './question-terms.ts';

/** A question that has an answer ready: how people ask it, in their own words. */
export interface AskedBefore {
  readonly id: string;
  readonly questions: readonly string[];
  /** Words that must be among those of a question, `a|b` for either; none when empty. */
  readonly needs: readonly string[];
}

interface Example {
  readonly id: string;
  readonly terms: readonly string[];
  readonly needs: readonly (readonly string[])[];
}

/** Questions to compare others with. Made once by `questionIndex`, for many comparisons. */
export interface QuestionIndex {
  readonly examples: readonly Example[];
  /** Root -> how much it tells: seldom words tell more. */
  readonly weights: ReadonlyMap<string, number>;
  /** Of a word that no example has: the question is about something else as well. */
  readonly strange: number;
}

function weigh(examples: readonly Example[]): ReadonlyMap<string, number> {
  const answers = new Map<string, Set<string>>();
  for (const { id, terms } of examples) {
    for (const term of terms) answers.set(term, (answers.get(term) ?? new Set()).add(id));
  }
  const count = new Set(examples.map(({ id }) => id)).size;
  return new Map([...answers].map(([term, ids]) => [term, Math.log(1 + count / ids.size)]));
}

/** Makes the index of these questions. */
export function questionIndex(known: readonly AskedBefore[]): QuestionIndex {
  const examples = known.flatMap(({ id, questions, needs }) => {
    const groups = needs.map((need) => need.split('|').flatMap(questionTerms));
    return questions.map((text) => ({ id, terms: questionTerms(text), needs: groups }));
  });
  const weights = weigh(examples);
  return { examples, weights, strange: Math.log(1 + known.length / 3) };
}

/** What else is asked makes an answer wrong; what is not asked makes it only broader. */
const besides = 1.5;
const unasked = 0.7;

/** How alike two questions are, 0 to 1: the weight of what they share in that of both. */
function likeness(index: QuestionIndex, asked: ReadonlySet<string>, { terms }: Example): number {
  const weight = (term: string): number => index.weights.get(term) ?? index.strange;
  const sum = (some: Iterable<string>): number =>
    Array.from(some).reduce((total, term) => total + weight(term), 0);
  const shared = sum(terms.filter((term) => asked.has(term)));
  const left = sum(terms) - shared;
  const more = sum(asked) - shared;
  return shared === 0 ? 0 : shared / (shared + unasked * left + besides * more);
}

/** Measured on the labelled table of test/language/question-match.test.ts: see there. */
const strong = 0.52;
/** A second answer nearer than this makes the first uncertain. */
const apart = 0.06;

/** The id of the answer to this question and how alike it is, best first, each answer once. */
export function rankAnswers(
  index: QuestionIndex,
  text: string,
): readonly { readonly id: string; readonly likeness: number }[] {
  const asked = new Set(questionTerms(text));
  const best = new Map<string, number>();
  for (const example of index.examples) {
    if (!example.needs.every((group) => group.some((term) => asked.has(term)))) continue;
    const likely = likeness(index, asked, example);
    if (likely > (best.get(example.id) ?? 0)) best.set(example.id, likely);
  }
  return [...best]
    .map(([id, value]) => ({ id, likeness: value }))
    .toSorted((a, b) => b.likeness - a.likeness);
}

/**
 * True when the question holds a whole other one, with a word that the answer's own examples do not
 * have: `syarat sama biaya kartu kuning` asks two things.
 */
function asksMore({ examples }: QuestionIndex, asked: ReadonlySet<string>, id: string): boolean {
  const own = new Set(examples.filter((one) => one.id === id).flatMap(({ terms }) => terms));
  return examples.some(
    ({ id: other, terms }) =>
      other !== id &&
      terms.length > 1 &&
      terms.every((term) => asked.has(term)) &&
      terms.some((term) => !own.has(term)),
  );
}

/**
 * The id of the answer that is ready for a question, or undefined when none is clearly meant. A
 * wrong answer is worse than none: the question goes to an officer in any case.
 */
export function matchAnswer(index: QuestionIndex, text: string): string | undefined {
  const [first, second] = rankAnswers(index, text);
  if (!first || first.likeness < strong) return undefined;
  if (second && first.likeness - second.likeness < apart) return undefined;
  return asksMore(index, new Set(questionTerms(text)), first.id) ? undefined : first.id;
}
