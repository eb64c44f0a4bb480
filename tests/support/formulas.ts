/** Small workbooks written by hand, calculated by the engine: for tests of functions and semantics. */
import { createEngine, type Engine, type EngineOptions } from "../../lib/workbooks/engine/engine.ts";
import { columnNumber } from "../../lib/workbooks/engine/formula/a1.ts";
import type { Cell, DefinedName, Sheet, Table, Workbook } from "../../lib/workbooks/model.ts";
import { emptySheet } from "../../lib/workbooks/read/read-sheet.ts";
import type { Scalar } from "../../lib/workbooks/values.ts";

/** A text starting with `=` is a formula, with `{=` an array formula in that cell alone. */
export type Cells = Record<string, Scalar>;

export type BookOptions = {
  date1904?: boolean;
  names?: Record<string, string>;
  tables?: Table[];
  /** Rows hidden by an active filter, on the first sheet. */
  filteredRows?: number[];
  hiddenRows?: number[];
  /** The program that saved the workbook. */
  application?: string;
};

/** A workbook of the given sheets; formulas have no saved values. */
export function book(sheets: Record<string, Cells>, options: BookOptions = {}): Workbook {
  const names = Object.entries(options.names ?? {}).map(
    ([name, refersTo]): DefinedName => ({ name, refersTo, scope: null, hidden: false, macro: false }),
  );
  return {
    sheets: Object.entries(sheets).map(([name, cells], index) => sheet(name, index, cells, options)),
    definedNames: names,
    tables: options.tables ?? [],
    externalLinks: [],
    date1904: options.date1904 ?? false,
    calc: {
      mode: "auto",
      iterate: false,
      iterateCount: 100,
      iterateDelta: 0.001,
      fullCalcOnLoad: false,
      precisionAsDisplayed: false,
    },
    hasMacros: false,
    application: options.application ?? null,
    appVersion: null,
    created: null,
    modified: null,
    styles: [{ numberFormat: "General" }],
    warnings: [],
  };
}

function sheet(name: string, index: number, cells: Cells, options: BookOptions): Sheet {
  const filtered = index === 0 ? (options.filteredRows ?? []) : [];
  const hidden = index === 0 ? (options.hiddenRows ?? []) : [];
  return {
    ...emptySheet({ name, index, type: "worksheet", state: "visible" }),
    cells: Object.entries(cells)
      .map(([address, content]) => cell(address, content))
      .sort((a, b) => a.row - b.row || a.column - b.column),
    hiddenRows: new Set([...hidden, ...filtered]),
    filteredRows: new Set(filtered),
  };
}

function cell(address: string, content: Scalar): Cell {
  const { row, column } = place(address);
  if (typeof content !== "string" || !/^\{?=/.test(content)) {
    return { row, column, raw: content, style: 0, formula: undefined };
  }
  const isArray = content.startsWith("{");
  const text = isArray ? content.slice(2, -1) : content.slice(1);
  const array = isArray ? { firstRow: row, firstColumn: column, lastRow: row, lastColumn: column } : undefined;
  const formula = { text, array, dynamic: isArray, anchor: undefined, dataTable: false };
  return { row, column, raw: undefined, style: 0, formula };
}

export function place(address: string): { row: number; column: number } {
  const [, letters, digits] = /^([A-Z]+)(\d+)$/.exec(address)!;
  return { row: Number(digits), column: columnNumber(letters!) };
}

/** Calculates the sheets at once; `value("Sheet1!A1")` reads from the engine. */
export function calculated(
  sheets: Record<string, Cells>,
  options: BookOptions & EngineOptions = {},
): { engine: Engine; value: (address: string) => Scalar | undefined } {
  const workbook = book(sheets, options);
  const engine = createEngine(workbook, options);
  engine.recalculateNow();
  const value = (address: string) => {
    const bang = address.lastIndexOf("!");
    const index = workbook.sheets.findIndex(({ name }) => name === address.slice(0, bang));
    const { row, column } = place(address.slice(bang + 1));
    return engine.result(index, row, column)?.value;
  };
  return { engine, value };
}

const FAR = { row: 1000, column: 100 };

/**
 * The value of one formula (without `=`) over cells of Sheet1. It stands in `at`, far from the cells unless told.
 * With `array` it is an array formula, and a result of more than one cell comes as rows.
 * @throws {Error} the reason, where the engine fails (an unknown function, say) instead of yielding a value
 */
export function calculate(
  formula: string,
  cells: Cells = {},
  options: BookOptions & EngineOptions & { array?: boolean; at?: string } = {},
): Scalar | Scalar[][] {
  const { row, column } = options.at === undefined ? FAR : place(options.at);
  const workbook = book({ Sheet1: cells }, options);
  const anchor = { firstRow: row, firstColumn: column, lastRow: row, lastColumn: column };
  const array = options.array ? anchor : undefined;
  workbook.sheets[0]!.cells.push({
    row,
    column,
    raw: undefined,
    style: 0,
    formula: { text: formula, array, dynamic: array !== undefined, anchor: undefined, dataTable: false },
  });
  workbook.sheets[0]!.cells.sort((a, b) => a.row - b.row || a.column - b.column);
  const engine = createEngine(workbook, options);
  engine.recalculateNow();
  const result = engine.result(0, row, column)!;
  if (result.value === undefined) throw new Error(result.failure?.reason);
  return engine.array(0, row, column) ?? result.value;
}
