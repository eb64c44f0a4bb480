/** Which cells are volatile: those that call NOW, RAND and their kin, and all that depend on one, however far. */
import { resolveSpec } from "./area-spec.ts";
import type { Column } from "./column.ts";
import type { Template } from "./compile/compiler.ts";
import type { Store } from "./store.ts";
import type { SheetArea } from "./value.ts";

export class Volatility {
  readonly #store: Store;
  readonly #volatile: Uint8Array;
  /** Columns that hold volatile cells: nearly always none. */
  readonly #columns = new Set<Column>();

  constructor(store: Store) {
    this.#store = store;
    this.#volatile = new Uint8Array(store.formulas.length);
  }

  has(formula: number): boolean {
    return this.#volatile[formula] === 1;
  }

  mark(formula: number): void {
    this.#volatile[formula] = 1;
    this.#columns.add(this.#store.columnFor(formula));
  }

  clear(formulas: readonly number[]): void {
    for (const formula of formulas) this.#volatile[formula] = 0;
  }

  /** Whether a formula in that cell refers to a volatile one, be it in a branch not taken. */
  reaches({ precedents }: Template, row: number, column: number): boolean {
    return this.#columns.size > 0 && precedents.some((spec) => this.isWithin(resolveSpec(spec, row, column)));
  }

  isWithin(area: SheetArea): boolean {
    if (this.#columns.size === 0) return false;
    const sheet = this.#store.sheets[area.sheet]!;
    const lastColumn = Math.min(area.lastColumn, sheet.lastColumn);
    for (let number = area.firstColumn; number <= lastColumn; number++) {
      const column = sheet.columns[number];
      if (column?.formulas === undefined || !this.#columns.has(column)) continue;
      for (let position = column.formulaPosition(area.firstRow); position < column.formulaRows.length; position++) {
        if (column.formulaRows[position]! > area.lastRow) break;
        if (this.has(column.formulas[column.formulaSlots[position]!]!)) return true;
      }
    }
    return false;
  }
}
