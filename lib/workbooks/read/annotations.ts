import type { CellStyle, DataValidation, Sheet, Workbook } from "../model.ts";
import { AreaSweep, areaText } from "./areas.ts";
import { ValidationOptions } from "./validation-options.ts";

/** What a cell has beside its value and formula, field by field as the API shows it (spec: workbooks, 4.3, 4.6). */
export type Annotations = {
  has_validation: boolean;
  validation_type: DataValidation["type"] | null;
  /** Of list validations only. */
  validation_options: string[];
  validation_rule: {
    operator: string | null;
    formula1: string | null;
    formula2: string | null;
    allow_blank: boolean;
    prompt: string | null;
    error: string | null;
  } | null;
  /** Of the top-left cell of a merged area. */
  merge_range: string | null;
  number_format: string;
  style: Omit<CellStyle, "numberFormat">;
};

const NO_VALIDATION = { has_validation: false, validation_type: null, validation_options: [], validation_rule: null };
const DEFAULT_STYLE: CellStyle = { numberFormat: "General" };

/**
 * Annotates the cells of a workbook.
 *
 * @returns for each sheet a function that annotates its cells; they must be asked about in row order, once
 */
export function annotator(workbook: Workbook): (sheet: Sheet) => (cell: Sheet["cells"][number]) => Annotations {
  const options = new ValidationOptions(workbook);
  return (sheet) => {
    const validations = new AreaSweep(
      sheet.validations.flatMap((value) => value.areas.map((area) => ({ area, value }))),
    );
    const merges = new Map(sheet.mergedRanges.map((area) => [`${area.firstRow} ${area.firstColumn}`, areaText(area)]));
    return (cell) => {
      const validation = validations.at(cell.row, cell.column);
      const { numberFormat, ...style } = workbook.styles[cell.style] ?? DEFAULT_STYLE;
      return {
        ...(validation ? shownValidation(validation, options.optionsAt(validation, sheet, cell)) : NO_VALIDATION),
        merge_range: (merges.size > 0 ? merges.get(`${cell.row} ${cell.column}`) : undefined) ?? null,
        number_format: numberFormat,
        style,
      };
    };
  };
}

function shownValidation(validation: DataValidation, options: string[]) {
  const { type, operator, formula1, formula2, allowBlank, prompt, error } = validation;
  return {
    has_validation: true,
    validation_type: type,
    validation_options: options,
    validation_rule: { operator, formula1, formula2, allow_blank: allowBlank, prompt, error },
  };
}
