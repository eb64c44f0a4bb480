/**
 * Excel's number formats: what a cell shows and TEXT returns, en-US.
 *
 * A code has up to four sections: positive; negative; zero; text, or conditions such as `[<1000]` in their place.
 * Where documentation is silent, the rules here are those of values that Excel itself has saved.
 * Not here: colours, and the repetition of `*` characters, neither of which TEXT shows.
 */
import { formatGeneral } from "./general.ts";
import { renderDate } from "./render-date.ts";
import { renderFraction } from "./render-fraction.ts";
import { renderNumber } from "./render-number.ts";
import { type Condition, parseSection, type Section } from "./section.ts";
import { tokenize } from "./tokens.ts";

type NumberFormat = {
  /** Sections for numbers, at least one. */
  numbers: Section[];
  text: Section | undefined;
  /** The code is a single section, so that a minus sign is Excel's own and vanishes with the last digit. */
  single: boolean;
};

const GENERAL: Section = { condition: undefined, body: { kind: "general", parts: [null] } };

/**
 * A value in a number format; undefined where Excel cannot show it: a malformed code, a date out of range, conditions
 * none of which holds.
 */
export function formatValue(
  value: number | string | boolean,
  code: string,
  { date1904 = false }: { date1904?: boolean } = {},
): string | undefined {
  const format = parseFormat(code);
  if (format === undefined) return undefined;
  if (typeof value !== "number") {
    const shown = typeof value === "boolean" ? (value ? "TRUE" : "FALSE") : value;
    return format.text === undefined ? shown : inOrder(format.text, shown);
  }
  const chosen = choose(value, format);
  if (chosen === undefined) return undefined;
  const { section, signed } = chosen;
  const minus = signed && value < 0 ? "-" : "";
  const { body } = section;
  switch (body.kind) {
    case "general":
    case "text":
      return minus + inOrder(section, formatGeneral(Math.abs(value)));
    case "fraction":
      return minus + renderFraction(value, body);
    case "date": {
      const text = renderDate(value, body, date1904);
      return text === undefined ? undefined : minus + text;
    }
    case "number": {
      const { text, isZero } = renderNumber(value, body);
      return isZero && format.single ? text : minus + text;
    }
  }
}

/** Whether a code shows dates or times of day (not elapsed time, `[h]:mm`), judged by its first section. */
export function isDateFormat(code: string): boolean {
  const body = parseFormat(code)?.numbers[0]?.body;
  return body?.kind === "date" && body.parts.every(({ role }) => role !== "elapsed");
}

function inOrder(section: Section, shown: string): string {
  const { body } = section;
  return body.kind === "general" || body.kind === "text" ? body.parts.map((part) => part ?? shown).join("") : "";
}

const parsed = new Map<string, NumberFormat | undefined>();
const MAX_PARSED = 1000;

function parseFormat(code: string): NumberFormat | undefined {
  if (parsed.has(code)) return parsed.get(code);
  if (parsed.size >= MAX_PARSED) parsed.clear();
  const format = understand(code);
  parsed.set(code, format);
  return format;
}

function understand(code: string): NumberFormat | undefined {
  const tokens = tokenize(code);
  if (tokens === undefined || tokens.length > 4) return undefined;
  const sections: Section[] = [];
  for (const part of tokens) {
    const section = parseSection(part);
    if (section === undefined) return undefined;
    sections.push(section);
  }
  const last = sections.at(-1)!;
  // The fourth section is for texts; a shorter code may end in one.
  const isText = sections.length === 4 || last.body.kind === "text";
  if (sections.length === 4 && last.body.kind !== "text" && last.body.kind !== "general") return undefined;
  const numbers = isText ? sections.slice(0, -1) : sections;
  if (numbers.some(({ body }) => body.kind === "text")) return undefined;
  return {
    numbers: numbers.length === 0 ? [GENERAL] : numbers,
    text: isText ? last : undefined,
    single: sections.length === 1,
  };
}

/** The section for a number, and whether a minus sign goes before it. */
function choose(value: number, { numbers }: NumberFormat): { section: Section; signed: boolean } | undefined {
  const [first, second, third] = numbers as [Section, Section | undefined, Section | undefined];
  if (numbers.every(({ condition }) => condition === undefined)) {
    if (second === undefined) return { section: first, signed: true };
    if (value < 0) return { section: second, signed: false };
    return { section: value === 0 && third !== undefined ? third : first, signed: false };
  }
  const firstCondition = first.condition ?? { operator: ">", operand: 0 };
  if (second === undefined) return { section: holds(value, firstCondition) ? first : GENERAL, signed: true };
  if (holds(value, firstCondition)) return { section: first, signed: !impliesMinus(firstCondition) };
  const secondCondition = second.condition ?? (third === undefined ? undefined : { operator: "<", operand: 0 });
  if (secondCondition === undefined) {
    return { section: second, signed: firstCondition.operator === "=" || leavesNegatives(firstCondition) };
  }
  if (holds(value, secondCondition)) return { section: second, signed: !impliesMinus(secondCondition) };
  return third === undefined ? undefined : { section: third, signed: true };
}

function holds(value: number, { operator, operand }: Condition): boolean {
  switch (operator) {
    case "<":
      return value < operand;
    case "<=":
      return value <= operand;
    case ">":
      return value > operand;
    case ">=":
      return value >= operand;
    case "=":
      return value === operand;
    default:
      return value !== operand;
  }
}

/** A condition that only negative numbers meet speaks for the minus sign, which is then left out. */
function impliesMinus({ operator, operand }: Condition): boolean {
  if (operand < 0) return operator === "<" || operator === "<=" || operator === "=";
  return operand === 0 && operator === "<";
}

function leavesNegatives({ operator, operand }: Condition): boolean {
  return operand >= 0 && (operator === ">" || operator === ">=");
}
