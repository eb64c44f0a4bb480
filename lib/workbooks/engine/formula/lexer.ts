/**
 * Cuts a formula into tokens. Whitespace is no token of its own, but each token knows whether some stood before it,
 * since a blank between two references is the intersection operator.
 */
import { ERROR_LITERALS, ExcelError } from "../../values.ts";
import { columnNumber, LAST_COLUMN, LAST_ROW } from "./a1.ts";
import type { Coordinate, Prefix } from "./ast.ts";

export type Token = { readonly start: number; readonly spaceBefore: boolean } & (
  | { readonly type: "number"; readonly value: number; readonly text: string }
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "error"; readonly value: ExcelError }
  | { readonly type: "cell"; readonly row: Coordinate; readonly column: Coordinate }
  | { readonly type: "columns"; readonly first: Coordinate; readonly last: Coordinate }
  | { readonly type: "rows"; readonly first: Coordinate; readonly last: Coordinate }
  | { readonly type: "name"; readonly name: string }
  /** A name with `(` right behind it, which is part of the token. */
  | { readonly type: "function"; readonly name: string }
  /** Everything up to and including `!`. */
  | { readonly type: "prefix"; readonly prefix: Prefix }
  /** A structured reference's brackets with what is inside, outer brackets removed. */
  | { readonly type: "brackets"; readonly content: string; readonly table: string | undefined }
  | { readonly type: "symbol"; readonly symbol: string }
  | { readonly type: "end" }
);

/** Thrown inside lexer and parser only; `parseFormula` turns it into a value. */
export class FormulaSyntaxError extends Error {}

const NAME_START = /[\p{L}_\\]/u;
const NAME_PART = /[\p{L}\p{M}\p{N}_.?\\]/u;
const CELL = /^(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})$/;
const COLUMN = /^(\$?)([A-Za-z]{1,3})$/;
const ROW = /^(\$?)(\d{1,7})$/;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
/** Longest first, so that `#N/A` is not taken for something shorter. */
const ERRORS = [...ERROR_LITERALS].sort((a, b) => b.length - a.length);

export function tokenize(formula: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    const before = at;
    while (isSpace(formula.charCodeAt(at))) at++;
    const head = { start: at, spaceBefore: at > before };
    if (at >= formula.length) {
      tokens.push({ ...head, type: "end" });
      return tokens;
    }
    const [token, end] = readToken(formula, at, tokens.at(-1), head);
    tokens.push(token);
    at = end;
  }
}

type Head = { start: number; spaceBefore: boolean };

function readToken(formula: string, at: number, previous: Token | undefined, head: Head): [Token, number] {
  const char = formula[at]!;
  if (char === '"') return readText(formula, at, head);
  if (char === "'") return readQuoted(formula, at, previous, head);
  if (char === "[") return readBrackets(formula, at, undefined, head);
  if (char === "#") {
    const literal = ERRORS.find((error) => formula.slice(at, at + error.length).toUpperCase() === error);
    if (literal !== undefined) {
      const end = at + literal.length;
      return [
        { ...head, type: "error", value: ExcelError.of(literal) },
        literal === "#REF!" ? lostEnd(formula, end) : end,
      ];
    }
    return [{ ...head, type: "symbol", symbol: "#" }, at + 1];
  }
  const word = readWord(formula, at);
  if (word !== "") return readAfterWord(formula, at, word, previous, head);
  const two = formula.slice(at, at + 2);
  if (two === "<=" || two === ">=" || two === "<>") return [{ ...head, type: "symbol", symbol: two }, at + 2];
  if ("+-*/^&=<>%(){},;:@".includes(char)) return [{ ...head, type: "symbol", symbol: char }, at + 1];
  throw new FormulaSyntaxError(`unexpected ${char} at ${at + 1}`);
}

/**
 * What stood behind the name of a sheet that was deleted: `#REF!A1:B2`, `#REF!$A:$A`, `#REF!#REF!`. All of it is the error.
 *
 * @returns the end of it; `at` where there is none
 */
function lostEnd(formula: string, at: number): number {
  if (formula.startsWith("#REF!", at)) return at + 5;
  const first = readWord(formula, at);
  const end = at + first.length;
  if (first === "" || formula[end] !== ":") return end;
  const last = readWord(formula, end + 1);
  return last === "" ? end : end + 1 + last.length;
}

/** A run of letters, digits, `$`, dots: a number, address, name or the start of a sheet prefix. */
function readWord(formula: string, at: number): string {
  let end = at;
  while (end < formula.length) {
    const code = formula.charCodeAt(end);
    if (code < 128 ? isWordCode(code) : NAME_PART.test(codePointAt(formula, end))) {
      end += code >= 0xd800 && code <= 0xdbff ? 2 : 1;
    } else break;
  }
  return formula.slice(at, end);
}

function readAfterWord(
  formula: string,
  at: number,
  word: string,
  previous: Token | undefined,
  head: Head,
): [Token, number] {
  const end = at + word.length;
  const next = formula[end];
  if (next === "!") {
    return [{ ...head, type: "prefix", prefix: prefixOf(undefined, word, undefined) }, end + 1];
  }
  if (next === ":") {
    const range = readWholeRange(formula, word, end, head);
    if (range !== undefined) return range;
    const last = readWord(formula, end + 1);
    if (last !== "" && formula[end + 1 + last.length] === "!" && !CELL.test(word)) {
      return [{ ...head, type: "prefix", prefix: prefixOf(undefined, word, last) }, end + last.length + 2];
    }
    // A 3-D prefix whose sheets are named like cells, as Q1:Q4!B2; `A1:Sheet2!B2` is not one in practice.
    if (last !== "" && formula[end + 1 + last.length] === "!" && CELL.test(last) && previous?.type !== "prefix") {
      return [{ ...head, type: "prefix", prefix: prefixOf(undefined, word, last) }, end + last.length + 2];
    }
  }
  if (next === "(" && nameLike(word)) return [{ ...head, type: "function", name: word }, end + 1];
  const cell = CELL.exec(word);
  if (cell !== null) {
    const column = columnNumber(cell[2]!);
    const row = Number(cell[4]);
    if (column <= LAST_COLUMN && row >= 1 && row <= LAST_ROW) {
      const token = {
        row: { value: row, absolute: cell[3] === "$" },
        column: { value: column, absolute: cell[1] === "$" },
      };
      return [{ ...head, type: "cell", ...token }, end];
    }
  }
  if (/^[\d.]/.test(word)) {
    NUMBER.lastIndex = at;
    const text = NUMBER.exec(formula)?.[0];
    if (text === undefined) throw new FormulaSyntaxError(`not a number: ${word}`);
    return [{ ...head, type: "number", value: Number(text), text }, at + text.length];
  }
  if (!nameLike(word)) throw new FormulaSyntaxError(`not a name: ${word}`);
  if (next === "[") return readBrackets(formula, end, word, head);
  return [{ ...head, type: "name", name: word }, end];
}

/** `A:C` or `3:5`, whole columns or rows. */
function readWholeRange(formula: string, word: string, colon: number, head: Head): [Token, number] | undefined {
  for (const [pattern, type, last] of [
    [COLUMN, "columns", LAST_COLUMN],
    [ROW, "rows", LAST_ROW],
  ] as const) {
    const first = pattern.exec(word);
    if (first === null) continue;
    const other = readWord(formula, colon + 1);
    const second = pattern.exec(other);
    const end = colon + 1 + other.length;
    if (second === null || formula[end] === "!" || formula[end] === "(") continue;
    const coordinate = ([, dollar, digits]: RegExpExecArray): Coordinate => ({
      value: type === "columns" ? columnNumber(digits!) : Number(digits),
      absolute: dollar === "$",
    });
    const range = { first: coordinate(first), last: coordinate(second) };
    if (range.first.value < 1 || range.last.value < 1 || range.first.value > last || range.last.value > last) continue;
    return [{ ...head, type, ...range }, end];
  }
  return undefined;
}

function readText(formula: string, at: number, head: Head): [Token, number] {
  let end = at + 1;
  for (;;) {
    end = formula.indexOf('"', end);
    if (end < 0) throw new FormulaSyntaxError("a text is not closed");
    if (formula[end + 1] !== '"') break;
    end += 2;
  }
  return [{ ...head, type: "text", value: formula.slice(at + 1, end).replaceAll('""', '"') }, end + 1];
}

/** `'It''s'!`, `'Jan 1:Mar 1'!`, `'C:\books\[Book2.xlsx]My Sheet'!`; behind a prefix a name, as in DDE links. */
function readQuoted(formula: string, at: number, previous: Token | undefined, head: Head): [Token, number] {
  let end = at + 1;
  for (;;) {
    end = formula.indexOf("'", end);
    if (end < 0) throw new FormulaSyntaxError("a sheet name is not closed");
    if (formula[end + 1] !== "'") break;
    end += 2;
  }
  const body = formula.slice(at + 1, end).replaceAll("''", "'");
  if (formula[end + 1] !== "!") {
    if (previous?.type === "prefix") return [{ ...head, type: "name", name: body }, end + 1];
    throw new FormulaSyntaxError("a quoted name without !");
  }
  const bracket = body.lastIndexOf("]");
  const open = body.lastIndexOf("[", bracket);
  const workbook = bracket >= 0 && open >= 0 ? body.slice(open + 1, bracket) : undefined;
  const sheets = workbook === undefined ? body : body.slice(bracket + 1);
  const colon = sheets.indexOf(":");
  const prefix =
    colon > 0
      ? prefixOf(workbook, sheets.slice(0, colon), sheets.slice(colon + 1))
      : prefixOf(workbook, sheets, undefined);
  return [{ ...head, type: "prefix", prefix }, end + 2];
}

/** `[@Price]` or `Sales[Price]`, or the workbook of an external reference such as `[1]Data!A1`. */
function readBrackets(formula: string, at: number, table: string | undefined, head: Head): [Token, number] {
  let depth = 0;
  let end = at;
  for (; end < formula.length; end++) {
    const char = formula[end];
    if (char === "'") end++;
    else if (char === "[") depth++;
    else if (char === "]" && --depth === 0) break;
  }
  if (depth !== 0) throw new FormulaSyntaxError("a bracket is not closed");
  const content = formula.slice(at + 1, end);
  if (table === undefined) {
    const sheet = readWord(formula, end + 1);
    const colon = end + 1 + sheet.length;
    if (formula[colon] === "!") {
      return [{ ...head, type: "prefix", prefix: prefixOf(content, sheet, undefined) }, colon + 1];
    }
    if (sheet !== "" && formula[colon] === ":") {
      const last = readWord(formula, colon + 1);
      if (last !== "" && formula[colon + 1 + last.length] === "!") {
        return [{ ...head, type: "prefix", prefix: prefixOf(content, sheet, last) }, colon + last.length + 2];
      }
    }
  }
  return [{ ...head, type: "brackets", content, table }, end + 1];
}

function prefixOf(workbook: string | undefined, sheet: string, lastSheet: string | undefined): Prefix {
  return { workbook, sheet: sheet === "" ? undefined : sheet, lastSheet };
}

function nameLike(word: string): boolean {
  return NAME_START.test(codePointAt(word, 0)) && !word.includes("$");
}

function codePointAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at)!);
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9 || code === 160;
}

/** ASCII letters, digits and `$ . ? \ _`. */
function isWordCode(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 36 ||
    code === 46 ||
    code === 63 ||
    code === 92 ||
    code === 95
  );
}
