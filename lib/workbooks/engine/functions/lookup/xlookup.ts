/** XLOOKUP and XMATCH. */
import { ExcelError, NA, type Scalar, VALUE } from "../../../values.ts";
import { compareScalars } from "../../ordering.ts";
import { findExact, vectorAt, vectorLength } from "../../search.ts";
import { ArrayValue, isMatrix, type Matrix, Reference, type Value } from "../../value.ts";
import { any, define, integer, lazy, orEmpty, range, scalar } from "../contract.ts";
import { compilePattern } from "../regex/pattern.ts";

/** 0 equal, -1 or else the next smaller, 1 or else the next larger, 2 wildcards, 3 regular expression. */
const MATCH_MODES = [-1, 0, 1, 2, 3];
/** 1 from the first, -1 from the last, 2 and -2 by halves in ascending or descending order. */
const SEARCH_MODES = [-2, -1, 1, 2];

/** Position of the key from 0, -1 for nowhere; #VALUE! for modes that do not exist. */
function locate(vector: Matrix, key: Scalar, matchMode: number, searchMode: number): number | ExcelError {
  if (!MATCH_MODES.includes(matchMode) || !SEARCH_MODES.includes(searchMode)) return VALUE;
  if (vector.rows > 1 && vector.columns > 1) return VALUE;
  const last = searchMode === -1;
  if (matchMode === 3)
    return typeof key === "string" ? findPattern(vector, key, last) : findExact(vector, key, { last });
  if (matchMode === 2) return Math.abs(searchMode) === 2 ? VALUE : findExact(vector, key, { wildcards: true, last });
  if (Math.abs(searchMode) === 2) return findByHalves(vector, key, matchMode, searchMode > 0);
  const exact = key === null ? firstBlank(vector) : findExact(vector, key, { last });
  return exact >= 0 || matchMode === 0 ? exact : findNext(vector, key, matchMode, last);
}

function firstBlank(vector: Matrix): number {
  const length = vectorLength(vector);
  for (let position = 0; position < length; position++) if (vectorAt(vector, position) === null) return position;
  return -1;
}

function findPattern(vector: Matrix, source: string, last: boolean): number | ExcelError {
  const pattern = compilePattern(source, "i");
  if (pattern instanceof ExcelError) return pattern;
  const length = vector.columns === 1 ? vector.usedRows : vector.usedColumns;
  let found = -1;
  for (let position = 0; position < length && (found < 0 || last); position++) {
    const value = vectorAt(vector, position);
    if (typeof value === "string" && pattern.occursIn(value)) found = position;
  }
  return found;
}

/**
 * Across kinds numbers come before texts, texts before truth values, and those before a blank key; undefined for blank
 * cells and errors.
 */
function order(value: Scalar, key: Scalar): number | undefined {
  if (value === null || value instanceof ExcelError) return undefined;
  if (key === null) return -1;
  return compareScalars(value, key) as number;
}

/** The largest value below the key or the smallest above it, wherever it stands. */
function findNext(vector: Matrix, key: Scalar, direction: number, last: boolean): number {
  const length = vector.columns === 1 ? vector.usedRows : vector.usedColumns;
  let found = -1;
  let best: Scalar = null;
  for (let position = 0; position < length; position++) {
    const value = vectorAt(vector, position);
    if ((order(value, key) ?? 0) * direction <= 0) continue;
    const nearer = found < 0 ? -1 : order(value, best)! * direction;
    if (nearer < 0 || (nearer === 0 && last)) {
      found = position;
      best = value;
    }
  }
  return found;
}

/**
 * By halves in a sorted vector: of equal values the first in ascending, the last in descending order; without one the
 * neighbour of the gap on the side asked for.
 */
function findByHalves(vector: Matrix, key: Scalar, matchMode: number, ascending: boolean): number {
  const sign = ascending ? 1 : -1;
  const length = vector.columns === 1 ? vector.usedRows : vector.usedColumns;
  let low = 0;
  let high = length - 1;
  let equal = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const compared = (order(vectorAt(vector, middle), key) ?? 1) * sign;
    if (compared === 0) equal = middle;
    // Once an equal value is met, only equal ones on its far side count.
    const goOn = compared === 0 ? !ascending : equal >= 0 ? ascending : compared < 0;
    if (goOn) low = middle + 1;
    else high = middle - 1;
  }
  if (equal >= 0 || matchMode === 0) return equal;
  const neighbour = matchMode < 0 === ascending ? low - 1 : low;
  return neighbour < length ? neighbour : -1;
}

/** One row or column of the results, as a reference where they are one. */
function slice(results: Reference | Matrix, position: number, alongRows: boolean): Value {
  if (!(results instanceof Reference)) {
    const part = alongRows ? results.part(position, 0, 1, results.columns) : results.part(0, position, results.rows, 1);
    return part.rows === 1 && part.columns === 1 ? part.at(0, 0) : part;
  }
  const area = results.areas[0]!;
  const { sheet, firstRow, firstColumn, lastRow, lastColumn } = area;
  return alongRows
    ? Reference.area(sheet, firstRow + position, firstColumn, firstRow + position, lastColumn)
    : Reference.area(sheet, firstRow, firstColumn + position, lastRow, firstColumn + position);
}

/** XLOOKUP(value, keys, results, [if_not_found], [match_mode], [search_mode]) */
export const XLOOKUP = define({
  name: "XLOOKUP",
  parameters: [scalar(), range(), any(), orEmpty(lazy()), orEmpty(integer(), 0), orEmpty(integer(), 1)],
  evaluate: (key, keys, given, ifNotFound, matchMode, searchMode, context) => {
    const read = given instanceof Reference ? given : context.dereference(given);
    if (read instanceof ExcelError) return read;
    const results = read instanceof Reference || isMatrix(read) ? read : new ArrayValue(1, 1, [read]);
    const { rows, columns } = results instanceof Reference ? sizeOf(results) : results;
    const alongRows = keys.columns === 1 && keys.rows === rows;
    if (!alongRows && !(keys.rows === 1 && keys.columns === columns)) return VALUE;
    const position = locate(keys, key, matchMode, searchMode);
    if (position instanceof ExcelError) return position;
    if (position >= 0) return slice(results, position, alongRows);
    return ifNotFound === undefined ? NA : ifNotFound();
  },
});

function sizeOf({ areas }: Reference): { rows: number; columns: number } {
  const { firstRow, firstColumn, lastRow, lastColumn } = areas[0]!;
  return { rows: lastRow - firstRow + 1, columns: lastColumn - firstColumn + 1 };
}

/** XMATCH(value, vector, [match_mode], [search_mode]) */
export const XMATCH = define({
  name: "XMATCH",
  parameters: [scalar(), range(), orEmpty(integer(), 0), orEmpty(integer(), 1)],
  evaluate: (key, vector, matchMode, searchMode) => {
    const position = locate(vector, key, matchMode, searchMode);
    if (position instanceof ExcelError) return position;
    return position < 0 ? NA : position + 1;
  },
});
