/** References in R1C1 notation, as INDIRECT takes them. */
import { columnLetters, LAST_COLUMN, LAST_ROW } from "./a1.ts";

const PART = /^(?:R(\[-?\d+\]|\d+)?)?(?:C(\[-?\d+\]|\d+)?)?$/i;

/** The same reference in A1 notation as seen from a cell; undefined where it is none. `R1C1`, `R[-1]C`, `R2:R3`, `C4`. */
export function parseR1C1(text: string, row: number, column: number): string | undefined {
  const bang = text.lastIndexOf("!");
  const prefix = text.slice(0, bang + 1);
  const parts = text
    .slice(bang + 1)
    .trim()
    .split(":")
    .map((part) => parsePart(part, row, column));
  const [first, second] = parts;
  if (first === undefined || parts.length > 2 || (parts.length === 2 && second === undefined)) return undefined;
  if (second === undefined && (first.row === undefined || first.column === undefined)) {
    const whole = print(first);
    return `${prefix}${whole}:${whole}`;
  }
  return prefix + (second === undefined ? print(first) : `${print(first)}:${print(second)}`);
}

type Part = { row: number | undefined; column: number | undefined };

function parsePart(text: string, row: number, column: number): Part | undefined {
  const match = PART.exec(text.trim());
  if (match === null || text.trim() === "") return undefined;
  const upper = text.toUpperCase();
  const part = {
    row: upper.includes("R") ? coordinate(match[1], row) : undefined,
    column: upper.includes("C") ? coordinate(match[2], column) : undefined,
  };
  if (part.row !== undefined && (part.row < 1 || part.row > LAST_ROW)) return undefined;
  if (part.column !== undefined && (part.column < 1 || part.column > LAST_COLUMN)) return undefined;
  return part;
}

function coordinate(text: string | undefined, own: number): number {
  if (text === undefined) return own;
  return text.startsWith("[") ? own + Number(text.slice(1, -1)) : Number(text);
}

function print({ row, column }: Part): string {
  return `${column === undefined ? "" : `$${columnLetters(column)}`}${row === undefined ? "" : `$${row}`}`;
}
