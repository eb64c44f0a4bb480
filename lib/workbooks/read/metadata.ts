import type { Sheet, Workbook } from "../model.ts";
import { areaText } from "./areas.ts";

export type SheetDetails = {
  name: string;
  index: number;
  type: Sheet["type"];
  state: Sheet["state"];
  /** As the file declares it. */
  dimension: string | null;
  /** Of stored cells; 0 in a sheet without any. */
  max_row: number;
  max_column: number;
  cell_count: number;
  formula_count: number;
  merged_ranges: string[];
  protected: boolean;
};

/** `workbook_metadata` of a model, field by field as the API shows it (spec: workbooks, 4.2). */
export type WorkbookMetadata = {
  sheets: string[];
  /** Worksheets only, like the two counts of cells. */
  sheet_count: number;
  total_cells: number;
  formula_cells: number;
  sheet_details: SheetDetails[];
  /** `Sheet!range` of each list validation. */
  dropdown_cells: string[];
  defined_names: { name: string; scope: string | null; refers_to: string; hidden: boolean }[];
  tables: { name: string; sheet: string; ref: string; columns: string[]; header_row: boolean; totals_row: boolean }[];
  external_links: { index: number; target: string; sheets: string[] }[];
  has_macros: boolean;
  date_system: 1900 | 1904;
  calc: {
    mode: string;
    iterate: boolean;
    iterate_count: number;
    iterate_delta: number;
    full_calc_on_load: boolean;
    precision_as_displayed: boolean;
  };
  application: string | null;
  app_version: string | null;
  created: string | null;
  modified: string | null;
};

export function workbookMetadata(workbook: Workbook): WorkbookMetadata {
  const { sheets, calc } = workbook;
  const nameOf = (index: number) => sheets[index]?.name ?? "";
  const details = sheets.map(sheetDetails);
  const sum = (count: (one: SheetDetails) => number) => details.reduce((total, one) => total + count(one), 0);
  return {
    sheets: sheets.map((sheet) => sheet.name),
    sheet_count: sheets.filter((sheet) => sheet.type === "worksheet").length,
    total_cells: sum((one) => one.cell_count),
    formula_cells: sum((one) => one.formula_count),
    sheet_details: details,
    dropdown_cells: sheets.flatMap(dropdownCells),
    defined_names: workbook.definedNames.map(({ name, scope, refersTo, hidden }) => ({
      name,
      scope: scope === null ? null : nameOf(scope),
      refers_to: refersTo,
      hidden,
    })),
    tables: workbook.tables.map((table) => ({
      name: table.name,
      sheet: nameOf(table.sheetIndex),
      ref: areaText(table.area),
      columns: table.columns,
      header_row: table.headerRow,
      totals_row: table.totalsRow,
    })),
    external_links: workbook.externalLinks.map(({ index, target, sheets }) => ({ index, target, sheets })),
    has_macros: workbook.hasMacros,
    date_system: workbook.date1904 ? 1904 : 1900,
    calc: {
      mode: calc.mode,
      iterate: calc.iterate,
      iterate_count: calc.iterateCount,
      iterate_delta: calc.iterateDelta,
      full_calc_on_load: calc.fullCalcOnLoad,
      precision_as_displayed: calc.precisionAsDisplayed,
    },
    application: workbook.application,
    app_version: workbook.appVersion,
    created: workbook.created,
    modified: workbook.modified,
  };
}

function sheetDetails({ cells, ...sheet }: Sheet): SheetDetails {
  let maxColumn = 0;
  let formulas = 0;
  for (const cell of cells) {
    if (cell.column > maxColumn) maxColumn = cell.column;
    if (cell.formula) formulas++;
  }
  return {
    name: sheet.name,
    index: sheet.index,
    type: sheet.type,
    state: sheet.state,
    dimension: sheet.dimension,
    max_row: cells.at(-1)?.row ?? 0,
    max_column: maxColumn,
    cell_count: cells.length,
    formula_count: formulas,
    merged_ranges: sheet.mergedRanges.map(areaText),
    protected: sheet.protected,
  };
}

function dropdownCells({ name, validations }: Sheet): string[] {
  const lists = validations.filter(({ type }) => type === "list");
  return lists.flatMap(({ areas }) => areas.map((area) => `${name}!${areaText(area)}`));
}
