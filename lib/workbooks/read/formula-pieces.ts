/**
 * A formula cut where rewriting must not look inside: texts, quoted sheet names, brackets. Nothing is judged here, so
 * that a formula that cannot be parsed can still be shown; understanding it is the engine's part.
 */

export type Piece = {
  /** `word`: names, functions, addresses, numbers; `other`: one sign or blank. */
  type: "word" | "text" | "quoted" | "brackets" | "other";
  text: string;
};

const WORD = /[\p{L}\p{M}\p{N}_.$?\\]+/uy;

/** The pieces, which joined give the formula again. */
export function formulaPieces(formula: string): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < formula.length; ) {
    const piece = readPiece(formula, at);
    pieces.push(piece);
    at += piece.text.length;
  }
  return pieces;
}

function readPiece(formula: string, at: number): Piece {
  const sign = formula[at]!;
  if (sign === '"') return { type: "text", text: formula.slice(at, quotedEnd(formula, at, sign)) };
  if (sign === "'") return { type: "quoted", text: formula.slice(at, quotedEnd(formula, at, sign)) };
  if (sign === "[") return { type: "brackets", text: formula.slice(at, bracketsEnd(formula, at)) };
  WORD.lastIndex = at;
  const word = WORD.exec(formula)?.[0];
  return word === undefined ? { type: "other", text: sign } : { type: "word", text: word };
}

/** Past the closing quote; a doubled quote closes nothing. */
function quotedEnd(formula: string, start: number, quote: string): number {
  for (let at = formula.indexOf(quote, start + 1); at >= 0; at = formula.indexOf(quote, at + 2)) {
    if (formula[at + 1] !== quote) return at + 1;
  }
  return formula.length;
}

/** Past the bracket that closes the first; `'` makes the next sign an ordinary one. */
function bracketsEnd(formula: string, start: number): number {
  let depth = 0;
  for (let at = start; at < formula.length; at++) {
    const sign = formula[at];
    if (sign === "'") at++;
    else if (sign === "[") depth++;
    else if (sign === "]" && --depth === 0) return at + 1;
  }
  return formula.length;
}
