/** What Excel's number format codes say about a value: is it a date, a clock time, or a plain number. */

/** `elapsed` formats such as `[h]:mm` count hours without end: their values are amounts, not points in time. */
export type FormatKind = "number" | "date" | "time" | "datetime" | "elapsed";

/**
 * Formats that a file names by number alone (ECMA-376 part 1, section 18.8.30). Those from 27 to 36 and from 50 to 58
 * are dates in East Asian editions; as the file does not say which edition wrote it, each has a code that fits all.
 */
const BUILT_IN: Readonly<Record<number, string>> = {
  0: "General",
  1: "0",
  2: "0.00",
  3: "#,##0",
  4: "#,##0.00",
  5: '"$"#,##0_);\\("$"#,##0\\)',
  6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
  7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
  8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
  9: "0%",
  10: "0.00%",
  11: "0.00E+00",
  12: "# ?/?",
  13: "# ??/??",
  14: "mm-dd-yy",
  15: "d-mmm-yy",
  16: "d-mmm",
  17: "mmm-yy",
  18: "h:mm AM/PM",
  19: "h:mm:ss AM/PM",
  20: "h:mm",
  21: "h:mm:ss",
  22: "m/d/yy h:mm",
  27: "yyyy/m/d",
  28: "m/d",
  29: "m/d",
  30: "m-d-yy",
  31: "yyyy/m/d",
  32: "h:mm",
  33: "h:mm:ss",
  34: "h:mm",
  35: "h:mm:ss",
  36: "yyyy/m/d",
  37: "#,##0_);\\(#,##0\\)",
  38: "#,##0_);[Red]\\(#,##0\\)",
  39: "#,##0.00_);\\(#,##0.00\\)",
  40: "#,##0.00_);[Red]\\(#,##0.00\\)",
  41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
  42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
  43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
  44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
  45: "mm:ss",
  46: "[h]:mm:ss",
  47: "mm:ss.0",
  48: "##0.0E+0",
  49: "@",
  50: "yyyy/m/d",
  51: "m/d",
  52: "yyyy/m/d",
  53: "m/d",
  54: "m/d",
  55: "yyyy/m/d",
  56: "m/d",
  57: "yyyy/m/d",
  58: "m/d",
};

/** The code of a built-in format; `General` for a number that means nothing. */
export function builtInFormat(id: number): string {
  return BUILT_IN[id] ?? "General";
}

/**
 * What a format code shows. Letters in quotes, in brackets, after `\`, `_` or `*` do not count; `m` is a minute beside
 * hours or seconds and a month elsewhere.
 */
export function formatKind(code: string): FormatKind {
  if (/\[(h+|m+|s+)\]/i.test(code)) return "elapsed";
  const shown = code
    .replace(/"[^"]*"?|\[[^\]]*\]?|[\\_*]./g, "")
    .replace(/general/gi, "")
    .replace(/e[+-]/gi, "")
    .toLowerCase();
  const time = /[hs]|am\/pm|a\/p/.test(shown);
  const date = /[ydbeg]|mmm/.test(shown) || (!time && shown.includes("m"));
  if (date) return time ? "datetime" : "date";
  return time ? "time" : "number";
}
