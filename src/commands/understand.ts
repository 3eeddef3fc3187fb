import { createInterface } from 'node:readline';
import { maskNik } from '../core/nik.ts';
import { readFreeDetails } from '../flows/free-details.ts';
import { understand } from '../language/understand.ts';
import { withOffice } from '../open.ts';
import { learnExamples } from '../services/learning.ts';
import { readArgs, type Command } from './command.ts';

/** The score as it is printed: two decimals say all that it is worth. */
const shownScore = (score: number): number => Math.round(score * 100) / 100;

function explain(text: string, office: string): Record<string, unknown> {
  const { service, danger, score, words, ranked, evidence } = understand(text);
  const { nik, ...details } = readFreeDetails(text, { now: new Date(), office });
  return {
    text,
    service,
    danger,
    score: shownScore(score),
    details: { ...details, ...(nik !== undefined && { nik: maskNik(nik) }) },
    words: words.join(' '),
    evidence,
    ranked: ranked.map(({ label, score: each }) => ({ service: label, score: shownScore(each) })),
  };
}

export const understandCommand: Command = {
  usage: 'understand',
  about: 'say what texts want: one a line in, one JSON object a line out',
  run: async (args, config) => {
    readArgs({ args: [...args] });
    await withOffice(config, learnExamples);
    for await (const line of createInterface({ input: process.stdin })) {
      if (line.trim() !== '') console.log(JSON.stringify(explain(line, config.office)));
    }
  },
};
