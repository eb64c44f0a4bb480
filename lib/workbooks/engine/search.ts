/**
 * Searching in rows, columns and ranges, shared by the lookup functions and the SUMIFS family, so that indexes
 * and binary search are written once. Positions count from 0; -1 means not found.
 */
import { ExcelError, type Scalar } from "../values.ts";
import { positionIn } from "./array-index.ts";
import type { Criterion } from "./criteria.ts";
import { compareScalars, foldCase } from "./ordering.ts";
import { RangeView } from "./range-view.ts";
import { ArrayValue, type Matrix } from "./value.ts";
import { Wildcard } from "./wildcard.ts";

/** The value at a position of a matrix that is one row or one column. */
export function vectorAt(vector: Matrix, position: number): Scalar {
  return vector.columns === 1 ? vector.at(position, 0) : vector.at(0, position);
}

export function vectorLength(vector: Matrix): number {
  return vector.columns === 1 ? vector.rows : vector.columns;
}

function usedLength(vector: Matrix): number {
  return vector.columns === 1 ? vector.usedRows : vector.usedColumns;
}

/** Position of the first (or last) value equal to `key`: same kind, texts without regard to case, blanks never. */
export function findExact(vector: Matrix, key: Scalar, { wildcards = false, last = false } = {}): number {
  const pattern = wildcards && typeof key === "string" && Wildcard.isIn(key) ? new Wildcard(key) : undefined;
  if (pattern === undefined) {
    const indexed =
      vector instanceof RangeView
        ? vector.indexOf(key, last)
        : vector instanceof ArrayValue
          ? positionIn(vector, key, last)
          : undefined;
    if (indexed !== undefined) return indexed;
  }
  const length = usedLength(vector);
  const test = pattern ? (value: Scalar) => typeof value === "string" && pattern.test(value) : equalTo(key);
  if (last) {
    for (let position = length - 1; position >= 0; position--) if (test(vectorAt(vector, position))) return position;
  } else {
    for (let position = 0; position < length; position++) if (test(vectorAt(vector, position))) return position;
  }
  return -1;
}

/**
 * Position of the last value ≤ `key` (ascending) or ≥ `key` (descending) in a sorted vector, by binary search as
 * Excel does it: values of another kind are passed over, and on unsorted data the outcome is Excel's too. Once a
 * value equal to the key is met, only further equal ones count.
 */
export function findSorted(vector: Matrix, key: Scalar, order: "ascending" | "descending" = "ascending"): number {
  const sign = order === "ascending" ? 1 : -1;
  let low = 0;
  let high = usedLength(vector) - 1;
  let found = -1;
  let equal = false;
  while (low <= high) {
    const middle = (low + high) >> 1;
    // Step over values of another kind: first to the right within the window, then to the left.
    let probe = middle;
    while (probe <= high && !sameKind(vectorAt(vector, probe), key)) probe++;
    if (probe > high) {
      high = middle - 1;
      continue;
    }
    const compared = (compareScalars(vectorAt(vector, probe), key) as number) * sign;
    if (compared === 0 || (compared < 0 && !equal)) {
      equal ||= compared === 0;
      found = probe;
      low = probe + 1;
    } else high = middle - 1;
  }
  return found;
}

type Condition = readonly [Matrix, Criterion];
type Conditions = readonly Condition[];
type PlainEquality = { readonly matrix: RangeView; readonly operand: number | string | boolean };

/**
 * Row-major positions (`row * columns + column`) at which every condition holds, ascending, within the used part of
 * the matrices. All have the size of the first.
 */
export function positionsWhere(conditions: Conditions): number[] {
  const narrowest = narrowestEquality(conditions);
  if (narrowest !== undefined) {
    const { plain, condition } = narrowest;
    const candidates = plain.matrix.equalPositions(plain.operand)!;
    const others = conditions.filter((other) => other !== condition);
    return others.length === 0
      ? candidates
      : candidates.filter((row) => others.every(([matrix, criterion]) => criterion.matches(matrix.at(row, 0))));
  }
  const { columns } = conditions[0]![0];
  const usedRows = Math.max(...conditions.map(([matrix]) => matrix.usedRows));
  const usedColumns = Math.max(...conditions.map(([matrix]) => matrix.usedColumns));
  const positions: number[] = [];
  for (let row = 0; row < usedRows; row++) {
    for (let column = 0; column < usedColumns; column++) {
      if (conditions.every(([matrix, criterion]) => criterion.matches(matrix.at(row, column)))) {
        positions.push(row * columns + column);
      }
    }
  }
  return positions;
}

/** How many positions of the used part `positionsWhere` finds. */
export function countWhere(conditions: Conditions): number {
  const [only] = conditions;
  const plain = conditions.length === 1 ? plainEquality(only!) : undefined;
  return plain?.matrix.countEqual(plain.operand) ?? positionsWhere(conditions).length;
}

/** Sum and count of the numbers of a matrix at the positions that `positionsWhere` finds; the first error there. */
export function totalsWhere(matrix: Matrix, conditions: Conditions): { sum: number; count: number } | ExcelError {
  const plain = conditions.length === 1 ? plainEquality(conditions[0]!) : undefined;
  if (plain !== undefined && matrix instanceof RangeView) {
    const totals = plain.matrix.totalsWhereEqual(plain.operand, matrix);
    if (totals !== undefined) return totals;
  }
  let sum = 0;
  let count = 0;
  for (const position of positionsWhere(conditions)) {
    const value = matrix.at(Math.floor(position / matrix.columns), position % matrix.columns);
    if (value instanceof ExcelError) return value;
    if (typeof value !== "number") continue;
    sum += value;
    count++;
  }
  return { sum, count };
}

/** A condition that an index can answer: that the cells of a range equal a number, boolean or text without wildcards. */
function plainEquality([matrix, { operator, operand, pattern, empty }]: Condition): PlainEquality | undefined {
  if (operator !== "=" || empty || pattern !== undefined || !(matrix instanceof RangeView)) return undefined;
  return operand === null || operand instanceof ExcelError ? undefined : { matrix, operand };
}

/** Of the conditions that an index can answer the one that the fewest cells fulfil. */
function narrowestEquality(conditions: Conditions): { condition: Condition; plain: PlainEquality } | undefined {
  let narrowest: { condition: Condition; plain: PlainEquality } | undefined;
  let fewest = Infinity;
  for (const condition of conditions) {
    const plain = plainEquality(condition);
    const count = plain?.matrix.countEqual(plain.operand);
    if (plain === undefined || count === undefined || count >= fewest) continue;
    fewest = count;
    narrowest = { condition, plain };
  }
  return narrowest;
}

function sameKind(a: Scalar, b: Scalar): boolean {
  return typeof a === typeof b && a !== null && !(a instanceof ExcelError);
}

function equalTo(key: Scalar): (value: Scalar) => boolean {
  if (typeof key === "string") {
    const folded = foldCase(key);
    return (value) => typeof value === "string" && foldCase(value) === folded;
  }
  return (value) => sameKind(value, key) && compareScalars(value, key) === 0;
}
