/** The package types only its root, which loads database drivers; this submodule is all we use. */
declare module 'natural/lib/natural/stemmers/indonesian/stemmer_id.js' {
  const stemmer: {
    stem(word: string): string;
    /** About 30,000 root words. */
    readonly dictionary: readonly string[];
  };
  export default stemmer;
}

declare module 'natural/lib/natural/classifiers/bayes_classifier.js' {
  export default class BayesClassifier {
    addDocument(words: string[], label: string): void;
    train(): void;
    classify(words: string[]): string;
  }
}
