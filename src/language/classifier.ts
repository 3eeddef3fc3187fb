import { seeded } from './example-lines.ts';

/** A text as features, and its label. */
export interface Labelled {
  readonly label: string;
  readonly features: readonly string[];
}

/** A label, its probability, and the features that spoke most for it. */
export interface Judged {
  readonly label: string;
  /** 0..1; of all labels 1 together. */
  readonly score: number;
}

/** Says which label a text has. */
export interface Classifier {
  /** All labels, the likeliest first. */
  judge(features: readonly string[]): readonly Judged[];
  /** What `openClassifier` makes the same classifier of. */
  keep(): KeptClassifier;
  /** How much each feature speaks for the label, the strongest first. */
  evidence(features: readonly string[], label: string): readonly (readonly [string, number])[];
}

/** A classifier in parts, as it is kept in a file. */
export interface KeptClassifier {
  readonly labels: readonly string[];
  readonly features: readonly string[];
  /** Of each feature for each label, one feature after the other. */
  readonly weights: Float64Array;
  /** Of each label. */
  readonly bias: Float64Array;
}

/** Rounds over all examples; more change nothing (measured, docs/understanding.md). */
const rounds = 6;
const rate = 0.5;
/** Part of the certainty that is held back, so that scores stay between the ends (label smoothing). */
const doubt = 0.05;

function numbersOf(items: readonly string[]): Map<string, number> {
  return new Map([...new Set(items)].map((item, at) => [item, at]));
}

function softmax(scores: Float64Array): Float64Array {
  const top = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = scores.map((score) => Math.exp(score - top));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

class Softmax implements Classifier {
  readonly #labels: readonly string[];
  readonly #features: ReadonlyMap<string, number>;
  readonly #weights: Float64Array;
  readonly #bias: Float64Array;

  constructor(
    labels: readonly string[],
    features: ReadonlyMap<string, number>,
    weights: Float64Array = new Float64Array(features.size * labels.length),
    bias: Float64Array = new Float64Array(labels.length),
  ) {
    this.#labels = labels;
    this.#features = features;
    this.#weights = weights;
    this.#bias = bias;
  }

  keep(): KeptClassifier {
    return {
      labels: this.#labels,
      features: [...this.#features.keys()],
      weights: this.#weights,
      bias: this.#bias,
    };
  }

  known(features: readonly string[]): number[] {
    return features.flatMap((feature) => this.#features.get(feature) ?? []);
  }

  /** Probabilities of the labels; `length` counts the unknown features too: they lessen certainty. */
  predict(known: readonly number[], length: number): Float64Array {
    const count = this.#labels.length;
    const scale = 1 / Math.sqrt(Math.max(1, length));
    const scores = Float64Array.from(this.#bias);
    for (const feature of known) {
      for (let k = 0; k < count; k += 1) {
        scores[k] = (scores[k] ?? 0) + (this.#weights[feature * count + k] ?? 0) * scale;
      }
    }
    return softmax(scores);
  }

  /** How far each label's probability is from what it should be. */
  #slopes(known: readonly number[], label: number): Float64Array {
    const slopes = this.predict(known, known.length);
    const evenly = doubt / slopes.length;
    for (let k = 0; k < slopes.length; k += 1) slopes[k] = (slopes[k] ?? 0) - evenly;
    slopes[label] = (slopes[label] ?? 0) - (1 - doubt);
    return slopes;
  }

  /** One step towards the label (AdaGrad: Duchi, Hazan, Singer 2011); `squares` is its memory. */
  learn(known: readonly number[], label: number, squares: Float64Array): void {
    const slopes = this.#slopes(known, label);
    const count = slopes.length;
    const scale = 1 / Math.sqrt(Math.max(1, known.length));
    for (let k = 0; k < count; k += 1) {
      this.#bias[k] = (this.#bias[k] ?? 0) - rate * 0.05 * (slopes[k] ?? 0);
    }
    for (const feature of known) {
      for (let k = 0; k < count; k += 1) {
        this.#step(feature * count + k, (slopes[k] ?? 0) * scale, squares);
      }
    }
  }

  #step(at: number, slope: number, squares: Float64Array): void {
    squares[at] = (squares[at] ?? 0) + slope ** 2;
    const step = (rate * slope) / Math.sqrt((squares[at] ?? 0) + 1e-2);
    this.#weights[at] = (this.#weights[at] ?? 0) - step;
  }

  judge(features: readonly string[]): readonly Judged[] {
    const scores = this.predict(this.known(features), features.length);
    return this.#labels
      .map((label, at) => ({ label, score: scores[at] ?? 0 }))
      .toSorted((a, b) => b.score - a.score);
  }

  evidence(features: readonly string[], label: string): readonly (readonly [string, number])[] {
    const at = this.#labels.indexOf(label);
    const count = this.#labels.length;
    return features
      .map((feature) => {
        const known = this.#features.get(feature);
        const weight = known === undefined ? 0 : (this.#weights[known * count + at] ?? 0);
        return [feature, weight] as const;
      })
      .filter(([, weight]) => weight > 0)
      .toSorted(([, a], [, b]) => b - a);
  }
}

function shuffled(count: number, random: () => number): number[] {
  const order = Array.from({ length: count }, (_, at) => at);
  for (let at = count - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
  return order;
}

/**
 * Multinomial logistic regression over sparse features, trained in one thread in about 60 ms for
 * 2,300 texts; the same examples give the same weights.
 */
export function train(examples: readonly Labelled[]): Classifier {
  const labels = [...new Set(examples.map(({ label }) => label))];
  const model = new Softmax(labels, numbersOf(examples.flatMap(({ features }) => features)));
  const texts = examples.map(({ label, features }) => ({
    label: labels.indexOf(label),
    known: model.known(features),
  }));
  const size = new Set(examples.flatMap(({ features }) => features)).size * labels.length;
  const squares = new Float64Array(size);
  const random = seeded(7);
  for (let round = 0; round < rounds; round += 1) {
    for (const at of shuffled(texts.length, random)) {
      const text = texts[at];
      if (text) model.learn(text.known, text.label, squares);
    }
  }
  return model;
}

/** The classifier that was kept. */
export function openClassifier({ labels, features, weights, bias }: KeptClassifier): Classifier {
  return new Softmax(labels, numbersOf(features), weights, bias);
}
