/**
 * What the engine computes with: scalars, matrices, references and lambdas, and nothing else.
 *
 * A matrix is either dense (`ArrayValue`: array constants and results) or a view over cells (`RangeView` in
 * `range-view.ts`) that copies nothing. Rows and columns of a matrix count from 0; those of a sheet from 1.
 */
import type { Area } from "../model.ts";
import { NA, type Scalar } from "../values.ts";
import { checkTime } from "./time-limit.ts";

/** Rows × columns of scalars. `null` is a blank cell. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** Beyond these every cell is blank: loop to here, so that `A:A` costs its used cells and not 1,048,576. */
  readonly usedRows: number;
  readonly usedColumns: number;
  /** The value at 0-based row and column; the caller keeps within bounds. */
  at(row: number, column: number): Scalar;
  /** A part of it, itself a matrix: of a range again a view that copies nothing and keeps the range's indexes. */
  part(row: number, column: number, rows: number, columns: number): Matrix;
}

/** As many values as an array may hold: beyond that a formula fails instead of the process. */
const MAX_VALUES = 20_000_000;

/** @throws {RangeError} where an array of this size would not fit into memory */
export function checkArraySize(rows: number, columns: number): void {
  if (rows * columns > MAX_VALUES) throw new RangeError(`an array of ${rows} × ${columns} values is too large`);
}

/** A matrix that owns its values, row by row. Treated as immutable once built. */
export class ArrayValue implements Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: readonly Scalar[];
  /** The part that was asked for last: a lookup asks for the same column once for each of its keys. */
  #lastPart: { readonly place: string; readonly part: Matrix } | undefined;

  /** `values` holds `rows × columns` scalars, row by row. Both counts are at least 1. */
  constructor(rows: number, columns: number, values: readonly Scalar[]) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
  }

  /** From a list of equally long rows. */
  static of(rows: readonly (readonly Scalar[])[]): ArrayValue {
    return new ArrayValue(rows.length, rows[0]!.length, rows.flat());
  }

  static row(values: readonly Scalar[]): ArrayValue {
    return new ArrayValue(1, values.length, values);
  }

  static column(values: readonly Scalar[]): ArrayValue {
    return new ArrayValue(values.length, 1, values);
  }

  /** @throws {RangeError} for arrays that would not fit into memory */
  static generate(rows: number, columns: number, value: (row: number, column: number) => Scalar): ArrayValue {
    checkArraySize(rows, columns);
    const values: Scalar[] = [];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        checkTime();
        values.push(value(row, column));
      }
    }
    return new ArrayValue(rows, columns, values);
  }

  get usedRows(): number {
    return this.rows;
  }

  get usedColumns(): number {
    return this.columns;
  }

  at(row: number, column: number): Scalar {
    return this.values[row * this.columns + column]!;
  }

  part(row: number, column: number, rows: number, columns: number): Matrix {
    const place = `${row} ${column} ${rows} ${columns}`;
    if (this.#lastPart?.place !== place) {
      const part = ArrayValue.generate(rows, columns, (r, c) => this.at(row + r, column + c));
      this.#lastPart = { place, part };
    }
    return this.#lastPart!.part;
  }
}

/** A rectangle on a sheet. Sheets of external links follow the workbook's own in numbering. */
export type SheetArea = Area & { readonly sheet: number };

/** A first-class reference: one area, or several (unions, 3-D references). Never empty. */
export class Reference {
  readonly areas: readonly SheetArea[];

  constructor(areas: readonly SheetArea[]) {
    this.areas = areas;
  }

  static cell(sheet: number, row: number, column: number): Reference {
    return new Reference([{ sheet, firstRow: row, firstColumn: column, lastRow: row, lastColumn: column }]);
  }

  static area(sheet: number, firstRow: number, firstColumn: number, lastRow: number, lastColumn: number): Reference {
    return new Reference([{ sheet, firstRow, firstColumn, lastRow, lastColumn }]);
  }
}

/**
 * An array of references, as INDIRECT and OFFSET yield them for arrays of texts or distances: `SUMIF(INDIRECT(sheets
 * &"!A:A"), …)`, `SUBTOTAL(3, OFFSET(A1, ROW(1:9), 0))`. Functions that take ranges are called once per reference;
 * to all others it is the array of the cells referred to.
 */
export class ReferenceArray implements Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly #elements: readonly Value[];
  readonly #read: (element: Value) => Scalar;

  /** `elements` row by row; `read` yields the one value that stands for an element. */
  constructor(rows: number, columns: number, elements: readonly Value[], read: (element: Value) => Scalar) {
    this.rows = rows;
    this.columns = columns;
    this.#elements = elements;
    this.#read = read;
  }

  get usedRows(): number {
    return this.rows;
  }

  get usedColumns(): number {
    return this.columns;
  }

  /** The reference (or error) at a position, unread. */
  element(row: number, column: number): Value {
    return this.#elements[row * this.columns + column]!;
  }

  at(row: number, column: number): Scalar {
    return this.#read(this.element(row, column));
  }

  part(row: number, column: number, rows: number, columns: number): Matrix {
    return ArrayValue.generate(rows, columns, (r, c) => this.at(row + r, column + c));
  }
}

/** A function as a value: LAMBDA, or a function passed by name as in `BYROW(x,SUM)`. */
export class Lambda {
  readonly minimum: number;
  readonly maximum: number;
  readonly #body: (args: readonly (Value | undefined)[]) => Value;

  /** `body` gets `undefined` for an argument that is omitted. */
  constructor(minimum: number, maximum: number, body: (args: readonly (Value | undefined)[]) => Value) {
    this.minimum = minimum;
    this.maximum = maximum;
    this.#body = body;
  }

  /** Applies it. Wrong counts of arguments are for the caller to check (`minimum`, `maximum`). */
  call(args: readonly (Value | undefined)[]): Value {
    checkTime();
    return this.#body(args);
  }
}

export type Value = Scalar | Matrix | Reference | Lambda;

export function isMatrix(value: Value): value is Matrix {
  return typeof value === "object" && value !== null && "usedRows" in value;
}

/** The value at a position as arrays of different sizes see each other: one row or column repeats, else `#N/A`. */
export function broadcastAt(matrix: Matrix, row: number, column: number): Scalar {
  const ownRow = matrix.rows === 1 ? 0 : row;
  const ownColumn = matrix.columns === 1 ? 0 : column;
  return ownRow < matrix.rows && ownColumn < matrix.columns ? matrix.at(ownRow, ownColumn) : NA;
}

/** Every scalar of the used part, row by row. */
export function* scalarsOf(matrix: Matrix): Generator<Scalar> {
  for (let row = 0; row < matrix.usedRows; row++) {
    for (let column = 0; column < matrix.usedColumns; column++) yield matrix.at(row, column);
  }
}
