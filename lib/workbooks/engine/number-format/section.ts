/** One section of a number format, understood: which kind of value it shows, and its parts in order. */
import { type Locale, localeOf } from "./locale.ts";
import type { DateUnit, Token } from "./tokens.ts";

export type Condition = { operator: string; operand: number };

/** A part of a number: literal text, one placeholder, or a sign of its own. */
export type NumberPart =
  | { role: "literal"; text: string }
  | { role: "whole" | "decimal" | "power"; placeholder: string }
  | { role: "point" }
  | { role: "exponent"; letter: string; plus: boolean };

/** A part of a fraction. `apart` stands between whole and numerator, `bar` between numerator and denominator. */
export type FractionPart =
  | { role: "literal" | "apart" | "bar"; text: string }
  | { role: "whole" | "numerator" | "denominator"; placeholder: string };

export type DatePart =
  | { role: "literal"; text: string }
  | { role: "date"; unit: DateUnit | "minute"; width: number }
  | { role: "elapsed"; unit: "hour" | "minute" | "second"; width: number }
  | { role: "fraction"; places: number }
  | { role: "halfDay"; am: string; pm: string };

export type NumberBody = {
  kind: "number";
  parts: NumberPart[];
  /** Placeholders before the point, and of the exponent. */
  wholes: string[];
  powers: string[];
  /** How many decimals are shown. */
  places: number;
  /** Power of ten that the value is multiplied by first. */
  scale: number;
  grouped: boolean;
  scientific: boolean;
};

export type Body =
  | NumberBody
  | { kind: "fraction"; parts: FractionPart[]; fixedDenominator: number | undefined }
  | { kind: "date"; parts: DatePart[]; locale: Locale }
  /** `null` stands for the value itself, in General or as text; a section of mere words has none. */
  | { kind: "general" | "text"; parts: (string | null)[] };

export type Section = { condition: Condition | undefined; body: Body };

const LONG_DATE: DatePart[] = [
  { role: "date", unit: "day", width: 4 },
  { role: "literal", text: ", " },
  { role: "date", unit: "month", width: 4 },
  { role: "literal", text: " " },
  { role: "date", unit: "day", width: 1 },
  { role: "literal", text: ", " },
  { role: "date", unit: "year", width: 4 },
];

const LONG_TIME: DatePart[] = [
  { role: "date", unit: "hour", width: 1 },
  { role: "literal", text: ":" },
  { role: "date", unit: "minute", width: 2 },
  { role: "literal", text: ":" },
  { role: "date", unit: "second", width: 2 },
  { role: "literal", text: " " },
  { role: "halfDay", am: "AM", pm: "PM" },
];

/** Locale codes that stand for Windows' long date and time whatever follows them, `[$-F800]` and `[$-x-systime]`. */
const SYSTEM_FORMATS: Record<string, DatePart[]> = {
  F800: LONG_DATE,
  "X-SYSDATE": LONG_DATE,
  F400: LONG_TIME,
  "X-SYSTIME": LONG_TIME,
};

/** Understands a section; undefined where Excel refuses it (a fraction without numerator, dates mixed with digits). */
export function parseSection(tokens: readonly Token[]): Section | undefined {
  let condition: Condition | undefined;
  let locale = localeOf("");
  let system: DatePart[] | undefined;
  const rest: Token[] = [];
  for (const token of tokens) {
    if (token.kind === "condition") condition = { operator: token.operator, operand: token.operand };
    else if (token.kind === "locale") {
      const dash = token.code.indexOf("-");
      const symbol = dash < 0 ? token.code : token.code.slice(0, dash);
      if (symbol !== "") rest.push({ kind: "literal", text: symbol });
      const code = dash < 0 ? "" : token.code.slice(dash + 1);
      system ??= SYSTEM_FORMATS[code.toUpperCase()];
      locale = localeOf(code);
    } else rest.push(token);
  }
  const body: Body | undefined =
    system === undefined ? parseBody(rest, locale) : { kind: "date", parts: system, locale };
  return body === undefined ? undefined : { condition, body };
}

function parseBody(tokens: readonly Token[], locale: Locale): Body | undefined {
  const has = (...kinds: Token["kind"][]) => tokens.some(({ kind }) => kinds.includes(kind));
  if (has("date", "elapsed", "halfDay")) {
    return has("general", "text", "exponent") ? undefined : parseDate(tokens, locale);
  }
  if (has("general", "text")) {
    if (has("digit", "exponent") || (has("general") && has("text"))) return undefined;
    const parts = tokens.map((token) => (token.kind === "general" || token.kind === "text" ? null : textOf(token)));
    return { kind: has("text") ? "text" : "general", parts };
  }
  if (has("slash")) return parseFraction(tokens);
  if (!has("digit", "exponent")) return { kind: "general", parts: tokens.map(textOf) };
  return parseNumber(tokens);
}

/** What a token shows where it has no meaning beyond itself. */
function textOf(token: Token): string {
  switch (token.kind) {
    case "literal":
    case "figure":
      return token.text;
    case "percent":
      return "%";
    case "comma":
      return ",";
    case "point":
      return ".";
    case "slash":
      return "/";
    default:
      return "";
  }
}

function parseNumber(tokens: readonly Token[]): Body | undefined {
  const parts: NumberPart[] = [];
  let scale = 0;
  let grouped = false;
  let scientific = false;
  let zone: "whole" | "decimal" | "power" = "whole";
  for (const [index, token] of tokens.entries()) {
    if (token.kind === "digit") parts.push({ role: zone, placeholder: token.placeholder });
    else if (token.kind === "point" && zone === "whole") {
      zone = "decimal";
      parts.push({ role: "point" });
    } else if (token.kind === "exponent") {
      if (scientific || !parts.some(isPlaceholder)) return undefined;
      scientific = true;
      zone = "power";
      parts.push({ role: "exponent", letter: token.letter, plus: token.plus });
    } else if (token.kind === "comma" && followsDigit(tokens, index)) {
      if (!digitFollows(tokens, index)) scale -= 3;
      else if (zone === "whole" && nextAfterCommas(tokens, index)?.kind === "digit") grouped = true;
    } else {
      if (token.kind === "percent") scale += 2;
      parts.push({ role: "literal", text: textOf(token) });
    }
  }
  if (scientific && !parts.some(({ role }) => role === "power")) return undefined;
  // Powers of ten show the number as it is: Excel neither scales nor multiplies by 100 there.
  return {
    kind: "number",
    parts,
    wholes: placeholders(parts, "whole"),
    powers: placeholders(parts, "power"),
    places: placeholders(parts, "decimal").length,
    scale: scientific ? 0 : scale,
    grouped,
    scientific,
  };
}

function placeholders(parts: readonly NumberPart[], role: "whole" | "decimal" | "power"): string[] {
  return parts.flatMap((part) => (part.role === role ? [part.placeholder] : []));
}

function isPlaceholder({ role }: NumberPart): boolean {
  return role === "whole" || role === "decimal" || role === "power";
}

/** A comma means something only right behind a digit, a point or another such comma. */
function followsDigit(tokens: readonly Token[], index: number): boolean {
  let at = index - 1;
  while (tokens[at]?.kind === "comma") at--;
  const before = tokens[at]?.kind;
  return before === "digit" || (before === "point" && tokens[at - 1]?.kind === "digit");
}

function nextAfterCommas(tokens: readonly Token[], index: number): Token | undefined {
  let at = index + 1;
  while (tokens[at]?.kind === "comma") at++;
  return tokens[at];
}

/** Whether a further placeholder follows before the point or exponent. */
function digitFollows(tokens: readonly Token[], index: number): boolean {
  for (const token of tokens.slice(index + 1)) {
    if (token.kind === "digit") return true;
    if (token.kind === "point" || token.kind === "exponent") return false;
  }
  return false;
}

/**
 * `# ??/??`: the last run of placeholders before the slash is the numerator, what stands before that the whole part.
 * Digits behind the slash are a fixed denominator.
 */
function parseFraction(tokens: readonly Token[]): Body | undefined {
  const slash = tokens.findIndex(({ kind }) => kind === "slash");
  if (tokens.some(({ kind }) => kind === "point" || kind === "exponent")) return undefined;
  let last = slash - 1;
  while (last >= 0 && tokens[last]!.kind !== "digit") last--;
  if (last < 0) return undefined;
  let first = last;
  while (first > 0 && (tokens[first - 1]!.kind === "digit" || tokens[first - 1]!.kind === "comma")) first--;
  let lastWhole = first - 1;
  while (lastWhole >= 0 && tokens[lastWhole]!.kind !== "digit") lastWhole--;
  const inDenominator = ({ kind }: Token) => kind === "digit" || kind === "figure";
  const start = tokens.findIndex((token, index) => index > slash && inDenominator(token));
  if (start < 0) return undefined;
  let end = start;
  while (end + 1 < tokens.length && inDenominator(tokens[end + 1]!)) end++;

  const denominator = tokens.slice(start, end + 1);
  const fixed = denominator.some(({ kind }) => kind === "figure");
  const parts = tokens.flatMap((token, index): FractionPart[] => {
    if (token.kind === "digit" || (token.kind === "figure" && index >= start && index <= end)) {
      const placeholder = token.kind === "digit" ? token.placeholder : token.text;
      if (index > end) return [{ role: "literal", text: "" }];
      return [{ role: index >= start ? "denominator" : index >= first ? "numerator" : "whole", placeholder }];
    }
    if (token.kind === "comma") return [];
    const role =
      index > end ? "literal" : index > last ? "bar" : index > lastWhole && lastWhole >= 0 ? "apart" : "literal";
    return [{ role, text: textOf(token) }];
  });
  const figures = denominator.map((token) => (token.kind === "figure" ? token.text : "0")).join("");
  return { kind: "fraction", parts, fixedDenominator: fixed ? Number(figures) : undefined };
}

function parseDate(tokens: readonly Token[], locale: Locale): Body | undefined {
  const parts: DatePart[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    if (token.kind === "date") parts.push({ role: "date", unit: token.unit, width: token.width });
    else if (token.kind === "elapsed") parts.push({ role: "elapsed", unit: token.unit, width: token.width });
    else if (token.kind === "halfDay") parts.push({ role: "halfDay", am: token.am, pm: token.pm });
    else if (token.kind === "point" && isZero(tokens[index + 1])) {
      let places = 0;
      while (isZero(tokens[index + 1])) {
        places++;
        index++;
      }
      if (places > 3) return undefined;
      parts.push({ role: "fraction", places });
    } else if (token.kind === "digit" || token.kind === "percent") return undefined;
    else parts.push({ role: "literal", text: textOf(token) });
  }
  return { kind: "date", parts: markMinutes(parts), locale };
}

function isZero(token: Token | undefined): boolean {
  return token?.kind === "digit" && token.placeholder === "0";
}

/** `m` and `mm` are minutes right behind hours or right before seconds, months anywhere else. */
function markMinutes(parts: DatePart[]): DatePart[] {
  const fields = parts.filter((part) => part.role === "date" || part.role === "elapsed");
  const minutes = new Set(
    fields.filter((part, index) => {
      if (part.role !== "date" || part.unit !== "month" || part.width > 2) return false;
      const before = fields[index - 1]?.unit;
      return before === "hour" || before === "second" || fields[index + 1]?.unit === "second";
    }),
  );
  return parts.map((part) => (part.role === "date" && minutes.has(part) ? { ...part, unit: "minute" } : part));
}
