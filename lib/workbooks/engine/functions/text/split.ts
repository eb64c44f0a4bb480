/** Texts divided at delimiters. */
import { CALC, ExcelError, NA, type Scalar, VALUE } from "../../../values.ts";
import { toText } from "../../coerce.ts";
import { ArrayValue, type Matrix, scalarsOf } from "../../value.ts";
import {
  boolean,
  define,
  type FunctionDefinition,
  integer,
  number,
  orEmpty,
  range,
  scalar,
  text,
} from "../contract.ts";

/** A pattern that finds any of the delimiters, longer ones first; undefined when one is empty or there is none. */
function delimiterPattern(delimiters: readonly string[], matchCase: boolean): RegExp {
  const source = [...delimiters]
    .sort((one, other) => other.length - one.length)
    .map((delimiter) => delimiter.replace(/[\\^$.|?*+()[\]{}/-]/g, "\\$&"))
    .join("|");
  return new RegExp(source, matchCase ? "g" : "gi");
}

function textsOf(matrix: Matrix): string[] | ExcelError {
  const texts: string[] = [];
  for (const scalar of scalarsOf(matrix)) {
    const text = toText(scalar);
    if (text instanceof ExcelError) return text;
    texts.push(text);
  }
  return texts.length === 0 ? [""] : texts;
}

type Found = { start: number; end: number };

/** The instance counted from the start, or from the end if negative; the text's own end counts where wanted. */
function instanceOf(
  value: string,
  delimiters: readonly string[],
  { instance, matchCase, matchEnd }: { instance: number; matchCase: boolean; matchEnd: boolean },
): Found | undefined {
  const found: Found[] = [];
  if (delimiters.includes("")) {
    const edge = instance > 0 ? 0 : value.length;
    return { start: edge, end: edge };
  }
  for (const match of value.matchAll(delimiterPattern(delimiters, matchCase))) {
    found.push({ start: match.index, end: match.index + match[0].length });
  }
  if (matchEnd && instance > 0) found.push({ start: value.length, end: value.length });
  if (matchEnd && instance < 0) found.unshift({ start: 0, end: 0 });
  return found.at(instance > 0 ? instance - 1 : instance);
}

function around(name: string, part: (value: string, found: Found) => string): FunctionDefinition {
  return define({
    name,
    parameters: [
      text(),
      range(),
      orEmpty(number()),
      orEmpty(integer(), 0),
      orEmpty(integer(), 0),
      orEmpty(scalar({ errors: "accept" })),
    ],
    evaluate: (value, delimiters, wanted, matchMode, matchEnd, ifNotFound): Scalar => {
      const instance = Math.floor(wanted ?? 1);
      const texts = textsOf(delimiters);
      if (texts instanceof ExcelError) return texts;
      if (instance === 0 || ![0, 1].includes(matchMode) || ![0, 1].includes(matchEnd)) return VALUE;
      // So many instances cannot fit into the text: a mistake, unless nobody asked for one in particular.
      const shortest = Math.max(1, Math.min(...texts.map(({ length }) => length)));
      if (wanted !== undefined && Math.abs(instance) * shortest > value.length) return VALUE;
      const found = instanceOf(value, texts, { instance, matchCase: matchMode === 0, matchEnd: matchEnd === 1 });
      if (found === undefined) return ifNotFound === undefined ? NA : (ifNotFound ?? "");
      return part(value, found);
    },
  });
}

/** TEXTBEFORE(text, delimiter, [instance], [match_mode], [match_end], [if_not_found]) */
export const TEXTBEFORE = around("TEXTBEFORE", (value, { start }) => value.slice(0, start));

/** TEXTAFTER(text, delimiter, [instance], [match_mode], [match_end], [if_not_found]) */
export const TEXTAFTER = around("TEXTAFTER", (value, { end }) => value.slice(end));

/** TEXTSPLIT(text, column_delimiter, [row_delimiter], [ignore_empty], [match_mode], [pad_with]) */
export const TEXTSPLIT = define({
  name: "TEXTSPLIT",
  parameters: [
    text(),
    orEmpty(range()),
    orEmpty(range()),
    orEmpty(boolean(), false),
    orEmpty(integer(), 0),
    orEmpty(scalar({ errors: "accept" }), NA),
  ],
  evaluate: (value, columnDelimiters, rowDelimiters, ignoreEmpty, matchMode, pad) => {
    if (matchMode !== 0 && matchMode !== 1) return VALUE;
    if (columnDelimiters === undefined && rowDelimiters === undefined) return VALUE;
    const byColumn = columnDelimiters && textsOf(columnDelimiters);
    const byRow = rowDelimiters && textsOf(rowDelimiters);
    if (byColumn instanceof ExcelError) return byColumn;
    if (byRow instanceof ExcelError) return byRow;
    if (byColumn?.includes("") || byRow?.includes("")) return VALUE;
    const split = (piece: string, delimiters: readonly string[] | undefined): string[] => {
      const pieces = delimiters === undefined ? [piece] : piece.split(delimiterPattern(delimiters, matchMode === 0));
      return ignoreEmpty ? pieces.filter((part) => part !== "") : pieces;
    };
    const rows = split(value, byRow)
      .map((row) => split(row, byColumn))
      .filter((row) => row.length > 0);
    if (rows.length === 0) return CALC;
    const width = Math.max(...rows.map((row) => row.length));
    return ArrayValue.generate(rows.length, width, (row, column) => rows[row]![column] ?? pad);
  },
});
