/** Slips of the pen: what names in questions are full of. */

const SHORTEST = 4; // letters; of shorter words nearly every other is one slip away
const LONG_ENOUGH_FOR_TWO = 9;

/**
 * Whether two words that begin alike are one slip apart: a letter too many, one missing, another one in its place, or
 * two swapped. Words of nine letters or more may differ by two slips.
 */
export function isOneSlip(a: string, b: string): boolean {
  const shorter = Math.min(a.length, b.length);
  if (shorter < SHORTEST || a.charCodeAt(0) !== b.charCodeAt(0)) return false;
  const allowed = shorter >= LONG_ENOUGH_FOR_TWO ? 2 : 1;
  return Math.abs(a.length - b.length) <= allowed && slips(a, b) <= allowed;
}

/** Optimal string alignment distance (Damerau-Levenshtein without editing a pair twice). */
function slips(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const differs = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + differs);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, older[j - 2]! + 1);
      row.push(least);
    }
    older = old;
    old = row;
  }
  return old[b.length]!;
}
