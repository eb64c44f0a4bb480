/** Excel's regular expressions are PCRE2's; JavaScript's are close enough to be written from them. */
import { type ExcelError, VALUE } from "../../../values.ts";

const CLASSES: Record<string, string> = {
  alpha: "\\p{L}",
  digit: "\\d",
  alnum: "\\p{L}\\d",
  upper: "\\p{Lu}",
  lower: "\\p{Ll}",
  space: "\\s",
  blank: " \\t",
  punct: "!-\\/:-@\\[-`\\{-~",
  xdigit: "0-9A-Fa-f",
  word: "\\w",
};

const compiled = new Map<string, RegExp | ExcelError>();
const MAX_COMPILED = 500;

/** The pattern for all matches in a text; #VALUE! where it is malformed. `i` makes case not matter. */
export function compilePattern(pattern: string, flags: "" | "i"): RegExp | ExcelError {
  const key = `${flags}/${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) {
    if (known instanceof RegExp) known.lastIndex = 0;
    return known;
  }
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const regex = translate(pattern, flags);
  compiled.set(key, regex);
  return regex;
}

function translate(pattern: string, flags: string): RegExp | ExcelError {
  const options = /^\(\?([ims]+)\)/.exec(pattern);
  const source = pattern
    .slice(options?.[0].length ?? 0)
    .replace(/\\A/g, "^")
    .replace(/\\[zZ]/g, "$")
    .replace(/\\h/g, "[ \\t]")
    .replace(/\(\?P</g, "(?<")
    .replace(/\[:(\w+):\]/g, (whole, name: string) => CLASSES[name] ?? whole)
    .replace(/([*+?}])\+/g, "$1");
  const all = [...new Set(`g${flags}${options?.[1] ?? ""}`)].join("");
  try {
    return new RegExp(source, `${all}u`);
  } catch {
    // The Unicode mode refuses escapes such as `\-` that PCRE2 takes as they are.
    return plain(source, all);
  }
}

function plain(source: string, flags: string): RegExp | ExcelError {
  try {
    return new RegExp(source, flags);
  } catch {
    return VALUE;
  }
}
