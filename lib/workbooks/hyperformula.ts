/**
 * HyperFormula as a second engine behind the same interface, where that package is installed. It is GPL-3.0-only and
 * therefore never bundled: whoever wants it installs it.
 *
 * Values are HyperFormula's. What a formula refers to, which cells are volatile and which stand in cycles is told by
 * Intake's own engine, since HyperFormula does not tell. Cycles and functions that it lacks end as `unsupported`, and
 * so does every cell that depends on one.
 */
import { createEngine, type Engine, type EngineOptions } from "./engine/engine.ts";
import { address } from "./engine/formula/a1.ts";
import type { CellResult, CircularEntry, Evaluator, RecalculateOptions } from "./evaluator.ts";
import { HYPERFORMULA_FUNCTIONS } from "./hyperformula-functions.ts";
import type { Cell, Sheet, Workbook } from "./model.ts";
import { ExcelError, type Scalar } from "./values.ts";

type Address = { readonly sheet: number; readonly row: number; readonly col: number };
type Range = { readonly start: Address; readonly end: Address };
type Content = number | string | boolean | null;

/** The part of the package that is used here. */
export type HyperFormulaModule = {
  readonly HyperFormula: {
    buildFromSheets(
      sheets: Record<string, Content[][]>,
      options: Record<string, unknown>,
      names: { name: string; expression: string; scope?: number }[],
    ): {
      getCellValue(address: Address): Content | { readonly value: string; readonly type: string };
      getCellDependents(address: Address | Range): (Address | Range)[];
    };
  };
};

/** The package's module, or undefined where it is not installed. */
export async function loadHyperFormula(): Promise<HyperFormulaModule | undefined> {
  const name: string = "hyperformula"; // typed as text, for the package is not among the dependencies
  return import(name).catch(() => undefined);
}

type Failure = NonNullable<CellResult["failure"]>;

export class HyperFormulaEvaluator implements Evaluator {
  readonly name = "hyperformula";
  readonly #workbook: Workbook;
  readonly #module: HyperFormulaModule;
  readonly #own: Engine;
  readonly #values = new Map<string, Exclude<Scalar, null>>();
  readonly #failures = new Map<string, Failure>();

  constructor(workbook: Workbook, module: HyperFormulaModule, options: EngineOptions = {}) {
    this.#workbook = workbook;
    this.#module = module;
    this.#own = createEngine(workbook, options);
  }

  async recalculate(options: RecalculateOptions = {}): Promise<void> {
    await this.#own.recalculate(options);
    const { sheets, definedNames, date1904 } = this.#workbook;
    const contents = Object.fromEntries(sheets.map((sheet) => [sheet.name, contentsOf(sheet)]));
    const names = definedNames.map(({ name, refersTo, scope }) => ({
      name,
      expression: `=${refersTo}`,
      ...(scope !== null && { scope }),
    }));
    const nullDate = date1904 ? { year: 1904, month: 1, day: 1 } : { year: 1899, month: 12, day: 30 };
    const engine = this.#module.HyperFormula.buildFromSheets(contents, { licenseKey: "gpl-v3", nullDate }, names);
    for (const [sheet, cell] of this.#formulaCells()) {
      const result = this.#own.result(sheet.index, cell.row, cell.column)!;
      const failure = missingIn(result);
      if (failure !== undefined) this.#fail(engine, sheet, cell, failure);
    }
    for (const [sheet, cell] of this.#formulaCells()) {
      const key = keyOf(sheet.index, cell.row, cell.column);
      if (this.#failures.has(key)) continue;
      options.signal?.throwIfAborted();
      const value = scalarOf(engine.getCellValue({ sheet: sheet.index, row: cell.row - 1, col: cell.column - 1 }));
      if (value === undefined) this.#fail(engine, sheet, cell, unsupported("unsupported_construct:formula"));
      else this.#values.set(key, value ?? 0);
    }
  }

  *#formulaCells(): Generator<[Sheet, Cell]> {
    for (const sheet of this.#workbook.sheets) {
      for (const cell of sheet.cells) if (cell.formula !== undefined) yield [sheet, cell];
    }
  }

  /** Marks a cell and all that depend on it. */
  #fail(
    engine: ReturnType<HyperFormulaModule["HyperFormula"]["buildFromSheets"]>,
    sheet: Sheet,
    cell: Cell,
    failure: Failure,
  ): void {
    this.#failures.set(keyOf(sheet.index, cell.row, cell.column), failure);
    const behind = unsupported(`depends_on:${sheet.name}!${address(cell.row, cell.column)}`);
    const pending: (Address | Range)[] = [{ sheet: sheet.index, row: cell.row - 1, col: cell.column - 1 }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const dependent of engine.getCellDependents(next)) {
        if ("start" in dependent) pending.push(dependent);
        else {
          const key = keyOf(dependent.sheet, dependent.row + 1, dependent.col + 1);
          if (this.#failures.has(key)) continue;
          this.#failures.set(key, behind);
          pending.push(dependent);
        }
      }
    }
  }

  result(sheet: number, row: number, column: number): CellResult | undefined {
    const own = this.#own.result(sheet, row, column);
    if (own === undefined) return undefined;
    const key = keyOf(sheet, row, column);
    const { circularGroup, volatile, functions } = own;
    const common = { circularGroup, volatile, functions, dependsOn: own.dependsOn };
    return { ...common, value: this.#values.get(key), failure: this.#failures.get(key) };
  }

  circularReport(): readonly CircularEntry[] {
    return this.#own.circularReport().map((entry) => ({ ...entry, converged: false }));
  }
}

/** Why HyperFormula cannot calculate a formula, as far as its text tells. */
function missingIn({ circularGroup, functions, failure }: CellResult): Failure | undefined {
  if (circularGroup !== undefined) return unsupported("unsupported_construct:circular_reference");
  for (const name of functions) {
    if (!HYPERFORMULA_FUNCTIONS.has(name)) return unsupported(`unsupported_function:${name}`);
  }
  return failure?.reason.startsWith("depends_on:") ? undefined : failure;
}

function unsupported(reason: string): Failure {
  return { reason, outcome: "unsupported" };
}

/** Rows of what HyperFormula takes for cell contents: formulas as text, texts behind an apostrophe. */
function contentsOf({ cells }: Sheet): Content[][] {
  const rows: Content[][] = [];
  for (const { row, column, raw, formula } of cells) {
    if (formula?.anchor !== undefined) continue; // spilled by its anchor
    while (rows.length < row) rows.push([]);
    const contents = rows[row - 1]!;
    while (contents.length < column) contents.push(null);
    if (formula === undefined) contents[column - 1] = contentOf(raw ?? null);
    else contents[column - 1] = formula.array === undefined ? `=${formula.text}` : `=ARRAYFORMULA(${formula.text})`;
  }
  return rows;
}

function contentOf(raw: Scalar): Content {
  if (raw instanceof ExcelError) return raw.literal;
  return typeof raw === "string" ? `'${raw}` : raw;
}

/** Undefined for errors that are none of Excel's. */
function scalarOf(value: Content | { readonly value: string }): Scalar | undefined {
  return typeof value === "object" && value !== null ? ExcelError.parse(value.value) : value;
}

function keyOf(sheet: number, row: number, column: number): string {
  return `${sheet}!${row},${column}`;
}
