/** Texts put together. */
import { ExcelError, type Scalar, VALUE } from "../../../values.ts";
import { numberToText, toText } from "../../coerce.ts";
import { type Matrix, scalarsOf } from "../../value.ts";
import { areas, boolean, define, integer, many, optional, range, scalar, text } from "../contract.ts";
import { limited, MAX_TEXT } from "./limit.ts";

/** CONCATENATE(text1, …): single values only. */
export const CONCATENATE = define({
  name: "CONCATENATE",
  parameters: [many(text())],
  evaluate: (texts) => limited(texts.join("")),
});

/** The texts of all values, ranges row by row; the first error where there is one. */
function textsOf(lists: readonly (readonly Matrix[])[], { blanks }: { blanks: boolean }): string[] | ExcelError {
  const texts: string[] = [];
  for (const matrix of lists.flat()) {
    const rows = blanks ? matrix.rows : matrix.usedRows;
    const columns = blanks ? matrix.columns : matrix.usedColumns;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const text = toText(matrix.at(row, column));
        if (text instanceof ExcelError) return text;
        texts.push(text);
        if (texts.length > 1_000_000) return VALUE;
      }
    }
  }
  return texts;
}

/** The texts with delimiters taking turns between them; #VALUE! as soon as no cell could hold them. */
function joined(texts: readonly string[], delimiters: readonly string[]): string | ExcelError {
  let all = texts[0] ?? "";
  for (let index = 1; index < texts.length && all.length <= MAX_TEXT; index++) {
    all += delimiters[(index - 1) % delimiters.length]! + texts[index]!;
  }
  return limited(all);
}

/** CONCAT(text1, …): ranges and arrays row by row. */
export const CONCAT = define({
  name: "CONCAT",
  parameters: [many(areas())],
  evaluate: (lists) => {
    const texts = textsOf(lists, { blanks: false });
    return texts instanceof ExcelError ? texts : joined(texts, [""]);
  },
});

/** TEXTJOIN(delimiter, ignore_empty, text1, …): several delimiters take turns. */
export const TEXTJOIN = define({
  name: "TEXTJOIN",
  parameters: [range(), boolean(), many(areas())],
  evaluate: (delimiters, ignoreEmpty, lists) => {
    const between = textsOf([[delimiters]], { blanks: true });
    if (between instanceof ExcelError) return between;
    const texts = textsOf(lists, { blanks: !ignoreEmpty });
    if (texts instanceof ExcelError) return texts;
    const shown = ignoreEmpty ? texts.filter((text) => text !== "") : texts;
    return joined(shown, between);
  },
});

/** REPT(text, times) */
export const REPT = define({
  name: "REPT",
  parameters: [text(), integer()],
  evaluate: (value, times) => (times < 0 || value.length * times > MAX_TEXT ? VALUE : value.repeat(times)),
});

/** As `ARRAYTOTEXT` writes a value in its strict form: texts in quotes, as in a formula. */
function literal(value: Scalar): string {
  if (value instanceof ExcelError) return value.literal;
  if (typeof value === "string") return `"${value.replaceAll('"', '""')}"`;
  return shown(value);
}

function shown(value: Scalar): string {
  if (value instanceof ExcelError) return value.literal;
  if (typeof value === "number") return numberToText(value);
  return toText(value) as string;
}

/** VALUETOTEXT(value, [format]): 0 as shown, 1 as written in a formula. */
export const VALUETOTEXT = define({
  name: "VALUETOTEXT",
  parameters: [scalar({ errors: "accept" }), optional(integer(), 0)],
  evaluate: (value, format) => (format === 0 ? shown(value) : format === 1 ? literal(value) : VALUE),
});

/** ARRAYTOTEXT(array, [format]): 0 a list with commas, 1 an array constant. */
export const ARRAYTOTEXT = define({
  name: "ARRAYTOTEXT",
  parameters: [range(), optional(integer(), 0)],
  evaluate: (matrix, format) => {
    if (format === 0) return limited([...scalarsOf(matrix)].map(shown).join(", "));
    if (format !== 1) return VALUE;
    const rows = Array.from({ length: matrix.rows }, (_, row) =>
      Array.from({ length: matrix.columns }, (_, column) => literal(matrix.at(row, column))).join(","),
    );
    return limited(`{${rows.join(";")}}`);
  },
});
