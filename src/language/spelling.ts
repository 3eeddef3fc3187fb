function sharedStart(a: string, b: string): number {
  let count = 0;
  while (count < a.length && a[count] === b[count]) count += 1;
  return count;
}

/**
 * True when one typing error makes `a` from `b`: a letter more, less or other, or two neighbours
 * swapped (Damerau-Levenshtein distance 1). False for equal words.
 */
export function isOneEditAway(a: string, b: string): boolean {
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  const start = sharedStart(a, b);
  const [restA, restB] = [a.slice(start), b.slice(start)];
  if (restA.length > restB.length) return restA.slice(1) === restB;
  if (restA.length < restB.length) return restA === restB.slice(1);
  if (restA.slice(1) === restB.slice(1)) return true;
  const swapped = restA[0] === restB[1] && restA[1] === restB[0];
  return swapped && restA.slice(2) === restB.slice(2);
}
