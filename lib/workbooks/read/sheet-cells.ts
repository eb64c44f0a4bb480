import { FileFault } from "../../errors.ts";
import { decodeCellText } from "../../ooxml/cell-text.ts";
import type { XmlReader } from "../../ooxml/xml.ts";
import { isTrue } from "../../ooxml/xml-tree.ts";
import { columnLetters, LAST_COLUMN, LAST_ROW } from "../engine/formula/a1.ts";
import type { Area, Cell, CellFormula, ReadWarning } from "../model.ts";
import { AreaSweep, parseAddress, parseArea } from "./areas.ts";
import { type FormulaContext, userFormula } from "./formula-text.ts";
import { rawValue } from "./raw-value.ts";
import { FormulaTemplate } from "./shared-formula.ts";

export type SheetCellsOptions = {
  part: string;
  strings: readonly string[];
  date1904: boolean;
  /** The values of `cm` that mark a spilling formula: see `dynamicArrayMarks`. */
  dynamicMarks: ReadonlySet<number>;
  formulas: Pick<FormulaContext, "linkLabel">;
  /** Name of the table around a cell. */
  tableAround(row: number, column: number): string | undefined;
  /** Called for each cell that is kept; throws when there are too many. */
  count(): void;
};

/** A shared formula: its template, and the cell that it was written for. */
type SharedFormula = { template: FormulaTemplate; row: number; column: number };

/** The elements inside `<sheetData>`, turned into cells. */
export class SheetCells {
  readonly cells: Cell[] = [];
  readonly hiddenRows = new Set<number>();
  readonly warnings: ReadWarning[] = [];

  readonly #options: SheetCellsOptions;
  readonly #shared = new Map<string, SharedFormula>();
  /** Cells of shared formulas whose first cell has not come yet. */
  readonly #orphans: { cell: Cell; shared: string }[] = [];
  readonly #arrays: { area: Area; value: Cell }[] = [];
  #inOrder = true;

  #row = 0;
  #column = 0;
  #type = "n";
  #style = 0;
  #isDynamic = false;
  #value: string | undefined;
  #formula: string | undefined;
  #formulaAttributes: ReadonlyMap<string, string> | undefined;
  #reading: "value" | "formula" | undefined;
  #phoneticDepth = 0;

  constructor(options: SheetCellsOptions) {
    this.#options = options;
  }

  /** Takes one token of the part, somewhere inside `<sheetData>`. */
  take(xml: XmlReader): void {
    if (xml.kind === "text") {
      if (this.#reading === "value") this.#value += xml.text;
      else if (this.#reading === "formula") this.#formula += xml.text;
    } else if (xml.kind === "open") this.#open(xml);
    else this.#close(xml.name);
  }

  #open(xml: XmlReader): void {
    switch (xml.name) {
      case "c":
        this.#openCell(xml);
        break;
      case "v":
        this.#value = "";
        this.#reading = "value";
        break;
      case "f":
        this.#formula = "";
        this.#formulaAttributes = xml.attributes();
        this.#reading = "formula";
        break;
      case "is":
        this.#value = "";
        break;
      case "t":
        if (this.#phoneticDepth === 0 && this.#value !== undefined) this.#reading = "value";
        break;
      case "rPh":
        this.#phoneticDepth = xml.depth;
        break;
      case "row":
        this.#openRow(xml);
    }
  }

  #close(name: string): void {
    switch (name) {
      case "v":
      case "f":
      case "t":
        this.#reading = undefined;
        break;
      case "rPh":
        this.#phoneticDepth = 0;
        break;
      case "c":
        this.#closeCell();
    }
  }

  #openRow(xml: XmlReader): void {
    const given = xml.attribute("r");
    this.#row = given === undefined ? this.#row + 1 : Number(given);
    if (!(this.#row >= 1 && this.#row <= LAST_ROW)) this.#damaged(`the row number ${given}`);
    this.#column = 0;
    if (isTrue(xml.attribute("hidden") ?? "")) this.hiddenRows.add(this.#row);
  }

  #openCell(xml: XmlReader): void {
    const address = xml.attribute("r");
    const place = address === undefined ? { row: this.#row, column: this.#column + 1 } : parseAddress(address);
    if (!place || place.column > LAST_COLUMN || place.row < 1)
      this.#damaged(`the cell address "${address ?? "(none)"}"`);
    this.#row = place.row;
    this.#column = place.column;
    this.#type = xml.attribute("t") ?? "n";
    this.#style = Number(xml.attribute("s") ?? 0) || 0;
    const mark = xml.attribute("cm");
    this.#isDynamic = mark !== undefined && this.#options.dynamicMarks.has(Number(mark));
    this.#value = undefined;
    this.#formula = undefined;
    this.#formulaAttributes = undefined;
  }

  #closeCell(): void {
    const isFormula = this.#formulaAttributes !== undefined && this.#holdsFormula();
    const stored = { type: this.#type, text: this.#value };
    const raw = rawValue(stored, isFormula, this.#options.strings, this.#options.date1904);
    if (raw === null) this.#damaged(`a shared text, number ${this.#value}, that does not exist`);
    if (raw === undefined && !isFormula) return;
    this.#options.count();
    const cell: Cell = { row: this.#row, column: this.#column, raw, style: this.#style, formula: undefined };
    if (isFormula) cell.formula = this.#readFormula(cell, this.#formulaAttributes!);
    const last = this.cells.at(-1);
    if (last && (last.row > cell.row || (last.row === cell.row && last.column >= cell.column))) this.#inOrder = false;
    this.cells.push(cell);
  }

  #holdsFormula(): boolean {
    const type = this.#formulaAttributes?.get("t");
    return this.#formula !== "" || type === "shared" || type === "dataTable";
  }

  #readFormula(cell: Cell, attributes: ReadonlyMap<string, string>): CellFormula {
    const formula: CellFormula = {
      text: userFormula(decodeCellText(this.#formula ?? ""), {
        linkLabel: this.#options.formulas.linkLabel,
        tableAround: () => this.#options.tableAround(cell.row, cell.column),
      }),
      array: undefined,
      dynamic: false,
      anchor: undefined,
      dataTable: false,
    };
    switch (attributes.get("t")) {
      case "shared":
        this.#readShared(cell, formula, attributes);
        break;
      case "array":
        formula.array = parseArea(attributes.get("ref") ?? "") ?? singleCell(cell);
        formula.dynamic = this.#isDynamic;
        if (spansSeveral(formula.array)) this.#arrays.push({ area: formula.array, value: cell });
        break;
      case "dataTable":
        formula.text = dataTableFormula(attributes);
        formula.dataTable = true;
        this.#warn("data_table", cell, "A what-if data table is shown but not calculated");
    }
    return formula;
  }

  /** The first cell of a shared formula holds its text; the others the number alone. */
  #readShared(cell: Cell, formula: CellFormula, attributes: ReadonlyMap<string, string>): void {
    const number = attributes.get("si") ?? "";
    const shared = this.#shared.get(number);
    if (this.#formula !== "") {
      if (shared && !attributes.has("ref")) return;
      this.#shared.set(number, { template: new FormulaTemplate(formula.text), row: cell.row, column: cell.column });
    } else if (shared) {
      formula.text = shared.template.movedBy(cell.row - shared.row, cell.column - shared.column);
    } else {
      this.#orphans.push({ cell, shared: number });
    }
  }

  /** Brings everything into order once the last row has been read. */
  finish(): void {
    for (const { cell, shared: number } of this.#orphans) {
      const shared = this.#shared.get(number);
      if (!shared) this.#damaged(`a shared formula, number ${number}, that does not exist`);
      cell.formula!.text = shared.template.movedBy(cell.row - shared.row, cell.column - shared.column);
    }
    if (!this.#inOrder) this.#sort();
    if (this.#arrays.length > 0) this.#spreadArrays();
  }

  /** Sorts by row and column; of cells with the same address the last one in the file stays. */
  #sort(): void {
    this.cells.sort((a, b) => a.row - b.row || a.column - b.column);
    let kept = 0;
    for (const cell of this.cells) {
      const before = this.cells[kept - 1];
      if (before && before.row === cell.row && before.column === cell.column) {
        this.#warn("duplicate_cell", cell, "The file holds this cell more than once; the last one counts");
        kept--;
      }
      this.cells[kept++] = cell;
    }
    this.cells.length = kept;
  }

  /** Gives the other cells of each array formula the formula of its first. */
  #spreadArrays(): void {
    const sweep = new AreaSweep(this.#arrays);
    for (const cell of this.cells) {
      const anchor = sweep.at(cell.row, cell.column);
      if (!anchor?.formula || cell.formula) continue;
      cell.formula = { ...anchor.formula, anchor: { row: anchor.row, column: anchor.column } };
    }
  }

  #warn(code: ReadWarning["code"], cell: Cell, message: string): void {
    this.warnings.push({ code, cell: columnLetters(cell.column) + cell.row, message });
  }

  #damaged(what: string): never {
    throw new FileFault("WORKBOOK_CORRUPT", `The file is damaged: "${this.#options.part}" holds ${what}.`);
  }
}

function singleCell({ row, column }: Cell): Area {
  return { firstRow: row, firstColumn: column, lastRow: row, lastColumn: column };
}

function spansSeveral({ firstRow, firstColumn, lastRow, lastColumn }: Area): boolean {
  return lastRow > firstRow || lastColumn > firstColumn;
}

/** `TABLE(row_input,column_input)`, as Excel shows it: one of both is left out in a table of one dimension. */
function dataTableFormula(attributes: ReadonlyMap<string, string>): string {
  const [first = "", second = ""] = [attributes.get("r1"), attributes.get("r2")];
  if (isTrue(attributes.get("dt2D") ?? "")) return `TABLE(${first},${second})`;
  return isTrue(attributes.get("dtr") ?? "") ? `TABLE(${first},)` : `TABLE(,${first})`;
}
