/** Rows of a table put into groups by the values of some columns: what GROUPBY and PIVOTBY have in common. */
import { ExcelError, type Scalar, VALUE } from "../../../values.ts";
import { toNumber } from "../../coerce.ts";
import { ArrayValue, isMatrix, type Lambda, type Matrix, scalarsOf } from "../../value.ts";
import type { FunctionContext } from "../contract.ts";
import { keyOf } from "./filter.ts";
import type { Line } from "./lines.ts";
import { compareForSorting } from "./sort.ts";

/** A group, a subtotal or the grand total: the labels that stand before it and the records it covers. */
export type Group = {
  labels: Line;
  members: readonly number[];
  /** The records of the next larger group; its own for the grand total. */
  parent: readonly number[];
};

export type Arrangement = {
  /** 0 none, 1 grand total, 2 and more subtotals of so many levels less one; below 0 they stand first. */
  totalDepth: number;
  /** Columns to sort by, counted through the fields and on through the values; below 0 descending. */
  sortOrder: readonly number[];
};

/** What one value column comes to over some records, the others (for percentages) being `relative`. */
export type Aggregate = (value: number, members: readonly number[], relative: readonly number[]) => Scalar;

/** The aggregate that a lambda makes of value columns; one that takes two arguments gets the whole beside the part. */
export function aggregateBy(callee: Lambda, values: readonly Line[], context: FunctionContext): Aggregate {
  const column = (value: number, members: readonly number[]) =>
    ArrayValue.column(members.map((record) => values[record]![value]!));
  return (value, members, relative) => {
    const args = [column(value, members)];
    if (callee.minimum >= 2) args.push(column(value, relative));
    const result = context.dereference(callee.call(args));
    return isMatrix(result) ? result.at(0, 0) : result;
  };
}

/** All groups in order, with subtotals and grand total where they are asked for. */
export function arrange(
  fields: readonly Line[],
  records: readonly number[],
  { totalDepth, sortOrder }: Arrangement,
  aggregate: Aggregate,
): Group[] {
  const width = fields[0]!.length;
  const totalsFirst = totalDepth < 0;
  const depth = Math.abs(totalDepth);
  const blanks = (count: number): Line => Array<Scalar>(count).fill("");
  const withTotal = (groups: Group[], total: Group): Group[] => (totalsFirst ? [total, ...groups] : [...groups, total]);

  const divide = (members: readonly number[], labels: Line): Group[] => {
    const level = labels.length;
    const parts = partsOf(fields, members, level);
    parts.sort(comparer(level === width - 1, level, width, sortOrder, records, aggregate));
    return parts.flatMap(({ label, members: own }) => {
      const named = [...labels, label];
      if (level === width - 1) return [{ labels: named, members: own, parent: members }];
      const inner = divide(own, named);
      if (depth < level + 2) return inner;
      return withTotal(inner, { labels: [...named, ...blanks(width - level - 1)], members: own, parent: members });
    });
  };
  const groups = divide(records, []);
  if (depth === 0) return groups;
  const name = depth > 1 && width > 1 ? "Grand Total" : "Total";
  return withTotal(groups, { labels: [name, ...blanks(width - 1)], members: records, parent: records });
}

type Part = { label: Scalar; members: number[] };

/** The records by the value of one field, in order of first appearance. */
function partsOf(fields: readonly Line[], members: readonly number[], level: number): Part[] {
  const parts = new Map<string, Part>();
  for (const record of members) {
    const label = fields[record]![level]!;
    const key = keyOf([label]);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, { label, members: [record] });
    else part.members.push(record);
  }
  return [...parts.values()];
}

/** Groups of one level stand in the order of their labels; those of the last level by a value where it is asked for. */
function comparer(
  last: boolean,
  level: number,
  width: number,
  sortOrder: readonly number[],
  records: readonly number[],
  aggregate: Aggregate,
): (one: Part, other: Part) => number {
  const own = sortOrder.find((column) => Math.abs(column) === level + 1);
  const byLabel = (one: Part, other: Part) => compareForSorting(one.label, other.label, Math.sign(own ?? 1));
  const byValue = sortOrder.find((column) => Math.abs(column) > width);
  if (!last || byValue === undefined) return byLabel;
  const value = Math.abs(byValue) - width - 1;
  const worth = ({ members }: Part) => aggregate(value, members, records);
  return (one, other) => compareForSorting(worth(one), worth(other), Math.sign(byValue)) || byLabel(one, other);
}

/** Whether the first line holds names: told, or by a text above a number in the first value column. */
export function hasHeaders(told: number | undefined, values: readonly Line[]): boolean {
  if (told !== undefined) return told === 1 || told === 3;
  return typeof values[0]?.[0] === "string" && typeof values[1]?.[0] === "number";
}

/** Records that a filter of one truth value each lets through, from the first that is no header. */
export function recordsOf(count: number, first: number, filter: Matrix | undefined): number[] | ExcelError {
  if (filter !== undefined && filter.rows !== count) return VALUE;
  const records: number[] = [];
  for (let record = first; record < count; record++) {
    if (filter === undefined) {
      records.push(record);
      continue;
    }
    const kept = filter.at(record, 0);
    const number = kept === null ? VALUE : toNumber(kept);
    if (number instanceof ExcelError) return number;
    if (number !== 0) records.push(record);
  }
  return records;
}

/** The columns of a sort order, each within the fields and values; undefined where one is not. */
export function sortOrderOf(matrix: Matrix | undefined, columns: number): number[] | undefined {
  if (matrix === undefined) return [];
  const order = [...scalarsOf(matrix)].map((scalar) => toNumber(scalar));
  const fits = (column: number | ExcelError): column is number =>
    typeof column === "number" && Math.abs(Math.trunc(column)) >= 1 && Math.abs(Math.trunc(column)) <= columns;
  return order.every(fits) ? order.map(Math.trunc) : undefined;
}
