import { expect } from 'chai';
import type { Json } from '../../../src/core/json.ts';
import { answerKinds } from '../../../src/flows/answers/index.ts';
import type { AnswerContext, AnswerKind, Parsed } from '../../../src/flows/types.ts';

export const context: AnswerContext = { now: new Date('2026-11-23T03:00:00Z'), office: '35.08' };

/** Kind of answer by name. @throws Error when there is none. */
export function kindOf(name: string): AnswerKind {
  const kind = answerKinds[name];
  if (!kind) throw new Error(`no kind of answer ${name}`);
  return kind;
}

export function parse(name: string, text: string): Parsed {
  return kindOf(name).parse(text, context);
}

/** Rows `[text, value, shown?]` of answers that are right. */
export function itReads(name: string, rows: readonly (readonly [string, Json, string?])[]): void {
  for (const [text, value, shown] of rows) {
    it(`reads ${JSON.stringify(text)} as ${JSON.stringify(value)}`, () => {
      const parsed = parse(name, text);
      expect(parsed.kind === 'value' ? parsed.value : parsed).to.deep.equal(value);
      if (shown !== undefined) expect(kindOf(name).show(value)).to.equal(shown);
    });
  }
}

/** Rows `[text, problem, values?]` of answers that are wrong. */
export function itRefuses(
  name: string,
  rows: readonly (readonly [string, string, Readonly<Record<string, Json>>?])[],
): void {
  for (const [text, problem, values] of rows) {
    it(`says ${problem} to ${JSON.stringify(text)}`, () => {
      expect(parse(name, text)).to.deep.equal({
        kind: 'wrong',
        problem,
        ...(values && { values }),
      });
    });
  }
}
