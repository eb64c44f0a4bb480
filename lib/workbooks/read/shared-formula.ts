import { columnLetters, columnNumber, LAST_COLUMN, LAST_ROW } from "../engine/formula/a1.ts";
import { formulaPieces, type Piece } from "./formula-pieces.ts";

/** A row or column of a reference: absolute, or relative to the cell the formula was written for. */
type Axis = { value: number; absolute: boolean };
type Reference = { column: Axis | undefined; row: Axis | undefined };

const CELL = /^(\$?)([a-z]{1,3})(\$?)([1-9]\d{0,6})$/i;
const COLUMN = /^(\$?)([a-z]{1,3})$/i;
const ROW = /^(\$?)([1-9]\d{0,6})$/;

/**
 * A formula that several cells share, ready to be written out for each: cut once at its references.
 *
 * A relative reference moved past an edge of the sheet comes in again at the other, as it does in Excel.
 */
export class FormulaTemplate {
  readonly #parts: (string | Reference)[] = [];

  /** @param formula as its first cell has it, without `=` */
  constructor(formula: string) {
    const pieces = formulaPieces(formula);
    for (const [at, piece] of pieces.entries()) {
      const reference = referenceAt(pieces, at);
      const last = this.#parts.length - 1;
      if (reference) this.#parts.push(reference);
      else if (typeof this.#parts[last] === "string") this.#parts[last] += piece.text;
      else this.#parts.push(piece.text);
    }
  }

  /** The formula as the cell has it that lies so many rows down and columns right of the first; both may be negative. */
  movedBy(rows: number, columns: number): string {
    let formula = "";
    for (const part of this.#parts) {
      if (typeof part === "string") {
        formula += part;
        continue;
      }
      const { column, row } = part;
      if (column) formula += (column.absolute ? "$" : "") + columnLetters(moved(column, columns, LAST_COLUMN));
      if (row) formula += (row.absolute ? "$" : "") + moved(row, rows, LAST_ROW);
    }
    return formula;
  }
}

function moved({ value, absolute }: Axis, by: number, last: number): number {
  return absolute ? value : ((((value - 1 + by) % last) + last) % last) + 1;
}

/** The reference that this piece is; undefined for names, functions, sheets and numbers that only look like one. */
function referenceAt(pieces: readonly Piece[], at: number): Reference | undefined {
  const { type, text } = pieces[at]!;
  const next = pieces[at + 1];
  if (type !== "word" || next?.text === "(" || next?.text === "!" || next?.type === "brackets") return undefined;
  if (next?.text === ":" && pieces[at + 3]?.text === "!") return undefined; // the first sheet of a 3-D reference
  const cell = CELL.exec(text);
  if (cell) {
    const column = axis(cell[1], columnNumber(cell[2]!), LAST_COLUMN);
    const row = axis(cell[3], Number(cell[4]), LAST_ROW);
    return column && row ? { column, row } : undefined;
  }
  const [one, other] = [next, pieces[at - 1]].map((piece) => piece?.text === ":");
  const partner = one ? pieces[at + 2] : other ? pieces[at - 2] : undefined;
  if (partner?.type !== "word") return undefined;
  const column = COLUMN.test(partner.text) ? COLUMN.exec(text) : null;
  if (column) return whole(axis(column[1], columnNumber(column[2]!), LAST_COLUMN), undefined);
  const row = ROW.test(partner.text) ? ROW.exec(text) : null;
  return row ? whole(undefined, axis(row[1], Number(row[2]), LAST_ROW)) : undefined;
}

function axis(dollar: string | undefined, value: number, last: number): Axis | undefined {
  return value > last ? undefined : { value, absolute: dollar === "$" };
}

function whole(column: Axis | undefined, row: Axis | undefined): Reference | undefined {
  return column || row ? { column, row } : undefined;
}
