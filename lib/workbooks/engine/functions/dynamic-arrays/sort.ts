/** Lines of a table in order. */
import { ERROR_LITERALS, ExcelError, type Scalar, VALUE } from "../../../values.ts";
import { toNumber } from "../../coerce.ts";
import { compareScalars } from "../../ordering.ts";
import { type Matrix, scalarsOf } from "../../value.ts";
import { boolean, define, integer, many, orEmpty, range } from "../contract.ts";
import { type Line, linesOf, tableOf, usedPart } from "./lines.ts";

/** 1 ascending, -1 descending. */
type Key = { values: Line; order: number };

/** Numbers, texts, truth values, errors in the order of their numbers; blanks come last in either order. */
export function compareForSorting(one: Scalar, other: Scalar, order: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  const errors = errorRank(one) - errorRank(other);
  if (errors !== 0 || one instanceof ExcelError) return errors * order;
  return (compareScalars(one, other) as number) * order;
}

function errorRank(value: Scalar): number {
  return value instanceof ExcelError ? 1 + ERROR_LITERALS.indexOf(value.literal) : 0;
}

/** Positions of the lines in the order of the keys; equal ones keep their places. */
export function orderOf(count: number, keys: readonly Key[]): number[] {
  return Array.from({ length: count }, (_, position) => position).sort((one, other) => {
    for (const { values, order } of keys) {
      const compared = compareForSorting(values[one]!, values[other]!, order);
      if (compared !== 0) return compared;
    }
    return one - other;
  });
}

/** Whole numbers from an argument that may hold several. */
function integersOf(matrix: Matrix | undefined, fallback: number): number[] | ExcelError {
  if (matrix === undefined) return [fallback];
  const integers: number[] = [];
  for (const scalar of scalarsOf(matrix)) {
    const number = toNumber(scalar);
    if (number instanceof ExcelError) return number;
    integers.push(Math.trunc(number));
  }
  return integers;
}

/** SORT(table, [index], [order], [by_column]): several indexes and orders may be given as arrays. */
export const SORT = define({
  name: "SORT",
  parameters: [range(), orEmpty(range()), orEmpty(range()), orEmpty(boolean(), false)],
  evaluate: (table, index, order, byColumn) => {
    const indexes = integersOf(index, 1);
    if (indexes instanceof ExcelError) return indexes;
    const orders = integersOf(order, 1);
    if (orders instanceof ExcelError) return orders;
    if (orders.some((value) => value !== 1 && value !== -1)) return VALUE;
    if (orders.length !== 1 && orders.length !== indexes.length) return VALUE;
    const lines = linesOf(usedPart(table), byColumn);
    const width = lines[0]!.length;
    if (indexes.some((position) => position < 1 || position > width)) return VALUE;
    const keys = indexes.map((position, at) => ({
      values: lines.map((line) => line[position - 1]!),
      order: orders.length === 1 ? orders[0]! : orders[at]!,
    }));
    return tableOf(
      orderOf(lines.length, keys).map((position) => lines[position]!),
      byColumn,
    );
  },
});

/** SORTBY(table, key1, [order1], key2, …): the keys are rows or columns as long as the table. */
export const SORTBY = define({
  name: "SORTBY",
  parameters: [range(), range(), orEmpty(integer(), 1), many(range(), { minimum: 0 })],
  evaluate: (table, firstKey, firstOrder, rest) => {
    const byColumn = firstKey.rows === 1 && firstKey.columns === table.columns && table.columns > 1;
    const length = byColumn ? table.columns : table.rows;
    const keys: Key[] = [];
    const given = [firstKey, firstOrder, ...rest];
    for (let at = 0; at < given.length; at += 2) {
      const key = given[at] as Matrix;
      const order = at === 0 ? firstOrder : orderFrom(given[at + 1] as Matrix | undefined);
      if (order !== 1 && order !== -1) return VALUE;
      const fits = byColumn ? key.rows === 1 && key.columns === length : key.columns === 1 && key.rows === length;
      if (!fits) return VALUE;
      keys.push({ values: linesOf(key, byColumn).map(([value]) => value!), order });
    }
    const lines = linesOf(table, byColumn);
    return tableOf(
      orderOf(length, keys).map((position) => lines[position]!),
      byColumn,
    );
  },
});

function orderFrom(matrix: Matrix | undefined): number {
  const order = matrix === undefined ? 1 : toNumber(matrix.at(0, 0));
  return typeof order === "number" ? order : 0;
}
