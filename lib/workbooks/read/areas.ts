import { columnLetters, columnNumber, LAST_COLUMN, LAST_ROW } from "../engine/formula/a1.ts";
import type { Area } from "../model.ts";

const CORNER = /^\$?([a-z]{1,3})?\$?(\d{1,7})?$/i;

/** An address as cells carry it, such as `B24`; undefined where it is none. Read by hand: every cell has one. */
export function parseAddress(text: string): { row: number; column: number } | undefined {
  let at = 0;
  let column = 0;
  for (let letter = letterAt(text, at); letter > 0 && column <= LAST_COLUMN; letter = letterAt(text, ++at)) {
    column = column * 26 + letter;
  }
  let row = 0;
  const digitsStart = at;
  for (let digit = digitAt(text, at); digit >= 0 && row <= LAST_ROW; digit = digitAt(text, ++at))
    row = row * 10 + digit;
  if (column === 0 || at === digitsStart || at < text.length) return undefined;
  return column <= LAST_COLUMN && row >= 1 && row <= LAST_ROW ? { row, column } : undefined;
}

/** Place of a letter in the alphabet, from 1; 0 for anything else. */
function letterAt(text: string, at: number): number {
  const place = (text.charCodeAt(at) & ~0x20) - 0x40;
  return place >= 1 && place <= 26 ? place : 0;
}

/** The digit there, else -1. */
function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 0x30;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** `A1:B2`, `A1`, `A:C`, `3:5`, with or without `$`, corners in any order; undefined where it is none. */
export function parseArea(text: string): Area | undefined {
  const [start = "", end = start, more] = text.split(":");
  const [first, last] = [CORNER.exec(start), CORNER.exec(end)];
  if (!first || !last || more !== undefined || start === "" || end === "") return undefined;
  if (!start.replaceAll("$", "") || Boolean(first[1]) !== Boolean(last[1]) || Boolean(first[2]) !== Boolean(last[2]))
    return undefined;
  const columns = [first[1] ? columnNumber(first[1]) : 1, last[1] ? columnNumber(last[1]) : LAST_COLUMN];
  const rows = [Number(first[2] ?? 1), Number(last[2] ?? LAST_ROW)];
  const area = {
    firstRow: Math.min(...rows),
    firstColumn: Math.min(...columns),
    lastRow: Math.max(...rows),
    lastColumn: Math.max(...columns),
  };
  return area.firstRow >= 1 && area.lastRow <= LAST_ROW && area.lastColumn <= LAST_COLUMN ? area : undefined;
}

/** A list of areas, parted by blanks, as `sqref` has it; what is none is left out. */
export function parseAreas(text: string): Area[] {
  return text
    .split(/\s+/)
    .map(parseArea)
    .filter((area) => area !== undefined);
}

/** `C1:C5`, or `C1` for a single cell. */
export function areaText({ firstRow, firstColumn, lastRow, lastColumn }: Area): string {
  const first = columnLetters(firstColumn) + firstRow;
  return firstRow === lastRow && firstColumn === lastColumn ? first : `${first}:${columnLetters(lastColumn)}${lastRow}`;
}

/**
 * Finds which of many areas a cell lies in, for cells asked about in row order: areas come in at their first row and
 * go after their last, so that none is ever expanded.
 */
export class AreaSweep<T> {
  readonly #waiting: { area: Area; value: T }[];
  #active: { area: Area; value: T }[] = [];
  #row = 0;
  #nextEnd = Number.POSITIVE_INFINITY;

  constructor(areas: Iterable<{ area: Area; value: T }>) {
    this.#waiting = [...areas].sort((a, b) => b.area.firstRow - a.area.firstRow);
  }

  /** The value of the first area, by column, that holds the cell. Rows may repeat, never go back. */
  at(row: number, column: number): T | undefined {
    if (row > this.#row) this.#enter(row);
    for (const { area, value } of this.#active) {
      if (area.firstColumn > column) return undefined;
      if (area.lastColumn >= column) return value;
    }
    return undefined;
  }

  #enter(row: number): void {
    this.#row = row;
    let changed = false;
    if (row > this.#nextEnd) {
      this.#active = this.#active.filter(({ area }) => area.lastRow >= row);
      changed = true;
    }
    for (let next = this.#waiting.at(-1); next && next.area.firstRow <= row; next = this.#waiting.at(-1)) {
      this.#waiting.pop();
      if (next.area.lastRow < row) continue;
      this.#active.push(next);
      changed = true;
    }
    if (!changed) return;
    this.#active.sort((a, b) => a.area.firstColumn - b.area.firstColumn);
    this.#nextEnd = this.#active.reduce((end, { area }) => Math.min(end, area.lastRow), Number.POSITIVE_INFINITY);
  }
}
