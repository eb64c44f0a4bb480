/** REGEXTEST, REGEXEXTRACT, REGEXREPLACE. Source: Microsoft's function reference, "Text". */
import { ExcelError, NA, VALUE } from "../../values.ts";
import { ArrayValue } from "../value.ts";
import { define, integer, orEmpty, text } from "./contract.ts";
import { compilePattern, type Pattern } from "./regex/pattern.ts";
import { limited } from "./text/limit.ts";

/** 0 case matters, 1 it does not. */
function flagsOf(caseMode: number): "" | "i" | undefined {
  return caseMode === 0 ? "" : caseMode === 1 ? "i" : undefined;
}

function compile(pattern: string, caseMode: number): Pattern | ExcelError {
  const flags = flagsOf(caseMode);
  return flags === undefined ? VALUE : compilePattern(pattern, flags);
}

/** REGEXTEST(text, pattern, [case_mode]): whether any part of the text matches. */
export const REGEXTEST = define({
  name: "REGEXTEST",
  parameters: [text(), text(), orEmpty(integer(), 0)],
  evaluate: (value, pattern, caseMode) => {
    const compiled = compile(pattern, caseMode);
    return compiled instanceof ExcelError ? compiled : compiled.occursIn(value);
  },
});

/** REGEXEXTRACT(text, pattern, [mode], [case_mode]): 0 the first match, 1 all of them, 2 the groups of the first, either as a row. */
export const REGEXEXTRACT = define({
  name: "REGEXEXTRACT",
  parameters: [text(), text(), orEmpty(integer(), 0), orEmpty(integer(), 0)],
  evaluate: (value, pattern, mode, caseMode) => {
    const compiled = compile(pattern, caseMode);
    if (compiled instanceof ExcelError) return compiled;
    if (mode < 0 || mode > 2) return VALUE;
    const matches = compiled.matches(value);
    const [first] = matches;
    if (first === undefined) return NA;
    if (mode === 0) return first[0];
    if (mode === 1) return ArrayValue.row(matches.map(([whole]) => whole));
    const groups = first.slice(1);
    return groups.length === 0 ? VALUE : ArrayValue.row(groups.map((group) => group ?? NA));
  },
});

/** REGEXREPLACE(text, pattern, replacement, [occurrence], [case_mode]): occurrence 0 all, -1 the last. */
export const REGEXREPLACE = define({
  name: "REGEXREPLACE",
  parameters: [text(), text(), text(), orEmpty(integer(), 0), orEmpty(integer(), 0)],
  evaluate: (value, pattern, replacement, occurrence, caseMode) => {
    const compiled = compile(pattern, caseMode);
    if (compiled instanceof ExcelError) return compiled;
    const matches = compiled.matches(value);
    const chosen = occurrence === 0 ? matches : matches.slice(occurrence > 0 ? occurrence - 1 : occurrence).slice(0, 1);
    let result = "";
    let end = 0;
    for (const match of chosen) {
      result += value.slice(end, match.index) + expand(replacement, match);
      end = match.index + match[0].length;
    }
    return limited(result + value.slice(end));
  },
});

/** `$1`, `${1}` and `${name}` in a replacement; `$$` is a dollar sign. */
function expand(replacement: string, match: RegExpExecArray): string {
  return replacement.replace(/\$(?:\$|(\d+)|\{(\w+)\})/g, (whole, number?: string, name?: string) => {
    if (whole === "$$") return "$";
    const key = number ?? name!;
    return (/^\d+$/.test(key) ? match[Number(key)] : match.groups?.[key]) ?? "";
  });
}
