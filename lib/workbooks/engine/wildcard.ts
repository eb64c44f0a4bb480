/**
 * Texts with the wildcards `*` (any characters) and `?` (one), where `~` takes the next character literally.
 *
 * Not a regular expression: a pattern such as `*a*a*a*b` would keep one busy for years. Pieces between asterisks are
 * found one after the other, each as early as it can be, so the time grows with the text times the pattern.
 */

/** One UTF-16 unit that `?` stands for, in a piece. */
const ANY = undefined;
/** Characters between asterisks; case folded. */
type Piece = readonly (string | typeof ANY)[];

export class Wildcard {
  readonly #pieces: readonly Piece[];

  constructor(pattern: string) {
    const pieces: (string | typeof ANY)[][] = [[]];
    for (let index = 0; index < pattern.length; index++) {
      const char = pattern[index]!;
      if (char === "*") pieces.push([]);
      else if (char === "?") pieces.at(-1)!.push(ANY);
      // A tilde at the end stands for nothing.
      else if (char !== "~") pieces.at(-1)!.push(...fold(char));
      else if (index + 1 < pattern.length) pieces.at(-1)!.push(...fold(pattern[++index]!));
    }
    this.#pieces = pieces;
  }

  /** Whether a text means anything other than itself as a pattern. */
  static isIn(text: string): boolean {
    return /[*?~]/.test(text);
  }

  /** Whether it matches the whole text, in any case of letters. */
  test(text: string): boolean {
    const folded = fold(text);
    const [first = [], ...rest] = this.#pieces;
    if (!fits(first, folded, 0)) return false;
    const last = rest.pop();
    if (last === undefined) return folded.length === first.length;
    const end = this.#after(rest, folded, first.length);
    const lastStart = folded.length - last.length;
    return end !== undefined && lastStart >= end && fits(last, folded, lastStart);
  }

  /** Where it first matches a part of the text that begins at `from` or later; -1 for nowhere. */
  indexIn(text: string, from: number): number {
    const folded = fold(text);
    const [first = [], ...rest] = this.#pieces;
    const start = find(first, folded, from);
    // The earliest place leaves the rest the most room: where it does not fit then, it never does.
    return start >= 0 && this.#after(rest, folded, start + first.length) !== undefined ? start : -1;
  }

  /** The end of the pieces found one after the other from `at` on; undefined where one is missing. */
  #after(pieces: readonly Piece[], text: string, at: number): number | undefined {
    let end = at;
    for (const piece of pieces) {
      const start = find(piece, text, end);
      if (start < 0) return undefined;
      end = start + piece.length;
    }
    return end;
  }
}

/** Case folded unit by unit, so that places in the text stay what they are. */
function fold(text: string): string {
  const folded = text.toLowerCase();
  return folded.length === text.length ? folded : Array.from(text, foldOne).join("");
}

function foldOne(char: string): string {
  const folded = char.toLowerCase();
  return folded.length === char.length ? folded : char;
}

function find(piece: Piece, text: string, from: number): number {
  for (let start = from; start + piece.length <= text.length; start++) if (fits(piece, text, start)) return start;
  return -1;
}

function fits(piece: Piece, text: string, start: number): boolean {
  if (start + piece.length > text.length) return false;
  for (let index = 0; index < piece.length; index++) {
    if (piece[index] !== ANY && piece[index] !== text[start + index]) return false;
  }
  return true;
}
