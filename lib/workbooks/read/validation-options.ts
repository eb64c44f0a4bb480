import { LAST_COLUMN, LAST_ROW } from "../engine/formula/a1.ts";
import type { Node, Prefix } from "../engine/formula/ast.ts";
import { parseFormula } from "../engine/formula/parser.ts";
import { formatValue } from "../engine/number-format/format.ts";
import type { Area, Cell, DataValidation, Sheet, Workbook } from "../model.ts";
import { ExcelError } from "../values.ts";
import { FormulaTemplate } from "./shared-formula.ts";

/** Options of one list that are given. */
const MAX_OPTIONS = 1000;
/** A name that refers to a name that refers to …: no workbook needs more. */
const MAX_NAME_STEPS = 16;

type Place = { row: number; column: number };

/**
 * Finds what a list validation lets a user choose. A quoted list is split at commas; a range, name or table column
 * gives the texts of its cells that are not empty, as they are shown. What cannot be resolved gives no options.
 *
 * Keeps what it has found: cells under one validation mostly share one list.
 */
export class ValidationOptions {
  readonly #workbook: Workbook;
  readonly #sheets: ReadonlyMap<string, Sheet>;
  readonly #known = new Map<string, string[]>();
  readonly #templates = new WeakMap<DataValidation, FormulaTemplate>();

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
    this.#sheets = new Map(workbook.sheets.map((sheet) => [sheet.name.toLowerCase(), sheet]));
  }

  /** The options at a cell of the sheet that the validation belongs to; `[]` unless it is a list. */
  optionsAt(validation: DataValidation, sheet: Sheet, place: Place): string[] {
    if (validation.type !== "list" || validation.formula1 === null) return [];
    const source = this.#sourceAt(validation, validation.formula1, place);
    const key = `${sheet.index} ${source}`;
    let options = this.#known.get(key);
    if (!options) {
      options = this.#resolve(source, sheet);
      this.#known.set(key, options);
    }
    return options;
  }

  /** References in the source are written for the first cell of the validation, and move with each other one. */
  #sourceAt(validation: DataValidation, formula: string, { row, column }: Place): string {
    let template = this.#templates.get(validation);
    if (!template) {
      template = new FormulaTemplate(formula);
      this.#templates.set(validation, template);
    }
    const first = validation.areas[0]!;
    return template.movedBy(row - first.firstRow, column - first.firstColumn);
  }

  #resolve(source: string, sheet: Sheet): string[] {
    const node = parseFormula(source);
    if (typeof node === "string") return [];
    if (node.type === "text") return quotedList(node.value);
    const found = this.#areaOf(node, sheet, MAX_NAME_STEPS);
    return found ? this.#texts(found.sheet, found.area) : [];
  }

  #areaOf(node: Node, sheet: Sheet, steps: number): { sheet: Sheet; area: Area } | undefined {
    switch (node.type) {
      case "parentheses":
        return this.#areaOf(node.inner, sheet, steps);
      case "cell": {
        const on = this.#sheetOf(node.prefix, sheet);
        const [row, column] = [node.row.value, node.column.value];
        return on && { sheet: on, area: { firstRow: row, firstColumn: column, lastRow: row, lastColumn: column } };
      }
      case "area": {
        const on = this.#sheetOf(node.prefix, sheet);
        const rows = [node.firstRow?.value ?? 1, node.lastRow?.value ?? LAST_ROW];
        const columns = [node.firstColumn?.value ?? 1, node.lastColumn?.value ?? LAST_COLUMN];
        return on && { sheet: on, area: rectangle(rows, columns) };
      }
      case "name":
        return steps > 0 ? this.#areaOfName(node.name, this.#sheetOf(node.prefix, sheet), steps - 1) : undefined;
      case "structured":
        return this.#areaOfTable(node.table, node.items[0], node.firstColumn, node.lastColumn);
      default:
        return undefined;
    }
  }

  #sheetOf(prefix: Prefix | undefined, own: Sheet): Sheet | undefined {
    if (!prefix) return own;
    if (prefix.workbook !== undefined || prefix.lastSheet !== undefined) return undefined;
    return prefix.sheet === undefined ? own : this.#sheets.get(prefix.sheet.toLowerCase());
  }

  /** The sheet's own name wins over the workbook's. A name may also be that of a table. */
  #areaOfName(name: string, sheet: Sheet | undefined, steps: number): { sheet: Sheet; area: Area } | undefined {
    if (!sheet) return undefined;
    const same = this.#workbook.definedNames.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    const found = same.find(({ scope }) => scope === sheet.index) ?? same.find(({ scope }) => scope === null);
    if (!found) return this.#areaOfTable(name, undefined, undefined, undefined);
    const node = parseFormula(found.refersTo);
    return typeof node === "string" ? undefined : this.#areaOf(node, sheet, steps);
  }

  #areaOfTable(
    name: string | undefined,
    item: string | undefined,
    firstColumn: string | undefined,
    lastColumn: string | undefined,
  ): { sheet: Sheet; area: Area } | undefined {
    const table = this.#workbook.tables.find((one) => one.name.toLowerCase() === name?.toLowerCase());
    const sheet = table && this.#workbook.sheets[table.sheetIndex];
    if (!table || !sheet) return undefined;
    const { area } = table;
    const place = (column: string) => table.columns.findIndex((one) => one.toLowerCase() === column.toLowerCase());
    const first = firstColumn === undefined ? 0 : place(firstColumn);
    const last =
      lastColumn === undefined ? (firstColumn === undefined ? table.columns.length - 1 : first) : place(lastColumn);
    if (first < 0 || last < 0) return undefined;
    const columns = [area.firstColumn + first, area.firstColumn + last];
    const firstData = area.firstRow + (table.headerRow ? 1 : 0);
    const lastData = area.lastRow - (table.totalsRow ? 1 : 0);
    switch (item) {
      case undefined:
      case "#Data":
        return { sheet, area: rectangle([firstData, lastData], columns) };
      case "#All":
        return { sheet, area: rectangle([area.firstRow, area.lastRow], columns) };
      case "#Headers":
        return { sheet, area: rectangle([area.firstRow, area.firstRow], columns) };
      case "#Totals":
        return { sheet, area: rectangle([area.lastRow, area.lastRow], columns) };
      default:
        return undefined;
    }
  }

  #texts(sheet: Sheet, { firstRow, firstColumn, lastRow, lastColumn }: Area): string[] {
    const texts: string[] = [];
    for (let at = firstCellFrom(sheet.cells, firstRow); at < sheet.cells.length; at++) {
      const cell = sheet.cells[at]!;
      if (cell.row > lastRow || texts.length === MAX_OPTIONS) break;
      if (cell.column < firstColumn || cell.column > lastColumn) continue;
      const text = this.#shown(cell);
      if (text !== "") texts.push(text);
    }
    return texts;
  }

  #shown({ raw, style }: Cell): string {
    if (raw === undefined || raw === null) return "";
    if (raw instanceof ExcelError) return raw.literal;
    const format = this.#workbook.styles[style]?.numberFormat ?? "General";
    return formatValue(raw, format, { date1904: this.#workbook.date1904 }) ?? String(raw);
  }
}

/** `Low, Mid,High`: options stand between commas, blanks around them are not part of them. */
function quotedList(text: string): string[] {
  const options = text.split(",").map((option) => option.trim());
  return options.filter((option) => option !== "").slice(0, MAX_OPTIONS);
}

function rectangle(rows: readonly number[], columns: readonly number[]): Area {
  return {
    firstRow: Math.min(...rows),
    firstColumn: Math.min(...columns),
    lastRow: Math.max(...rows),
    lastColumn: Math.max(...columns),
  };
}

/** Place of the first cell in this row or below; cells are sorted. */
function firstCellFrom(cells: readonly Cell[], row: number): number {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cells[middle]!.row < row) low = middle + 1;
    else high = middle;
  }
  return low;
}
