import type { Relationship } from "../../ooxml/package.ts";
import type { SheetEntry, Spreadsheet } from "../../ooxml/spreadsheet.ts";
import type { XmlReader } from "../../ooxml/xml.ts";
import { isTrue } from "../../ooxml/xml-tree.ts";
import { LAST_COLUMN } from "../engine/formula/a1.ts";
import type { Area, ReadWarning, Sheet, Table } from "../model.ts";
import { parseArea } from "./areas.ts";
import { userFormula } from "./formula-text.ts";
import { SheetCells, type SheetCellsOptions } from "./sheet-cells.ts";
import { SheetValidations } from "./sheet-validations.ts";
import { readTable } from "./workbook-parts.ts";

/** What all sheets of a workbook share, read before them. */
export type SheetContext = Pick<SheetCellsOptions, "strings" | "dynamicMarks" | "formulas" | "count"> & {
  book: Spreadsheet;
  signal: AbortSignal | undefined;
};

export type ReadSheet = { sheet: Sheet; tables: Table[]; warnings: ReadWarning[] };

/** Width in characters of a column that nothing is said about: Calibri 11, 64 pixels. */
const DEFAULT_COLUMN_WIDTH = 8.43;

/** A sheet without cells: what chart, dialog and macro sheets are to us. */
export function emptySheet({ name, index, type, state }: Omit<SheetEntry, "part">): Sheet {
  return {
    name,
    index,
    type,
    state,
    dimension: null,
    protected: false,
    cells: [],
    mergedRanges: [],
    hiddenRows: new Set(),
    filteredRows: new Set(),
    hiddenColumns: new Set(),
    validations: [],
    columnWidths: new Map(),
    defaultColumnWidth: DEFAULT_COLUMN_WIDTH,
  };
}

/**
 * Reads one worksheet part, streaming: time and memory follow the cells that it stores, whatever it declares.
 *
 * @throws {FileFault} damaged, or past a limit
 */
export async function readSheet(entry: SheetEntry & { part: string }, context: SheetContext): Promise<ReadSheet> {
  const { book, formulas, signal } = context;
  const tables = await readTables(book, await book.package.relationships(entry.part), entry.index);
  const around = tableFinder(tables.map(({ table }) => table));
  const cells = new SheetCells({ ...context, part: entry.part, date1904: book.date1904, tableAround: around });
  const validations = new SheetValidations((stored) =>
    userFormula(stored, { ...formulas, tableAround: () => undefined }),
  );
  const layout = new SheetLayout(emptySheet(entry));
  let section = "";
  for await (const xml of book.package.chunks(entry.part)) {
    signal?.throwIfAborted();
    while (xml.next()) {
      if (xml.depth === 2 && xml.kind === "open") section = xml.name;
      if (section === "sheetData") cells.take(xml);
      else if (section === "dataValidations" || section === "extLst") validations.take(xml);
      else if (xml.kind === "open") layout.open(xml, section);
    }
  }
  cells.finish();
  const filters = [...layout.filters, ...tables.filter(({ filtered }) => filtered).map(({ table }) => table.area)];
  const sheet: Sheet = {
    ...layout.sheet,
    cells: cells.cells,
    hiddenRows: cells.hiddenRows,
    filteredRows: filteredRows(cells.hiddenRows, filters),
    hiddenColumns: layout.hiddenColumns,
    columnWidths: layout.columnWidths,
    validations: validations.validations,
  };
  const warnings = cells.warnings.map((warning) => ({ ...warning, cell: `${entry.name}!${warning.cell}` }));
  return { sheet, tables: tables.map(({ table }) => table), warnings };
}

/** The elements of a worksheet that say how it looks: columns, merges, filter, protection. */
class SheetLayout {
  readonly sheet: Sheet;
  readonly hiddenColumns = new Set<number>();
  readonly columnWidths = new Map<number, number>();
  /** Areas of active filters. */
  readonly filters: Area[] = [];
  #filter: Area | undefined;
  #filterMode = false;

  constructor(sheet: Sheet) {
    this.sheet = sheet;
  }

  open(xml: XmlReader, section: string): void {
    if (section === "mergeCells") {
      const area = xml.name === "mergeCell" ? parseArea(xml.attribute("ref") ?? "") : undefined;
      if (area) this.sheet.mergedRanges.push(area);
      return;
    }
    switch (xml.name) {
      case "sheetPr":
        this.#filterMode = isTrue(xml.attribute("filterMode") ?? "");
        break;
      case "dimension":
        this.sheet.dimension = xml.attribute("ref") ?? null;
        break;
      case "sheetFormatPr":
        this.sheet.defaultColumnWidth = this.#defaultWidth(xml);
        break;
      case "col":
        if (section === "cols") this.#column(xml);
        break;
      case "sheetProtection":
        this.sheet.protected = isTrue(xml.attribute("sheet") ?? "");
        break;
      case "autoFilter":
        if (section !== "autoFilter") break;
        this.#filter = parseArea(xml.attribute("ref") ?? "");
        if (this.#filter && this.#filterMode) this.filters.push(this.#filter);
        break;
      case "filterColumn":
        if (section === "autoFilter" && this.#filter && !this.filters.includes(this.#filter))
          this.filters.push(this.#filter);
    }
  }

  #defaultWidth(xml: XmlReader): number {
    const width = Number(xml.attribute("defaultColWidth"));
    if (width > 0) return characters(width);
    return Number(xml.attribute("baseColWidth") ?? 8) === 8
      ? DEFAULT_COLUMN_WIDTH
      : Number(xml.attribute("baseColWidth"));
  }

  #column(xml: XmlReader): void {
    const first = Math.max(1, Number(xml.attribute("min")) || 1);
    const last = Math.min(LAST_COLUMN, Number(xml.attribute("max")) || first);
    const width = Number(xml.attribute("width"));
    const hidden = isTrue(xml.attribute("hidden") ?? "");
    for (let column = first; column <= last; column++) {
      if (hidden) this.hiddenColumns.add(column);
      if (width > 0) this.columnWidths.set(column, characters(width));
    }
  }
}

/** Pixels of a digit in Calibri 11, and of the margin around a cell's text. */
const DIGIT_PIXELS = 7;
const MARGIN_PIXELS = 5;

/** A stored width, which counts the margin, as the number of characters that users see (ECMA-376 part 1, 18.3.1.13). */
function characters(stored: number): number {
  const pixels = Math.trunc(stored * DIGIT_PIXELS + 0.5);
  const shown =
    pixels < DIGIT_PIXELS + MARGIN_PIXELS
      ? pixels / (DIGIT_PIXELS + MARGIN_PIXELS)
      : (pixels - MARGIN_PIXELS) / DIGIT_PIXELS;
  return Math.round(shown * 100) / 100;
}

async function readTables(
  { package: source }: Spreadsheet,
  relationships: Relationship[],
  sheetIndex: number,
): Promise<{ table: Table; filtered: boolean }[]> {
  const tables: { table: Table; filtered: boolean }[] = [];
  for (const { type, target } of relationships) {
    if (type !== "table" || !source.zip.has(target)) continue;
    const read = readTable(await source.tree(target), sheetIndex);
    if (read) tables.push(read);
  }
  return tables;
}

function tableFinder(tables: readonly Table[]): (row: number, column: number) => string | undefined {
  return (row, column) =>
    tables.find(
      ({ area }) =>
        row >= area.firstRow && row <= area.lastRow && column >= area.firstColumn && column <= area.lastColumn,
    )?.name;
}

/** While any filter of a sheet is active, Excel counts all its hidden rows as filtered, those hidden by hand too. */
function filteredRows(hidden: ReadonlySet<number>, filters: readonly Area[]): ReadonlySet<number> {
  return filters.length === 0 ? new Set() : hidden;
}
