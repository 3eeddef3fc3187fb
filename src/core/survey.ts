/*
 * The satisfaction survey (IKM). Ratings go from 1 (bad) to 4 (very good); null is no answer. The
 * elements are those of Permenpan RB 14/2017 in its order: 8 is how complaints are dealt with, 9
 * the facilities. Forms in use swap the two, so ratings are kept by element, not by position.
 */

/** requirements, procedure, time, cost, result, competence, conduct, complaints, facilities. */
export const elements = ['u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8', 'u9'] as const;

export type Element = (typeof elements)[number];

export type Ratings = Readonly<Partial<Record<Element, number>>>;

/** What a survey is about: `own` when the person asked for it. */
export type SurveyedService = 'consultation' | 'complaint' | 'ak1' | 'own';

/** Elements asked about in one message. */
const partSize = 3;

/** Parts of the survey when it is not answered in one message. */
export const surveyParts = elements.length / partSize;

/**
 * Ratings written as digits: nine are all elements, three those of `part` (1 to 3).
 * @throws RangeError when there are more or fewer, or one is not 1 to 4
 */
export function readRatings(digits: string, part: number): Ratings {
  const first = digits.length === elements.length ? 0 : (part - 1) * partSize;
  const asked = elements.slice(first, first + digits.length);
  if (!/^(?:[1-4]{3}|[1-4]{9})$/u.test(digits) || asked.length !== digits.length) {
    throw new RangeError('ratings are three or nine digits from 1 to 4');
  }
  return Object.fromEntries(asked.map((element, at) => [element, Number(digits[at])]));
}

/** The first part with an element that has no rating; undefined when all are rated. */
export function openPart(ratings: Ratings): number | undefined {
  const open = elements.findIndex((element) => ratings[element] === undefined);
  return open === -1 ? undefined : Math.floor(open / partSize) + 1;
}
