/** Facts about cells, sheets and the program. */
import { ExcelError, NA, type Scalar, VALUE } from "../../../values.ts";
import { columnLetters } from "../../formula/a1.ts";
import { shownFormula } from "../../formula/trim-references.ts";
import { ArrayValue, isMatrix, Reference, type Value } from "../../value.ts";
import { any, define, type FunctionDefinition, optional, text } from "../contract.ts";
import { cellFormat, colouredNegatives, inParentheses } from "./cell-format.ts";

/** CELL(kind, [reference]): of the first cell of the reference, else of the formula's own cell. */
export const CELL = define({
  name: "CELL",
  parameters: [text(), optional(any())],
  volatile: ([kind]) => typeof kind !== "string" || kind.toLowerCase() === "filename",
  evaluate: (kind, given, context): Value => {
    if (given !== undefined && !(given instanceof Reference)) return given instanceof ExcelError ? given : VALUE;
    const own = { sheet: context.sheet, firstRow: context.row, firstColumn: context.column };
    const { sheet, firstRow: row, firstColumn: column } = given?.areas[0] ?? own;
    const content = () => context.dereference(Reference.cell(sheet, row, column));
    const facts = () => context.cell(sheet, row, column);
    switch (kind.toLowerCase()) {
      case "address": {
        const name = context.sheetNames[sheet] ?? "";
        const prefix = sheet === context.sheet ? "" : /^[A-Za-z_]\w*$/.test(name) ? `${name}!` : `'${name}'!`;
        return `${prefix}$${columnLetters(column)}$${row}`;
      }
      case "col":
        return column;
      case "row":
        return row;
      case "contents":
        return content() ?? 0;
      case "type": {
        const value = content();
        return value === null ? "b" : typeof value === "string" ? "l" : "v";
      }
      case "format":
        return cellFormat(facts().numberFormat);
      case "color":
        return colouredNegatives(facts().numberFormat) ? 1 : 0;
      case "parentheses":
        return inParentheses(facts().numberFormat) ? 1 : 0;
      case "protect":
        return facts().locked ? 1 : 0;
      case "prefix": {
        if (typeof content() !== "string") return "";
        const marks: Record<string, string> = { right: '"', center: "^", fill: "\\" };
        return marks[facts().horizontal ?? ""] ?? "'";
      }
      case "width":
        return Math.round(context.columnWidth(sheet, column));
      case "filename":
        return "";
      default:
        return VALUE;
    }
  },
});

/** What a present-day Excel on Windows answers. */
const ENVIRONMENT: Record<string, string | number> = {
  directory: "C:\\",
  origin: "$A:$A$1",
  osversion: "Windows (64-bit) NT 10.00",
  recalc: "Automatic",
  release: "16.0",
  system: "pcdos",
};

/** INFO(kind): about the program it runs in, so that no answer is comparable. */
export const INFO = define({
  name: "INFO",
  parameters: [text()],
  volatile: true,
  evaluate: (kind, { sheetNames }) =>
    kind.toLowerCase() === "numfile" ? sheetNames.length : (ENVIRONMENT[kind.toLowerCase()] ?? VALUE),
});

/** A fact about a cell's formula; of each cell of an area in array formulas, else of its first. */
function aboutFormula(name: string, tell: (formula: string | undefined) => Scalar): FunctionDefinition {
  return define({
    name,
    parameters: [any()],
    evaluate: (given, context): Value => {
      if (!(given instanceof Reference)) return given instanceof ExcelError ? given : VALUE;
      const { sheet, firstRow, firstColumn, lastRow, lastColumn } = given.areas[0]!;
      const at = (row: number, column: number) =>
        tell(context.cell(sheet, firstRow + row, firstColumn + column).formula);
      if (!context.arrayMode) return at(0, 0);
      return ArrayValue.generate(lastRow - firstRow + 1, lastColumn - firstColumn + 1, at);
    },
  });
}

/** ISFORMULA(reference) */
export const ISFORMULA = aboutFormula("ISFORMULA", (formula) => formula !== undefined);

/** FORMULATEXT(reference): the formula as written; #N/A where there is none. */
export const FORMULATEXT = aboutFormula("FORMULATEXT", (formula) =>
  formula === undefined ? NA : shownFormula(formula),
);

/** SHEET([value]): the number of the sheet of a reference, or of the sheet of that name. */
export const SHEET = define({
  name: "SHEET",
  parameters: [optional(any())],
  evaluate: (given, context) => {
    if (given === undefined) return context.sheet + 1;
    if (given instanceof Reference) return given.areas[0]!.sheet + 1;
    const name = context.dereference(given);
    if (name instanceof ExcelError) return name;
    if (isMatrix(name)) return VALUE;
    const wanted = String(name ?? "").toLowerCase();
    const index = context.sheetNames.findIndex((sheet) => sheet.toLowerCase() === wanted);
    return index < 0 ? NA : index + 1;
  },
});

/** SHEETS([reference]): how many sheets a reference touches, or the workbook has. */
export const SHEETS = define({
  name: "SHEETS",
  parameters: [optional(any())],
  evaluate: (given, context) => {
    if (given === undefined) return context.sheetNames.length;
    if (given instanceof Reference) return new Set(given.areas.map(({ sheet }) => sheet)).size;
    return given instanceof ExcelError ? given : VALUE;
  },
});
