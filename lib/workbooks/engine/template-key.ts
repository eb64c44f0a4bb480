/**
 * The text of a formula with its relative references written as distances, so that all cells of a filled range have
 * the same key and are parsed and compiled once. `=A1*$B$1` in C1 and `=A2*$B$1` in C2 share `[0,-2]*$B$1`.
 *
 * A quick scan, not a parser: where it is in doubt it keeps the text, which costs a template and never a wrong one.
 */
import { columnNumber, LAST_COLUMN, LAST_ROW } from "./formula/a1.ts";

const QUOTE = 34;
const APOSTROPHE = 39;
const DOLLAR = 36;
const COLON = 58;
const OPEN_BRACKET = 91;

export function templateKey(formula: string, row: number, column: number): string {
  let key = "";
  let copied = 0;
  let at = 0;
  const { length } = formula;
  while (at < length) {
    const code = formula.charCodeAt(at);
    if (code === QUOTE || code === APOSTROPHE) at = skipQuoted(formula, at, code);
    else if (code === OPEN_BRACKET) at = skipBrackets(formula, at);
    else if (isWordCode(code)) {
      const start = at;
      while (at < length && isWordCode(formula.charCodeAt(at))) at++;
      const replaced = relativeWord(formula, start, at, row, column);
      if (replaced !== undefined) {
        key += formula.slice(copied, start) + replaced;
        copied = at;
      }
    } else at++;
  }
  return copied === 0 ? formula : key + formula.slice(copied);
}

/** The word as distances; undefined where it is no reference or holds no relative part. */
function relativeWord(formula: string, start: number, end: number, row: number, column: number): string | undefined {
  let at = start;
  const columnFixed = formula.charCodeAt(at) === DOLLAR;
  if (columnFixed) at++;
  const lettersStart = at;
  while (at < end && isLetter(formula.charCodeAt(at))) at++;
  const lettersEnd = at;
  if (lettersEnd - lettersStart > 3) return undefined;
  const rowFixed = lettersEnd > lettersStart && formula.charCodeAt(at) === DOLLAR;
  if (rowFixed) at++;
  const digitsStart = at;
  while (at < end && isDigit(formula.charCodeAt(at))) at++;
  if (at !== end) return undefined;
  const next = formula.charCodeAt(end);
  const hasLetters = lettersEnd > lettersStart;
  const hasDigits = at > digitsStart;
  if (hasLetters && hasDigits) {
    // Followed by `(` it is a function, by `!` a sheet, by `[` a table.
    if (next === 40 || next === 33 || next === OPEN_BRACKET) return undefined;
    if (columnFixed && rowFixed) return undefined;
    const letters = formula.slice(lettersStart, lettersEnd);
    const ownColumn = columnNumber(letters);
    const ownRow = Number(formula.slice(digitsStart, at));
    if (ownColumn > LAST_COLUMN || ownRow > LAST_ROW || ownRow === 0) return undefined;
    return `[${rowFixed ? `$${ownRow}` : ownRow - row},${columnFixed ? `$${ownColumn}` : ownColumn - column}]`;
  }
  // Whole columns and rows stand beside a colon.
  if (columnFixed || (next !== COLON && formula.charCodeAt(start - 1) !== COLON)) return undefined;
  if (next === 40 || next === 33) return undefined;
  if (hasLetters) return `[,${columnNumber(formula.slice(lettersStart, lettersEnd)) - column}]`;
  return hasDigits ? `[${Number(formula.slice(digitsStart, at)) - row},]` : undefined;
}

function skipQuoted(formula: string, start: number, quote: number): number {
  const end = formula.indexOf(quote === QUOTE ? '"' : "'", start + 1);
  return end < 0 ? formula.length : end + 1;
}

function skipBrackets(formula: string, start: number): number {
  let depth = 0;
  for (let at = start; at < formula.length; at++) {
    const code = formula.charCodeAt(at);
    if (code === APOSTROPHE) at++;
    else if (code === OPEN_BRACKET) depth++;
    else if (code === 93 && --depth === 0) return at + 1;
  }
  return formula.length;
}

/** Letters, digits, `$ . _ \ ?` and everything beyond ASCII: what may be part of a name. */
function isWordCode(code: number): boolean {
  return (
    isLetter(code) ||
    isDigit(code) ||
    code === DOLLAR ||
    code === 46 ||
    code === 95 ||
    code === 92 ||
    code === 63 ||
    code >= 128
  );
}

function isLetter(code: number): boolean {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
