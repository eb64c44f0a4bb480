/** Addresses in A1 notation. */

export const LAST_ROW = 1_048_576;
export const LAST_COLUMN = 16_384;

/** A=1, Z=26, AA=27; the caller passes letters only, in any case. */
export function columnNumber(letters: string): number {
  let column = 0;
  for (let index = 0; index < letters.length; index++) column = column * 26 + (letters.charCodeAt(index) & 31);
  return column;
}

const letterCache: string[] = [];

export function columnLetters(column: number): string {
  const known = letterCache[column];
  if (known !== undefined) return known;
  let letters = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  letterCache[column] = letters;
  return letters;
}

export function address(row: number, column: number): string {
  return columnLetters(column) + row;
}
