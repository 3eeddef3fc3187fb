import { openPhrases } from './phrases.ts';

/** What is said of a breach: the letters, the SMS, and what the command prints. */
export const breachWords = openPhrases('documents/breach.yaml');
