/** Tables laid out anew. */
import { CALC, ExcelError, NA, NUM, type Scalar, VALUE } from "../../../values.ts";
import { ArrayValue, checkArraySize, type Matrix } from "../../value.ts";
import { array, boolean, define, type FunctionDefinition, integer, many, orEmpty, scalar } from "../contract.ts";
import { linesOf, tableOf } from "./lines.ts";

/** The values one after the other, row by row or column by column; `ignore` 1 leaves out blanks, 2 errors, 3 both. */
function flattened(table: Matrix, ignore: number, byColumn: boolean): Scalar[] {
  const values: Scalar[] = [];
  // Behind the last used cell there are only blanks.
  const rows = ignore & 1 ? table.usedRows : table.rows;
  const columns = ignore & 1 ? table.usedColumns : table.columns;
  checkArraySize(rows, columns);
  const keep = (value: Scalar) => !((ignore & 1 && value === null) || (ignore & 2 && value instanceof ExcelError));
  const [outer, inner] = byColumn ? [columns, rows] : [rows, columns];
  for (let first = 0; first < outer; first++) {
    for (let second = 0; second < inner; second++) {
      const value = byColumn ? table.at(second, first) : table.at(first, second);
      if (keep(value)) values.push(value);
    }
  }
  return values;
}

function inOneLine(name: string, layOut: (values: Scalar[]) => ArrayValue): FunctionDefinition {
  return define({
    name,
    parameters: [array(), orEmpty(integer(), 0), orEmpty(boolean(), false)],
    evaluate: (table, ignore, byColumn) => {
      if (ignore < 0 || ignore > 3) return VALUE;
      const values = flattened(table, ignore, byColumn);
      return values.length === 0 ? CALC : layOut(values);
    },
  });
}

/** TOCOL(table, [ignore], [by_column]) */
export const TOCOL = inOneLine("TOCOL", (values) => ArrayValue.column(values));

/** TOROW(table, [ignore], [by_column]) */
export const TOROW = inOneLine("TOROW", (values) => ArrayValue.row(values));

function wrapped(name: string, byColumn: boolean): FunctionDefinition {
  return define({
    name,
    parameters: [array(), integer(), orEmpty(scalar({ errors: "accept" }), NA)],
    evaluate: (vector, size, pad) => {
      if (vector.rows > 1 && vector.columns > 1) return VALUE;
      if (size < 1) return NUM;
      const values = flattened(vector, 0, false);
      const lines = Math.ceil(values.length / size);
      const across = Math.min(size, values.length);
      const at = (line: number, place: number) => {
        const value = values[line * size + place];
        return value === undefined ? pad : value;
      };
      return byColumn
        ? ArrayValue.generate(across, lines, (row, column) => at(column, row))
        : ArrayValue.generate(lines, across, (row, column) => at(row, column));
    },
  });
}

/** WRAPROWS(vector, size, [pad_with]): a new row after every `size` values. */
export const WRAPROWS = wrapped("WRAPROWS", false);

/** WRAPCOLS(vector, size, [pad_with]): a new column after every `size` values. */
export const WRAPCOLS = wrapped("WRAPCOLS", true);

/** VSTACK(table1, …): one below the other, #N/A beside narrower ones. */
export const VSTACK = define({
  name: "VSTACK",
  parameters: [many(array())],
  evaluate: (tables) => {
    const width = Math.max(...tables.map(({ columns }) => columns));
    checkArraySize(
      tables.reduce((sum, { rows }) => sum + rows, 0),
      width,
    );
    const rows = tables.flatMap((table) =>
      linesOf(table, false).map((line) => [...line, ...Array<Scalar>(width - table.columns).fill(NA)]),
    );
    return tableOf(rows, false);
  },
});

/** HSTACK(table1, …): side by side, #N/A below shorter ones. */
export const HSTACK = define({
  name: "HSTACK",
  parameters: [many(array())],
  evaluate: (tables) => {
    const height = Math.max(...tables.map(({ rows }) => rows));
    checkArraySize(
      height,
      tables.reduce((sum, { columns }) => sum + columns, 0),
    );
    const columns = tables.flatMap((table) =>
      linesOf(table, true).map((line) => [...line, ...Array<Scalar>(height - table.rows).fill(NA)]),
    );
    return tableOf(columns, true);
  },
});
