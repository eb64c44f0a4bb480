/** Every field of a cell as the API shows it and the database keeps it (spec: workbooks, 4.3). */
import { type DataType, dataType, valueFields } from "./cell-values.ts";
import { columnLetters } from "./engine/formula/a1.ts";
import { shownFormula } from "./engine/formula/trim-references.ts";
import type { CellStyle, DataValidation, Sheet, Workbook } from "./model.ts";
import { AreaSweep, areaText } from "./read/areas.ts";
import { ValidationOptions } from "./read/validation-options.ts";
import type { JudgedCell, Recalculation } from "./recalculate.ts";
import { ExcelError, type Scalar } from "./values.ts";

export type CellFields = {
  sheet_index: number;
  row_num: number;
  col_num: number;
  sheet_name: string;
  col_letter: string;
  cell: string;
  cell_type: JudgedCell["cellType"];
  data_type: DataType;
  raw_value: number | null;
  raw_text: string | null;
  number_format: string;
  formula: string | null;
  array_range: string | null;
  converted_formula: string | null;
  depends_on: readonly string[];
  calculated_value: number | null;
  calculated_text: string | null;
  calculated_type: "number" | "text" | "boolean" | "error" | null;
  calculation_engine: "none" | "custom" | "hyperformula";
  calculation_error: string | null;
  is_circular: boolean;
  circular_group: number | null;
  is_volatile: boolean;
  outcome: string | null;
  has_mismatch: boolean;
  mismatch_diff: number | null;
  mismatch_reason: string | null;
  has_validation: boolean;
  validation_type: string | null;
  validation_options: readonly string[];
  validation_rule: Record<string, unknown> | null;
  merge_range: string | null;
  style: Omit<CellStyle, "numberFormat">;
};

/** Failures of formulas that no engine could run at all; in the others one ran and found no value. */
const NOT_RUN = /^(unsupported_|parse_error|formula_too_)/;

/** Cells in sheet, row and column order. Nothing is copied from raw to calculated: each side has its own source. */
export function* cellFields(recalculation: Recalculation): Generator<CellFields> {
  const { workbook } = recalculation;
  const options = new ValidationOptions(workbook);
  let surroundings: Surroundings | undefined;
  for (const judged of recalculation.cells()) {
    if (surroundings?.sheet !== judged.sheet) surroundings = surroundingsOf(judged.sheet);
    yield fieldsOf(judged, workbook, surroundings, options, recalculation.engineName);
  }
}

/** What lies over the cells of a sheet, found by sweeping down its rows. */
type Surroundings = { sheet: Sheet; validations: AreaSweep<DataValidation>; merges: ReadonlyMap<number, string> };

function surroundingsOf(sheet: Sheet): Surroundings {
  const areas = sheet.validations.flatMap((value) => value.areas.map((area) => ({ area, value })));
  const merges = new Map(sheet.mergedRanges.map((area) => [placeKey(area.firstRow, area.firstColumn), areaText(area)]));
  return { sheet, validations: new AreaSweep(areas), merges };
}

const placeKey = (row: number, column: number): number => row * 16_384 + column - 1;

function fieldsOf(
  { sheet, cell, result, verdict, cellType }: JudgedCell,
  workbook: Workbook,
  { validations, merges }: Surroundings,
  options: ValidationOptions,
  engine: CellFields["calculation_engine"],
): CellFields {
  const { numberFormat, ...style } = workbook.styles[cell.style] ?? { numberFormat: "General" };
  const { formula, row, column } = cell;
  const raw = valueFields(cell.raw);
  const calculated = valueFields(result?.value);
  const failure = result?.failure?.reason ?? null;
  const validation = validations.at(row, column);
  const isRun = result !== undefined && !(failure !== null && NOT_RUN.test(failure));
  return {
    sheet_index: sheet.index,
    row_num: row,
    col_num: column,
    sheet_name: sheet.name,
    col_letter: columnLetters(column),
    cell: columnLetters(column) + row,
    cell_type: cellType,
    data_type: dataType(cell.raw ?? result?.value, numberFormat),
    raw_value: raw.value,
    raw_text: raw.text,
    number_format: numberFormat,
    formula: formula === undefined ? null : shownFormula(formula.text),
    array_range: formula?.array ? areaText(formula.array) : null,
    converted_formula: isRun ? `=${formula!.text}` : null,
    depends_on: result?.dependsOn ?? [],
    calculated_value: calculated.value,
    calculated_text: calculated.text,
    calculated_type: typeOf(result?.value),
    calculation_engine: isRun ? engine : "none",
    calculation_error: failure,
    is_circular: result?.circularGroup !== undefined,
    circular_group: result?.circularGroup ?? null,
    is_volatile: result?.volatile ?? false,
    outcome: verdict?.outcome ?? null,
    has_mismatch: verdict?.outcome === "mismatch",
    mismatch_diff: verdict?.mismatchDiff ?? null,
    mismatch_reason: verdict?.mismatchReason ?? null,
    has_validation: validation !== undefined,
    validation_type: validation?.type ?? null,
    validation_options: validation ? options.optionsAt(validation, sheet, cell) : [],
    validation_rule: validation ? ruleOf(validation) : null,
    merge_range: merges.get(placeKey(row, column)) ?? null,
    style,
  };
}

function typeOf(value: Scalar | undefined): CellFields["calculated_type"] {
  if (value === undefined || value === null) return null;
  if (value instanceof ExcelError) return "error";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "text";
}

function ruleOf({ operator, formula1, formula2, allowBlank, prompt, error }: DataValidation): Record<string, unknown> {
  return { operator, formula1, formula2, allow_blank: allowBlank, prompt, error };
}
