/** Lines of a table by condition. */
import { CALC, ExcelError, type Scalar, VALUE } from "../../../values.ts";
import { round15 } from "../../coerce.ts";
import { foldCase } from "../../ordering.ts";
import type { Value } from "../../value.ts";
import { any, array, boolean, define, orEmpty, range } from "../contract.ts";
import { type Line, linesOf, tableOf } from "./lines.ts";

/** FILTER(table, include, [if_empty]): the rows, or columns, for which `include` holds. */
export const FILTER = define({
  name: "FILTER",
  parameters: [array(), array(), orEmpty(any())],
  evaluate: (table, include, ifEmpty): Value => {
    const byRow = include.columns === 1 && include.rows === table.rows;
    const byColumn = include.rows === 1 && include.columns === table.columns;
    if (!byRow && !byColumn) return VALUE;
    const kept: number[] = [];
    const length = byRow ? include.usedRows : include.usedColumns;
    for (let position = 0; position < length; position++) {
      const wanted = byRow ? include.at(position, 0) : include.at(0, position);
      if (wanted instanceof ExcelError) return wanted;
      if (typeof wanted === "string") return VALUE;
      if (wanted) kept.push(position);
    }
    if (kept.length === 0) return ifEmpty === undefined ? CALC : ifEmpty;
    const width = byRow ? table.columns : table.rows;
    const lines = kept.map((position) =>
      Array.from({ length: width }, (_, across) => (byRow ? table.at(position, across) : table.at(across, position))),
    );
    return tableOf(lines, !byRow);
  },
});

/** Equal lines have equal keys: texts without regard to case, numbers in 15 digits. */
export function keyOf(line: Line): string {
  return JSON.stringify(line.map(keyOfScalar));
}

function keyOfScalar(value: Scalar): string | number | boolean | null {
  if (typeof value === "string") return `"${foldCase(value)}`;
  if (typeof value === "number") return round15(value);
  return value instanceof ExcelError ? value.literal : value;
}

/** UNIQUE(table, [by_column], [exactly_once]): each line once, or those that come but once. */
export const UNIQUE = define({
  name: "UNIQUE",
  parameters: [range(), orEmpty(boolean(), false), orEmpty(boolean(), false)],
  evaluate: (table, byColumn, exactlyOnce) => {
    // One blank line stands for all those behind the last used one.
    const used = byColumn
      ? table.part(0, 0, table.rows, Math.min(table.columns, table.usedColumns + 1))
      : table.part(0, 0, Math.min(table.rows, table.usedRows + 1), table.columns);
    const groups = new Map<string, { line: Line; count: number }>();
    for (const line of linesOf(used, byColumn)) {
      const key = keyOf(line);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { line, count: 1 });
      else group.count++;
    }
    const chosen = [...groups.values()].filter(({ count }) => !exactlyOnce || count === 1);
    return chosen.length === 0
      ? CALC
      : tableOf(
          chosen.map(({ line }) => line),
          byColumn,
        );
  },
});
