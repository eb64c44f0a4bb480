/** The parts of a formula. Positions are those written: `$` flags beside 1-based row and column. */
import type { ExcelError, Scalar } from "../../values.ts";

/** `Sheet1!`, `Jan:Mar!`, `[1]Data!`, `[Book2.xlsx]!`: any part may be missing, not all. */
export type Prefix = {
  /** What stands in brackets: the number of an external link, or a file name. */
  readonly workbook: string | undefined;
  readonly sheet: string | undefined;
  /** The second sheet of a 3-D reference. */
  readonly lastSheet: string | undefined;
};

/** A row or column as written. */
export type Coordinate = { readonly value: number; readonly absolute: boolean };

export type CellNode = {
  readonly type: "cell";
  readonly prefix: Prefix | undefined;
  readonly row: Coordinate;
  readonly column: Coordinate;
};

/** `A1:B2`, `A:C`, `3:5`; the bounds stand as written, not ordered. Whole columns have no rows, whole rows no columns. */
export type AreaNode = {
  readonly type: "area";
  readonly prefix: Prefix | undefined;
  readonly firstRow: Coordinate | undefined;
  readonly lastRow: Coordinate | undefined;
  readonly firstColumn: Coordinate | undefined;
  readonly lastColumn: Coordinate | undefined;
};

export type TableItem = "#All" | "#Data" | "#Headers" | "#Totals" | "#This Row";

/** `Sales[[#Headers],[Q1]:[Q4]]`, `[@Price]`. Without a table: the one around the formula's cell. */
export type StructuredNode = {
  readonly type: "structured";
  readonly table: string | undefined;
  readonly items: readonly TableItem[];
  readonly firstColumn: string | undefined;
  readonly lastColumn: string | undefined;
};

export type BinaryOperator = "+" | "-" | "*" | "/" | "^" | "&" | "=" | "<>" | "<" | "<=" | ">" | ">=";
/** Range, intersection and union: operators on references that yield references. */
export type ReferenceOperator = ":" | " " | ",";

export type Node =
  | { readonly type: "number"; readonly value: number; readonly text: string }
  | { readonly type: "text"; readonly value: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "error"; readonly value: ExcelError; readonly prefix: Prefix | undefined }
  | { readonly type: "array"; readonly rows: readonly (readonly Scalar[])[] }
  /** An argument left empty, as the second of `F(1,,2)`. */
  | { readonly type: "missing" }
  | CellNode
  | AreaNode
  | StructuredNode
  | { readonly type: "name"; readonly prefix: Prefix | undefined; readonly name: string }
  | {
      readonly type: "call";
      readonly name: string;
      readonly prefix: Prefix | undefined;
      readonly args: readonly Node[];
    }
  /** Applying a value: `LAMBDA(x,x+1)(2)`. */
  | { readonly type: "apply"; readonly callee: Node; readonly args: readonly Node[] }
  | { readonly type: "prefix"; readonly operator: "-" | "+" | "@"; readonly operand: Node }
  | { readonly type: "postfix"; readonly operator: "%" | "#"; readonly operand: Node }
  | { readonly type: "binary"; readonly operator: BinaryOperator; readonly left: Node; readonly right: Node }
  | { readonly type: "join"; readonly operator: ReferenceOperator; readonly left: Node; readonly right: Node }
  | { readonly type: "parentheses"; readonly inner: Node };

/** Why a formula could not be read; the values are those of `calculation_error`. */
export type FormulaFault = "parse_error" | "formula_too_long" | "formula_too_deep";
