/** Results of array formulas: kept whole, handed out cell by cell, spilled where they are dynamic. */
import { NA, type Scalar, SPILL } from "../values.ts";
import { clearSpill, frozen, spill } from "./spill.ts";
import type { Store } from "./store.ts";
import { isMatrix, type Matrix, type SheetArea } from "./value.ts";

export class ArrayResults {
  readonly #store: Store;
  readonly #byAnchor = new Map<number, Matrix>();
  #newlySpilled: SheetArea[] = [];

  constructor(store: Store) {
    this.#store = store;
  }

  /** The whole result of the array formula with this anchor; undefined where it was a single value. */
  of(anchor: number): Matrix | undefined {
    return this.#byAnchor.get(anchor);
  }

  /** Keeps a result, spilling a dynamic one; returns what the anchor shows. */
  keep(anchor: number, value: Scalar | Matrix): Scalar {
    const { formula } = this.#store.formulas[anchor]!;
    const sheet = this.#store.sheets[this.#store.sheetOf[anchor]!]!;
    clearSpill(sheet, anchor);
    this.#byAnchor.delete(anchor);
    if (!isMatrix(value)) return value;
    const matrix = frozen(value);
    if (formula.dynamic) {
      const { rowOf, columnOf } = this.#store;
      const spilled = spill(this.#store, sheet, anchor, rowOf[anchor]!, columnOf[anchor]!, matrix);
      if (spilled === "blocked") return SPILL;
      if (spilled !== undefined) this.#newlySpilled.push(spilled);
    }
    this.#byAnchor.set(anchor, matrix);
    return matrix.at(0, 0);
  }

  /** The part that falls to another cell of the array's range; `own` is what the anchor shows. */
  partOf(anchor: number, own: Scalar, formula: number): Scalar {
    const { dynamic } = this.#store.formulas[anchor]!.formula;
    const matrix = this.#byAnchor.get(anchor);
    if (matrix === undefined) return dynamic ? null : own;
    const row = this.#store.rowOf[formula]! - this.#store.rowOf[anchor]!;
    const column = this.#store.columnOf[formula]! - this.#store.columnOf[anchor]!;
    // A fixed range repeats a single row or column, and shows #N/A beyond the result.
    const sourceRow = !dynamic && matrix.rows === 1 ? 0 : row;
    const sourceColumn = !dynamic && matrix.columns === 1 ? 0 : column;
    if (sourceRow < matrix.rows && sourceColumn < matrix.columns) return matrix.at(sourceRow, sourceColumn);
    return dynamic ? null : NA;
  }

  /** Areas that arrays spilled over since the last call and that the file did not count to them. */
  takeNewlySpilled(): SheetArea[] {
    return this.#newlySpilled.splice(0);
  }
}
