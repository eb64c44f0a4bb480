import { decodeCellText } from "../../ooxml/cell-text.ts";
import { isoToSerial } from "../../ooxml/serial-date.ts";
import { isTrue } from "../../ooxml/xml-tree.ts";
import { ExcelError, type Scalar } from "../values.ts";

/** A cell's value as the XML has it. */
export type StoredValue = {
  /** The attribute `t`: `n`, `s`, `str`, `inlineStr`, `b`, `e`, `d`. */
  type: string;
  /** Text of `<v>`, or of the runs of `<is>`; undefined where the cell has neither. */
  text: string | undefined;
};

/**
 * Excel's saved value of a cell: a double bit for bit, a text, a boolean, an error; undefined where none is saved.
 *
 * @param isFormula a formula of type string without text holds `""`
 * @returns null where the cell refers to a shared text that does not exist: the file is damaged
 */
export function rawValue(
  { type, text }: StoredValue,
  isFormula: boolean,
  strings: readonly string[],
  date1904: boolean,
): Scalar | undefined {
  switch (type) {
    case "str":
    case "inlineStr":
      return text === undefined && !isFormula ? undefined : decodeCellText(text ?? "");
    case "s":
      return text === undefined || text === "" ? (isFormula ? "" : undefined) : (strings[Number(text)] ?? null);
    case "b":
      return text === undefined || text === "" ? undefined : isTrue(text.trim().toLowerCase());
    case "e":
      return text === undefined || text === ""
        ? undefined
        : (ExcelError.parse(text.trim()) ?? ExcelError.of("#UNKNOWN!"));
    case "d":
      return text === undefined || text === "" ? undefined : (isoToSerial(text, date1904) ?? decodeCellText(text));
    default:
      return text === undefined || text.trim() === "" ? undefined : number(text);
  }
}

const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** What is no finite number stays the text that it is. */
function number(text: string): Scalar {
  const value = Number(text);
  if (!Number.isFinite(value) || !DECIMAL.test(text)) return text;
  return value === 0 ? 0 : value;
}
