/** The short names that CELL("format") gives to number formats. */
import { isDateFormat } from "../../number-format/format.ts";

/** Dates and times by what they show, in the order of the first fit. */
const DATE_CODES: readonly (readonly [RegExp, string])[] = [
  [/h+:m+:s+.*(?:am\/pm|a\/p)/, "D6"],
  [/h+:m+.*(?:am\/pm|a\/p)/, "D7"],
  [/^h+:m+:s+/, "D8"],
  [/^h+:m+/, "D9"],
  [/^d+[-/ ]?mmm[-/ ]?y+/, "D1"],
  [/^d+[-/ ]?mmm/, "D2"],
  [/^mmm[-/ ]?y+/, "D3"],
  [/^(?:m+\/d+\/y|y+[-/]m+[-/]d|d+\/m+\/y)/, "D4"],
  [/^(?:m+\/d+|d+\/m+)/, "D5"],
];

/** `G`, `F2`, `,0`, `C2-`, `P0`, `S2`, `D1` …: a minus for negative numbers in colour, parentheses for those in them. */
export function cellFormat(numberFormat: string): string {
  const code = bare(numberFormat.split(";", 1)[0]!);
  return (
    kindOf(numberFormat, code) +
    (colouredNegatives(numberFormat) ? "-" : "") +
    (inParentheses(numberFormat) ? "()" : "")
  );
}

/** Negative numbers are shown in a colour of their own. */
export function colouredNegatives(numberFormat: string): boolean {
  return /\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]/i.test(numberFormat.split(";")[1] ?? "");
}

/** Positive or all numbers stand in parentheses. */
export function inParentheses(numberFormat: string): boolean {
  return /\(/.test(numberFormat.split(";", 1)[0]!.replace(/_./g, ""));
}

function kindOf(numberFormat: string, code: string): string {
  if (isDateFormat(numberFormat)) return DATE_CODES.find(([pattern]) => pattern.test(code))?.[1] ?? "G";
  if (!/[0#]/.test(code) || /[?/]/.test(code)) return "G";
  const decimals = /\.([0#]+)/.exec(code)?.[1]?.length ?? 0;
  if (/e[+-]/.test(code)) return `S${decimals}`;
  if (code.includes("%")) return `P${decimals}`;
  if (/[$£€¥]/.test(code)) return `C${decimals}`;
  return `${/[0#],[0#]/.test(code) ? "," : "F"}${decimals}`;
}

/** Without colours, padding, fill and quotes; currency symbols out of their brackets; lower case. */
function bare(section: string): string {
  return section
    .replace(/\[\$([^\]-]*)[^\]]*\]/g, "$1")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/[_*]./g, "")
    .replace(/["\\]/g, "")
    .toLowerCase();
}
