import type { Scalar } from "./values.ts";

/**
 * A workbook as its file holds it: what `read/` makes, what `engine/` evaluates, what `compare` judges.
 * Rows and columns count from 1 everywhere; sheet indexes from 0 in workbook order.
 */
export type Workbook = {
  /** Every sheet in workbook order; only worksheets carry cells. */
  sheets: Sheet[];
  definedNames: DefinedName[];
  tables: Table[];
  externalLinks: ExternalLink[];
  date1904: boolean;
  calc: CalcSettings;
  /** True with a VBA project or a macro sheet inside, whatever the extension. */
  hasMacros: boolean;
  application: string | null;
  appVersion: string | null;
  /** ISO 8601 UTC, from the document properties. */
  created: string | null;
  modified: string | null;
  /** One style per cell format index (`s` attribute); index 0 is the default. */
  styles: CellStyle[];
  warnings: ReadWarning[];
};

export type ReadWarning = { code: "duplicate_cell" | "data_table"; cell: string; message: string };

export type CalcSettings = {
  mode: "auto" | "manual" | "autoNoTable";
  iterate: boolean;
  iterateCount: number;
  iterateDelta: number;
  fullCalcOnLoad: boolean;
  precisionAsDisplayed: boolean;
};

export type Sheet = {
  name: string;
  index: number;
  type: "worksheet" | "chartsheet" | "dialogsheet" | "macrosheet";
  state: "visible" | "hidden" | "very_hidden";
  /** `<dimension ref>` as the file declares it; not to be trusted. */
  dimension: string | null;
  protected: boolean;
  /** Cells with a value or a formula, in row, then column order, each address once. */
  cells: Cell[];
  mergedRanges: Area[];
  /** Rows hidden by hand, by grouping or by a filter. */
  hiddenRows: ReadonlySet<number>;
  /** All hidden rows while any filter of the sheet or its tables is active: SUBTOTAL leaves these out even for 1–11. */
  filteredRows: ReadonlySet<number>;
  hiddenColumns: ReadonlySet<number>;
  validations: DataValidation[];
  /** Width in characters of the columns that differ from `defaultColumnWidth`, for CELL("width"). */
  columnWidths: ReadonlyMap<number, number>;
  defaultColumnWidth: number;
};

/** A rectangle of cells, bounds inclusive. */
export type Area = { firstRow: number; firstColumn: number; lastRow: number; lastColumn: number };

export type Cell = {
  row: number;
  column: number;
  /** Excel's saved value. Undefined: the file holds none. Null never stands here for a value cell. */
  raw: Scalar | undefined;
  /** Index into `Workbook.styles`. */
  style: number;
  formula: CellFormula | undefined;
};

export type CellFormula = {
  /** As a user sees it, without the leading `=` and without future-function prefixes; shared formulas written out. */
  text: string;
  /** Stored with the array attribute (classic Ctrl+Shift+Enter or dynamic): evaluated as an array, area given. */
  array: Area | undefined;
  /** True where `array` spills dynamically (the cell's metadata says so) rather than being fixed by the user. */
  dynamic: boolean;
  /** Set on the cells of an array formula other than its anchor (top-left cell). */
  anchor: { row: number; column: number } | undefined;
  /** The defining cell of a what-if data table: never evaluated. */
  dataTable: boolean;
};

export type DefinedName = {
  name: string;
  /** Sheet index the name belongs to; null for the whole workbook. */
  scope: number | null;
  /** Without leading `=`, prefixes removed. */
  refersTo: string;
  hidden: boolean;
  /** True for names of macro functions (`function="1"` or `vbProcedure`). */
  macro: boolean;
};

export type Table = {
  name: string;
  sheetIndex: number;
  area: Area;
  columns: string[];
  headerRow: boolean;
  totalsRow: boolean;
};

export type ExternalLink = {
  /** 1-based: the number in `[1]Sheet!A1` of the file. */
  index: number;
  /**
   * What stands in brackets in `formula.text`: the target's file name (`[Book2.xlsx]Sheet!A1`), or the number where
   * two links have the same file name. No two links have the same label, in any case.
   */
  label: string;
  target: string;
  sheets: string[];
  definedNames: { name: string; sheetIndex: number | null; refersTo: string }[];
  /**
   * Cached values by sheet name; a sheet without a cache is absent. Null where Excel itself looked for the sheet in
   * vain, so that its cells are #REF!. Key of a cell: row * 16384 + column - 1.
   */
  cache: ReadonlyMap<string, ReadonlyMap<number, Scalar> | null>;
};

export type DataValidation = {
  areas: Area[];
  type: "list" | "whole" | "decimal" | "date" | "time" | "textLength" | "custom";
  operator: string | null;
  formula1: string | null;
  formula2: string | null;
  allowBlank: boolean;
  prompt: string | null;
  error: string | null;
};

/** Only what differs from Excel's default is set. Colours are `#RRGGBB`; null where a colour cannot be resolved. */
export type CellStyle = {
  numberFormat: string;
  font_name?: string;
  font_size?: number;
  bold?: true;
  italic?: true;
  underline?: true;
  strike?: true;
  font_color?: string | null;
  bg_color?: string | null;
  border?: { left?: string; right?: string; top?: string; bottom?: string };
  horizontal?: string;
  vertical?: string;
  wrap_text?: true;
  locked?: false;
};
