import { type ExcelError, VALUE } from "../../../values.ts";

/** A cell holds at most this many UTF-16 units of text. */
export const MAX_TEXT = 32_767;

/** The text, or #VALUE! where no cell could hold it. */
export function limited(text: string): string | ExcelError {
  return text.length > MAX_TEXT ? VALUE : text;
}
