import { formulaPieces, type Piece } from "./formula-pieces.ts";

/** What the text of a formula refers to by number or by position. */
export type FormulaContext = {
  /** What users see in brackets for the link with this number: see `ExternalLink.label`. */
  linkLabel(index: number): string | undefined;
  /** Name of the table around the formula's cell. */
  tableAround(): string | undefined;
};

/**
 * A formula as a user sees it, from the text in the file, without the leading `=`:
 *
 * - future-function prefixes gone: `_xlfn._xlws.SORT(…)` is `SORT(…)`
 * - `_xlfn.SINGLE(x)` is `@x`, `_xlfn.ANCHORARRAY(x)` is `x#`
 * - `Table1[[#This Row],[Price]]` is `[@Price]` inside the table, `Table1[@Price]` elsewhere
 * - `[1]Sheet!A1` is `[Book2.xlsx]Sheet!A1`; `[0]!Name`, the workbook itself, is `Name`
 */
export function userFormula(stored: string, context: FormulaContext): string {
  const formula = stored.startsWith("=") ? stored.slice(1) : stored;
  if (!formula.includes("[") && !/_xl/i.test(formula)) return formula;
  return new Rewriter(context).rewrite(formulaPieces(formula));
}

const FUTURE_PREFIX = /^(?:_xl(?:fn|ws|pm|op|eta|udf|nm)\.)+/i;

class Rewriter {
  readonly #context: FormulaContext;

  constructor(context: FormulaContext) {
    this.#context = context;
  }

  rewrite(pieces: readonly Piece[]): string {
    let formula = "";
    for (let at = 0; at < pieces.length; at++) {
      const piece = pieces[at]!;
      const close = operatorCallEnd(pieces, at);
      if (close > 0) {
        formula += this.#operatorCall(piece.text, pieces.slice(at + 2, close));
        at = close;
      } else if (piece.type === "word") {
        formula += this.#word(piece.text, pieces[at + 1]);
      } else if (piece.type === "quoted") {
        formula += this.#quoted(piece.text);
      } else if (piece.type === "brackets" && pieces[at - 1]?.type === "word") {
        formula += thisRow(piece.text);
      } else if (piece.type === "brackets") {
        const end = prefixEnd(pieces, at);
        formula += this.#linkPrefix(pieces.slice(at, end).map(({ text }) => text));
        at = end - 1;
      } else {
        formula += piece.text;
      }
    }
    return formula;
  }

  /** The table is left out where users need not name it: in their own row of it. */
  #word(word: string, next: Piece | undefined): string {
    if (next?.type !== "brackets") return word.replace(FUTURE_PREFIX, "");
    const isOwnRow = thisRow(next.text).startsWith("[@");
    return isOwnRow && word.toLowerCase() === this.#context.tableAround()?.toLowerCase() ? "" : word;
  }

  #operatorCall(name: string, inner: readonly Piece[]): string {
    const operand = this.rewrite(inner);
    if (name.toLowerCase().endsWith("anchorarray")) return `${operand}#`;
    return hasOperator(inner) ? `@(${operand})` : `@${operand}`;
  }

  /** `'[1]My Sheet'`, with its quotes. */
  #quoted(text: string): string {
    return text.replace(/\[(\d+)\]/, (number, index: string) => {
      if (index === "0") return "";
      const label = this.#context.linkLabel(Number(index));
      return label === undefined ? number : `[${label.replaceAll("'", "''")}]`;
    });
  }

  /** `[1]`, a sheet or two, and `!`; quoted where the link's label needs it. */
  #linkPrefix([brackets = "", ...rest]: string[]): string {
    const index = /^\[(\d+)\]$/.exec(brackets)?.[1];
    const sheet = rest.join("");
    if (index === "0" && sheet.endsWith("!")) return sheet === "!" ? "" : sheet;
    const label = index === undefined ? undefined : this.#context.linkLabel(Number(index));
    if (label === undefined) return brackets + sheet;
    if (/^[\w.]+$/.test(label) || !sheet.endsWith("!")) return `[${label}]${sheet}`;
    return `'[${label.replaceAll("'", "''")}]${sheet.slice(0, -1)}'!`;
  }
}

/** Where the call of SINGLE or ANCHORARRAY that begins here closes; 0 where none begins. */
function operatorCallEnd(pieces: readonly Piece[], at: number): number {
  if (pieces[at]!.type !== "word" || pieces[at + 1]?.text !== "(") return 0;
  if (!/^_xlfn\.(?:single|anchorarray)$/i.test(pieces[at]!.text)) return 0;
  let depth = 0;
  for (let end = at + 1; end < pieces.length; end++) {
    const { type, text } = pieces[end]!;
    if (type !== "other") continue;
    if (text === "(") depth++;
    else if (text === ")" && --depth === 0) return end;
  }
  return 0;
}

/** Whether an operator stands in a formula outside all parentheses, where `@` would bind tighter than it. */
function hasOperator(pieces: readonly Piece[]): boolean {
  let depth = 0;
  for (const { type, text } of pieces) {
    if (type !== "other") continue;
    if (text === "(") depth++;
    else if (text === ")") depth--;
    else if (depth === 0 && "+-*/^&=<>, ".includes(text)) return true;
  }
  return false;
}

/** Past the `!` of the sheet prefix that begins with the brackets at `at`; past the brackets where none follows. */
function prefixEnd(pieces: readonly Piece[], at: number): number {
  let end = at + 1;
  while (pieces[end]?.type === "word" || pieces[end]?.text === ":") end++;
  return pieces[end]?.text === "!" ? end + 1 : at + 1;
}

/** `[[#This Row],[Price]]` as `[@Price]`; other brackets as they are. */
function thisRow(brackets: string): string {
  if (/^\[#This Row\]$/i.test(brackets)) return "[@]";
  const columns = /^\[\[#This Row\],\s*(\[.*\])\]$/is.exec(brackets)?.[1];
  if (columns === undefined) return brackets;
  const plain = /^\[([\p{L}\p{N}_]+)\]$/u.exec(columns)?.[1];
  return `[@${plain ?? columns}]`;
}
