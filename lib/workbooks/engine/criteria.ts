/**
 * Conditions such as `">5"`, `"<>"`, `"a*"` of COUNTIF, SUMIFS and the database functions.
 * Source: Microsoft's pages on COUNTIF and SUMIFS, and Excel's behaviour where they are silent.
 */
import { ExcelError, type Scalar } from "../values.ts";
import { parseNumberText } from "./number-text.ts";
import { compareNumbers, compareTexts, foldCase } from "./ordering.ts";
import { Wildcard } from "./wildcard.ts";

type Operator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** A condition made ready for many cells. */
export class Criterion {
  readonly operator: Operator;
  /** What is compared against; null for the bare operators `=` and `<>`, which ask for blank and not blank. */
  readonly operand: Scalar;
  /** Set where a text operand holds wildcards. */
  readonly pattern: Wildcard | undefined;
  /** True for the condition `""`, which takes blank cells and empty texts alike. */
  readonly empty: boolean;

  constructor(operator: Operator, operand: Scalar, pattern: Wildcard | undefined, empty: boolean) {
    this.operator = operator;
    this.operand = operand;
    this.pattern = pattern;
    this.empty = empty;
  }

  matches(value: Scalar): boolean {
    switch (this.operator) {
      case "=":
        return this.#equals(value);
      case "<>":
        // Unlike `=`, it tells the text "23" from the number.
        if (typeof this.operand === "number" && typeof value === "string") return true;
        return !this.#equals(value);
      case "<":
        return this.#order(value, (order) => order < 0);
      case "<=":
        return this.#order(value, (order) => order <= 0);
      case ">":
        return this.#order(value, (order) => order > 0);
      case ">=":
        return this.#order(value, (order) => order >= 0);
    }
  }

  #equals(value: Scalar): boolean {
    const { operand } = this;
    if (this.empty) return value === null || value === "";
    if (operand === null) return value === null;
    if (typeof operand === "number") {
      if (typeof value === "number") return compareNumbers(value, operand) === 0;
      if (typeof value !== "string") return false;
      const number = parseNumberText(value);
      return number !== undefined && compareNumbers(number, operand) === 0;
    }
    if (typeof operand === "string") {
      if (typeof value !== "string") return false;
      return this.pattern !== undefined ? this.pattern.test(value) : foldCase(value) === foldCase(operand);
    }
    return value === operand;
  }

  #order(value: Scalar, holds: (order: number) => boolean): boolean {
    const { operand } = this;
    if (operand === "") return false;
    if (typeof operand === "number") return typeof value === "number" && holds(compareNumbers(value, operand));
    if (typeof operand === "string") {
      if (typeof value !== "string") return false;
      // With wildcards, `<=` and `>=` still take what the pattern takes.
      if (this.pattern?.test(value)) return holds(0);
      return holds(compareTexts(value, operand));
    }
    if (typeof operand === "boolean") return typeof value === "boolean" && holds(Number(value) - Number(operand));
    return false;
  }
}

/** Conditions written as texts come again and again, in every row of a filled column. */
const parsedTexts = new Map<string, Criterion>();
const MAX_PARSED_TEXTS = 5000;

/** Reads a condition from the value of a criteria argument. A blank cell asks for 0. */
export function parseCriterion(criterion: Scalar): Criterion {
  if (criterion === null) return new Criterion("=", 0, undefined, false);
  if (typeof criterion !== "string") return new Criterion("=", criterion, undefined, false);
  let parsed = parsedTexts.get(criterion);
  if (parsed === undefined) {
    parsed = parseTextCriterion(criterion);
    if (parsedTexts.size >= MAX_PARSED_TEXTS) parsedTexts.clear();
    parsedTexts.set(criterion, parsed);
  }
  return parsed;
}

function parseTextCriterion(criterion: string): Criterion {
  const match = /^(<>|<=|>=|=|<|>)?([\s\S]*)$/.exec(criterion)!;
  const operator = (match[1] ?? "=") as Operator;
  const text = match[2]!;
  if (text === "") {
    return match[1] === undefined
      ? new Criterion("=", "", undefined, true)
      : new Criterion(operator, operator === "=" || operator === "<>" ? null : "", undefined, false);
  }
  const operand = parseOperand(text);
  const pattern = typeof operand === "string" && Wildcard.isIn(operand) ? new Wildcard(operand) : undefined;
  return new Criterion(operator, operand, pattern, false);
}

function parseOperand(text: string): Scalar {
  const number = parseNumberText(text);
  if (number !== undefined) return number;
  const upper = text.toUpperCase();
  if (upper === "TRUE") return true;
  if (upper === "FALSE") return false;
  return ExcelError.parse(text) ?? text;
}
