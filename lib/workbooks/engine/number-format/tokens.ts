/**
 * The words of a number format code (ECMA-376 part 1, 18.8.31, and what Excel makes of codes beyond it).
 * One list of tokens per section; the sections stand between semicolons.
 */

export type DateUnit =
  | "year"
  | "month"
  | "day"
  | "hour"
  | "minute"
  | "second"
  | "buddhist"
  | "era"
  | "eraYear"
  | "weekday";

export type Token =
  | { kind: "literal"; text: string }
  /** `0`, `#` or `?`. */
  | { kind: "digit"; placeholder: string }
  /** 1 to 9, which mean themselves, or a fixed denominator behind a slash. */
  | { kind: "figure"; text: string }
  | { kind: "point" | "comma" | "percent" | "slash" | "text" | "general" }
  /** `E+`, `E-`, `e+`, `e-`. */
  | { kind: "exponent"; letter: string; plus: boolean }
  | { kind: "date"; unit: DateUnit; width: number }
  /** `[h]`, `[mm]`, `[ss]`: time passed rather than time of day. */
  | { kind: "elapsed"; unit: "hour" | "minute" | "second"; width: number }
  /** `AM/PM` or `A/P`; the short form keeps the case it is written in. */
  | { kind: "halfDay"; am: string; pm: string }
  | { kind: "condition"; operator: string; operand: number }
  | { kind: "locale"; code: string };

const DATE_UNITS: Record<string, DateUnit> = {
  y: "year",
  m: "month",
  d: "day",
  h: "hour",
  s: "second",
  b: "buddhist",
  g: "era",
  e: "eraYear",
  a: "weekday",
};

const CONDITION = /^(<=|>=|<>|<|>|=)\s*(-?[\d.]+(?:e[+-]?\d+)?)$/i;
const COLOUR = /^(?:black|blue|cyan|green|magenta|red|white|yellow|color\s*\d+)$/i;
/** Digit shapes (`DBNum1`) and languages of the user interface (`ENG`): known, and without effect here. */
const MODIFIER = /^(?:(?:dbnum|natnum)\d+|eng|hij|jpn|twn)$/i;

/** The sections of a code; undefined where Excel refuses the code. */
export function tokenize(code: string): Token[][] | undefined {
  const sections: Token[][] = [[]];
  for (let at = 0; at < code.length; ) {
    if (code[at] === ";") {
      sections.push([]);
      at++;
      continue;
    }
    const read = readToken(code, at);
    if (read === undefined) return undefined;
    if (read.token !== undefined) sections.at(-1)!.push(read.token);
    at = read.end;
  }
  return sections;
}

/** `token` is undefined for what leaves no trace in a text: colours and repeated fill characters. */
type Read = { token: Token | undefined; end: number };

function readToken(code: string, at: number): Read | undefined {
  const char = code[at]!;
  const rest = code.slice(at);
  const take = (token: Token | undefined, length = 1): Read => ({ token, end: at + length });
  const literal = (text: string, length = text.length): Read => take({ kind: "literal", text }, length);

  switch (char) {
    case "0":
    case "#":
    case "?":
      return take({ kind: "digit", placeholder: char });
    case ".":
      return take({ kind: "point" });
    case ",":
      return take({ kind: "comma" });
    case "%":
      return take({ kind: "percent" });
    case "/":
      return take({ kind: "slash" });
    case "@":
      return take({ kind: "text" });
    case '"': {
      const close = code.indexOf('"', at + 1);
      return close < 0 ? undefined : literal(code.slice(at + 1, close), close + 1 - at);
    }
    case "\\":
    case "_":
    case "*": {
      const next = String.fromCodePoint(code.codePointAt(at + 1) ?? 0);
      if (at + 1 >= code.length) return undefined;
      if (char === "*") return take(undefined, 1 + next.length);
      return literal(char === "_" ? " " : next, 1 + next.length);
    }
    case "[":
      return readBracket(rest, at);
  }
  if (/[1-9]/.test(char)) return take({ kind: "figure", text: char });
  const general = /^general/i.exec(rest);
  if (general !== null) return take({ kind: "general" }, 7);
  const half = /^(?:(am)\/(pm)|(a)\/(p))/i.exec(rest);
  if (half !== null) {
    const [whole, am, pm, a, p] = half;
    return take({ kind: "halfDay", am: am?.toUpperCase() ?? a!, pm: pm?.toUpperCase() ?? p! }, whole.length);
  }
  const exponent = /^e[+-]/i.exec(rest);
  if (exponent !== null) return take({ kind: "exponent", letter: char, plus: rest[1] === "+" }, 2);
  if (/^b[12]/i.test(rest)) return take(undefined, 2); // B1 and B2 choose a calendar; both are shown as Gregorian
  const run = /^(?:y+|m+|d+|h+|s+|b+|g+|e+|a{3,})/i.exec(rest);
  if (run !== null && char !== "E") {
    return take({ kind: "date", unit: DATE_UNITS[char.toLowerCase()]!, width: run[0].length }, run[0].length);
  }
  // Letters that Excel keeps for itself: a code with one of them bare is refused.
  if (/[EeNn]/.test(char)) return undefined;
  return literal(String.fromCodePoint(code.codePointAt(at)!));
}

function readBracket(rest: string, at: number): Read | undefined {
  const close = rest.indexOf("]");
  if (close < 0) return undefined;
  const inner = rest.slice(1, close);
  const take = (token: Token | undefined): Read => ({ token, end: at + close + 1 });
  if (/^(?:h+|m+|s+)$/i.test(inner)) {
    const unit = ({ h: "hour", m: "minute", s: "second" } as const)[inner[0]!.toLowerCase() as "h" | "m" | "s"];
    return take({ kind: "elapsed", unit, width: inner.length });
  }
  if (inner.startsWith("$")) return take({ kind: "locale", code: inner.slice(1) });
  const condition = CONDITION.exec(inner);
  if (condition !== null) return take({ kind: "condition", operator: condition[1]!, operand: Number(condition[2]) });
  return COLOUR.test(inner) || MODIFIER.test(inner) ? take(undefined) : undefined;
}
