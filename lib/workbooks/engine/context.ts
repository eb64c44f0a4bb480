/** What functions see of the engine while they run: see `FunctionContext`. */
import type { Sheet, Workbook } from "../model.ts";
import { type ExcelError, REF, type Scalar } from "../values.ts";
import type { Compiler } from "./compile/compiler.ts";
import { Dereferencer } from "./dereference.ts";
import { Failure } from "./failure.ts";
import { parseR1C1 } from "./formula/r1c1.ts";
import type { CellFacts, FunctionContext } from "./functions/contract.ts";
import { mapScalars } from "./operators.ts";
import type { At, Compiled, Runtime } from "./runtime.ts";
import { DAYS_1904 } from "./serial-date.ts";
import type { Store } from "./store.ts";
import { ArrayValue, isMatrix, type Matrix, Reference, type SheetArea, type Value } from "./value.ts";

/** What all contexts of one engine share. */
export type Surroundings = {
  readonly workbook: Workbook;
  readonly store: Store;
  readonly runtime: Runtime;
  readonly at: At;
  readonly compiler: () => Compiler;
  readonly now: Date;
  readonly random: () => number;
  /** Whether the formula in a cell calls SUBTOTAL or AGGREGATE. */
  readonly isSubtotal: (formula: number) => boolean;
};

export class EngineContext implements FunctionContext {
  readonly arrayMode: boolean;
  readonly date1904: boolean;
  readonly macintosh: boolean;
  readonly now: number;
  readonly sheetNames: readonly string[];
  readonly #around: Surroundings;
  readonly #dereference: Dereferencer;
  /** References read from text, for INDIRECT; those in A1 notation do not depend on the cell that asks. */
  readonly #resolved = new Map<string, Compiled>();

  constructor(around: Surroundings, arrayMode: boolean) {
    this.#around = around;
    this.arrayMode = arrayMode;
    this.#dereference = new Dereferencer(around.runtime, around.store.sheets);
    this.date1904 = around.workbook.date1904;
    this.macintosh = around.workbook.application?.includes("Macintosh") ?? false;
    this.sheetNames = around.workbook.sheets.map(({ name }) => name);
    this.now = around.now.getTime() / 86_400_000 + 25_569 - (this.date1904 ? DAYS_1904 : 0);
  }

  get sheet(): number {
    return this.#around.at.sheet;
  }

  get row(): number {
    return this.#around.at.row;
  }

  get column(): number {
    return this.#around.at.column;
  }

  random(): number {
    return this.#around.random();
  }

  read(area: SheetArea): Matrix {
    return this.#around.runtime.view(area);
  }

  dereference(value: Value): Scalar | Matrix {
    return this.#dereference.whole(value);
  }

  intersect(value: Value): Scalar | Matrix {
    return this.arrayMode ? this.#dereference.whole(value) : this.#dereference.intersected(value, this.#around.at);
  }

  map(values: readonly (Scalar | Matrix)[], compute: (scalars: readonly Scalar[]) => Value): Scalar | ArrayValue {
    const mapped = mapScalars(values, (scalars) => {
      const value = this.#dereference.whole(compute(scalars));
      return isMatrix(value) ? value.at(0, 0) : value;
    });
    return isMatrix(mapped) && !(mapped instanceof ArrayValue)
      ? ArrayValue.generate(mapped.rows, mapped.columns, (row, column) => mapped.at(row, column))
      : mapped;
  }

  resolve(text: string, style: "A1" | "R1C1"): Reference | ExcelError {
    const { at } = this.#around;
    const source = style === "R1C1" ? parseR1C1(text, at.row, at.column) : text.trim();
    if (source === undefined || source === "") return REF;
    const key = `${at.sheet}|${source}`;
    let run = this.#resolved.get(key);
    if (run === undefined) {
      run = this.#around.compiler().reference(source, at.sheet, { row: at.row, column: at.column });
      // Relative to the cell that asks are only R1C1 references, and those are absolute once read.
      if (this.#resolved.size < MAX_RESOLVED && !source.includes("@")) this.#resolved.set(key, absolute(run, at));
    }
    try {
      const value = run(at);
      return value instanceof Reference ? value : REF;
    } catch (error) {
      // A closed workbook is `#REF!` to INDIRECT.
      if (error instanceof Failure && error.reason === "unsupported_construct:external_reference") return REF;
      throw error;
    }
  }

  cell(sheet: number, row: number, column: number): CellFacts {
    const { store, workbook, isSubtotal } = this.#around;
    const formula = store.formulaAt(sheet, row, column);
    const cell = findCell(workbook.sheets[sheet], row, column);
    const style = workbook.styles[cell?.style ?? 0];
    return {
      formula: formula < 0 ? undefined : store.formulas[formula]!.formula.text,
      isSubtotal: formula >= 0 && isSubtotal(formula),
      numberFormat: style?.numberFormat ?? "General",
      locked: style?.locked !== false,
      horizontal: style?.horizontal,
    };
  }

  rowHidden(sheet: number, row: number): boolean {
    return this.#around.workbook.sheets[sheet]?.hiddenRows.has(row) ?? false;
  }

  rowFiltered(sheet: number, row: number): boolean {
    return this.#around.workbook.sheets[sheet]?.filteredRows.has(row) ?? false;
  }

  columnWidth(sheet: number, column: number): number {
    const found = this.#around.workbook.sheets[sheet];
    if (found === undefined) return 8;
    return found.hiddenColumns.has(column) ? 0 : (found.columnWidths.get(column) ?? found.defaultColumnWidth);
  }

  unsupported(what: string): never {
    throw Failure.unsupportedConstruct(what);
  }
}

const MAX_RESOLVED = 100_000;

/** What a reference written in A1 notation means to one cell it means to all. */
function absolute(run: Compiled, at: At): Compiled {
  const frozen: At = { ...at };
  return () => run(frozen);
}

/** Cells come in row, then column order. */
function findCell(sheet: Sheet | undefined, row: number, column: number): Sheet["cells"][number] | undefined {
  if (sheet === undefined) return undefined;
  const { cells } = sheet;
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const cell = cells[middle]!;
    if (cell.row < row || (cell.row === row && cell.column < column)) low = middle + 1;
    else high = middle;
  }
  const cell = cells[low];
  return cell?.row === row && cell.column === column ? cell : undefined;
}
