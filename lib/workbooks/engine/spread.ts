/**
 * Calculating position by position over arrays that are broadcast against each other, without spelling out the empty
 * parts of whole columns and rows: `(A:A="x")*B:B` costs its used cells, `LEN(A1:XFD1048576)` too.
 */
import type { Scalar } from "../values.ts";
import { Failure } from "./failure.ts";
import { ArrayValue, type Matrix } from "./value.ts";

/** Results are spelled out unless this many positions can be spared. */
const WORTH_SPARING = 1000;
/** In arrays larger than this, 0 outside the varied part is passed over as if it were blank. */
const WALKABLE = 2_000_000;
/** Larger results would not fit into memory. */
const MAX_POSITIONS = 20_000_000;

/**
 * The matrix of `compute(row, column)` over the common size of the sources (at least one).
 * @throws {Failure} where a result that cannot be abridged is too large
 */
export function spread(
  sources: readonly Matrix[],
  compute: (row: number, column: number) => Scalar,
): ArrayValue | PaddedArray {
  const rows = Math.max(...sources.map((source) => source.rows));
  const columns = Math.max(...sources.map((source) => source.columns));
  // Where every source reaches the last row itself, all are blank below the last used one; likewise for columns.
  const variedRows = sources.every((source) => source.rows === rows)
    ? Math.max(1, ...sources.map((source) => variedExtent(source).rows))
    : rows;
  const variedColumns = sources.every((source) => source.columns === columns)
    ? Math.max(1, ...sources.map((source) => variedExtent(source).columns))
    : columns;
  if (variedRows * variedColumns > MAX_POSITIONS) throw new Failure("engine_error:an array is too large", "error");
  if (rows * columns - variedRows * variedColumns < WORTH_SPARING) {
    return ArrayValue.generate(rows, columns, compute);
  }
  const head = ArrayValue.generate(variedRows, variedColumns, compute);
  const below =
    variedRows < rows ? Array.from({ length: variedColumns }, (_, column) => compute(rows - 1, column)) : [];
  const corner = variedColumns < columns ? compute(rows - 1, columns - 1) : null;
  const beside =
    variedColumns < columns ? Array.from({ length: variedRows }, (_, row) => compute(row, columns - 1)) : [];
  return new PaddedArray(rows, columns, head, below, beside, corner);
}

function variedExtent(source: Matrix): { rows: number; columns: number } {
  return source instanceof PaddedArray
    ? { rows: source.variedRows, columns: source.variedColumns }
    : { rows: source.usedRows, columns: source.usedColumns };
}

/** An array that repeats itself beyond its varied part: below it by column, beside it by row. */
export class PaddedArray implements Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly usedRows: number;
  readonly usedColumns: number;
  readonly #head: ArrayValue;
  readonly #below: readonly Scalar[];
  readonly #beside: readonly Scalar[];
  readonly #corner: Scalar;

  constructor(
    rows: number,
    columns: number,
    head: ArrayValue,
    below: readonly Scalar[],
    beside: readonly Scalar[],
    corner: Scalar,
  ) {
    this.rows = rows;
    this.columns = columns;
    this.#head = head;
    this.#below = below;
    this.#beside = beside;
    this.#corner = corner;
    const idle = isIdle(rows * columns);
    const rest = [...below, ...beside, corner];
    this.usedRows = rest.every(idle) ? head.rows : rows;
    this.usedColumns = rest.every(idle) ? head.columns : columns;
  }

  get variedRows(): number {
    return this.#head.rows;
  }

  get variedColumns(): number {
    return this.#head.columns;
  }

  at(row: number, column: number): Scalar {
    const head = this.#head;
    if (row < head.rows) return column < head.columns ? head.at(row, column) : this.#beside[row]!;
    return column < head.columns ? this.#below[column]! : this.#corner;
  }

  part(row: number, column: number, rows: number, columns: number): Matrix {
    return ArrayValue.generate(rows, columns, (r, c) => this.at(row + r, column + c));
  }
}

/**
 * Whether a value is as good as blank to those who sum, count or filter: blank and FALSE are, and in arrays that no
 * one could walk through also 0.
 */
function isIdle(positions: number): (value: Scalar) => boolean {
  return (value) => value === null || value === false || (value === 0 && positions > WALKABLE);
}
