/** The classic lookups. */
import { ExcelError, NA, REF, type Scalar, VALUE } from "../../../values.ts";
import { compareScalars } from "../../ordering.ts";
import { findExact, findSorted, vectorAt, vectorLength } from "../../search.ts";
import { ArrayValue, type Matrix } from "../../value.ts";
import { array, boolean, define, integer, number, optional, range, scalar } from "../contract.ts";

/** Texts longer than this cannot be looked up. */
const MAX_KEY = 255;

/** Where the key stands, from 0; -1 for nowhere. A blank key asks for 0. */
function positionOf(keys: Matrix, key: Scalar, approximate: boolean): number | ExcelError {
  if (typeof key === "string" && key.length > MAX_KEY) return VALUE;
  const wanted = key ?? 0;
  return approximate ? findSorted(keys, wanted) : findExact(keys, wanted, { wildcards: true });
}

/** A text in place of a table. */
function isText(table: Matrix): boolean {
  return table instanceof ArrayValue && table.values.length === 1 && typeof table.values[0] === "string";
}

/** VLOOKUP(value, table, column, [approximate]): wildcards count in exact mode. */
export const VLOOKUP = define({
  name: "VLOOKUP",
  parameters: [scalar(), range(), integer(), optional(boolean(), true)],
  evaluate: (key, table, column, approximate) => {
    if (isText(table)) return VALUE;
    if (column > table.columns) return REF;
    const row = positionOf(table.part(0, 0, table.rows, 1), key, approximate);
    if (row instanceof ExcelError) return row;
    // A column below 1 shows only once the value is found.
    return row < 0 ? NA : column < 1 ? VALUE : table.at(row, column - 1);
  },
});

/** HLOOKUP(value, table, row, [approximate]) */
export const HLOOKUP = define({
  name: "HLOOKUP",
  parameters: [scalar(), range(), integer(), optional(boolean(), true)],
  evaluate: (key, table, row, approximate) => {
    if (isText(table)) return VALUE;
    if (row > table.rows) return REF;
    const column = positionOf(table.part(0, 0, 1, table.columns), key, approximate);
    if (column instanceof ExcelError) return column;
    return column < 0 ? NA : row < 1 ? VALUE : table.at(row - 1, column);
  },
});

/** LOOKUP(value, vector, [results]) or LOOKUP(value, array): searches along the longer side, answers from the other end. */
export const LOOKUP = define({
  name: "LOOKUP",
  parameters: [scalar(), array(), optional(array())],
  evaluate: (key, table, results) => {
    const wide = table.columns > table.rows;
    const keys = wide ? table.part(0, 0, 1, table.columns) : table.part(0, 0, table.rows, 1);
    const position = positionOf(keys, key, true);
    if (position instanceof ExcelError) return position;
    if (position < 0) return NA;
    if (results === undefined) return wide ? table.at(table.rows - 1, position) : table.at(position, table.columns - 1);
    if (results.rows > 1 && results.columns > 1) return NA;
    return position < vectorLength(results) ? vectorAt(results, position) : NA;
  },
});

/** In descending order the last value not below the key, found from the start: Excel stops at the first below or equal. */
function lastNotBelow(vector: Matrix, key: Scalar): number {
  const length = vector.columns === 1 ? vector.usedRows : vector.usedColumns;
  let found = -1;
  for (let position = 0; position < length; position++) {
    const value = vectorAt(vector, position);
    if (value === null || typeof value !== typeof key || value instanceof ExcelError) continue;
    const compared = compareScalars(value, key) as number;
    if (compared < 0) break;
    found = position;
    if (compared === 0) break;
  }
  return found;
}

/** MATCH(value, vector, [type]): 1 largest value not above in ascending order, 0 equal, -1 smallest not below. */
export const MATCH = define({
  name: "MATCH",
  parameters: [scalar(), range(), optional(number(), 1)],
  evaluate: (key, vector, type) => {
    if (vector.rows > 1 && vector.columns > 1) return NA;
    const position = type < 0 ? lastNotBelow(vector, key ?? 0) : positionOf(vector, key, type > 0);
    if (position instanceof ExcelError) return position;
    return position < 0 ? NA : position + 1;
  },
});
