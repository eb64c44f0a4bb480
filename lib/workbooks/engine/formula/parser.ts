/**
 * Formula text to syntax tree, by precedence climbing.
 *
 * Excel's order, tightest first: `:`  blank (intersection)  `,` (union, in parentheses)  `@` `-` `+` (prefix)  `%`  `^`
 * `* /`  `+ -`  `&`  comparisons. All binary operators associate to the left, `^` included, and `-2^2` is 4.
 */
import type { Scalar } from "../../values.ts";
import { ExcelError } from "../../values.ts";
import type { AreaNode, BinaryOperator, FormulaFault, Node, Prefix } from "./ast.ts";
import { FormulaSyntaxError, type Token, tokenize } from "./lexer.ts";
import { parseStructured } from "./structured.ts";
import { trimReferencesAsCalls } from "./trim-references.ts";

export const MAX_FORMULA_LENGTH = 8192;
export const MAX_NESTING = 64;

const PRECEDENCE = new Map<string, number>([
  ["=", 1],
  ["<>", 1],
  ["<", 1],
  ["<=", 1],
  [">", 1],
  [">=", 1],
  ["&", 2],
  ["+", 3],
  ["-", 3],
  ["*", 4],
  ["/", 4],
  ["^", 5],
]);
const PERCENT = 6;
const SIGN = 7;
const UNION = 8;
const INTERSECTION = 9;
const RANGE = 10;

/** Parses a formula without its leading `=`; a fault is a value, for it is the file's and not ours. */
export function parseFormula(formula: string): Node | FormulaFault {
  if (formula.length > MAX_FORMULA_LENGTH) return "formula_too_long";
  try {
    return new Parser(tokenize(trimReferencesAsCalls(formula))).parse();
  } catch (error) {
    if (error instanceof TooDeep || error instanceof RangeError) return "formula_too_deep";
    if (error instanceof FormulaSyntaxError) return "parse_error";
    throw error;
  }
}

class TooDeep extends Error {}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Node {
    const node = this.#expression(0, true);
    if (this.#peek().type !== "end") this.#fail();
    return node;
  }

  /** Everything that binds at least as tightly as `minimum`. Commas are unions only where no list is being read. */
  #expression(minimum: number, unions: boolean): Node {
    let left = this.#prefix(unions);
    for (;;) {
      const token = this.#peek();
      if (token.type === "symbol") {
        const { symbol } = token;
        const precedence = PRECEDENCE.get(symbol);
        if (precedence !== undefined) {
          if (precedence < minimum) return left;
          this.#at++;
          const right = this.#expression(precedence + 1, unions);
          left = { type: "binary", operator: symbol as BinaryOperator, left, right };
          continue;
        }
        if (symbol === "%" && PERCENT >= minimum) {
          this.#at++;
          left = { type: "postfix", operator: "%", operand: left };
          continue;
        }
        if (symbol === ":" && RANGE >= minimum) {
          this.#at++;
          left = joinRange(left, this.#expression(RANGE + 1, unions));
          continue;
        }
        if (symbol === "," && unions && UNION >= minimum) {
          this.#at++;
          left = { type: "join", operator: ",", left, right: this.#expression(UNION + 1, unions) };
          continue;
        }
      }
      if (token.spaceBefore && INTERSECTION >= minimum && startsReference(token)) {
        left = { type: "join", operator: " ", left, right: this.#expression(INTERSECTION + 1, unions) };
        continue;
      }
      return left;
    }
  }

  #prefix(unions: boolean): Node {
    const token = this.#peek();
    if (token.type === "symbol" && (token.symbol === "-" || token.symbol === "+" || token.symbol === "@")) {
      this.#at++;
      const operand = this.#expression(token.symbol === "@" ? UNION : SIGN, unions);
      return { type: "prefix", operator: token.symbol, operand };
    }
    return this.#suffixes(this.#operand());
  }

  /** `#` of a spilled range and the argument lists of lambda calls, as often as they come. */
  #suffixes(operand: Node): Node {
    let node = operand;
    for (;;) {
      const token = this.#peek();
      if (token.type !== "symbol" || token.spaceBefore) return node;
      if (token.symbol === "#") {
        this.#at++;
        node = { type: "postfix", operator: "#", operand: node };
      } else if (
        token.symbol === "(" &&
        (node.type === "call" || node.type === "apply" || node.type === "parentheses")
      ) {
        this.#at++;
        node = { type: "apply", callee: node, args: this.#arguments() };
      } else return node;
    }
  }

  #operand(): Node {
    const token = this.#next();
    switch (token.type) {
      case "number":
        return { type: "number", value: token.value, text: token.text };
      case "text":
        return { type: "text", value: token.value };
      case "error":
        return { type: "error", value: token.value, prefix: undefined };
      case "prefix":
        return this.#qualified(token.prefix);
      case "symbol":
        if (token.symbol === "(") return this.#parentheses();
        if (token.symbol === "{") return this.#array();
        return this.#fail();
      case "end":
        return this.#fail();
      default:
        return this.#reference(token, undefined);
    }
  }

  #qualified(prefix: Prefix): Node {
    const token = this.#next();
    if (token.type === "error") return { type: "error", value: token.value, prefix };
    // A table of another workbook: known there only.
    if (token.type === "brackets" && prefix.workbook !== undefined) {
      return { type: "name", prefix, name: `${token.table ?? ""}[${token.content}]` };
    }
    return this.#reference(token, prefix);
  }

  #reference(token: Token, prefix: Prefix | undefined): Node {
    switch (token.type) {
      case "cell":
        return { type: "cell", prefix, row: token.row, column: token.column };
      case "columns":
        return {
          type: "area",
          prefix,
          firstRow: undefined,
          lastRow: undefined,
          firstColumn: token.first,
          lastColumn: token.last,
        };
      case "rows":
        return {
          type: "area",
          prefix,
          firstRow: token.first,
          lastRow: token.last,
          firstColumn: undefined,
          lastColumn: undefined,
        };
      case "brackets":
        return parseStructured(token.table, token.content);
      case "function":
        return { type: "call", name: token.name, prefix, args: this.#arguments() };
      case "name": {
        const upper = token.name.toUpperCase();
        if (prefix === undefined && (upper === "TRUE" || upper === "FALSE")) {
          return { type: "boolean", value: upper === "TRUE" };
        }
        return { type: "name", prefix, name: token.name };
      }
      default:
        return this.#fail();
    }
  }

  #parentheses(): Node {
    return this.#nested(() => {
      const inner = this.#expression(0, true);
      this.#expect(")");
      return { type: "parentheses", inner };
    });
  }

  /** Up to the closing parenthesis; the opening one has been read. `F()` has no argument, `F(,)` two missing ones. */
  #arguments(): Node[] {
    return this.#nested(() => {
      if (this.#accept(")")) return [];
      const args: Node[] = [];
      for (;;) {
        const token = this.#peek();
        const empty = token.type === "symbol" && (token.symbol === "," || token.symbol === ")");
        args.push(empty ? { type: "missing" } : this.#expression(0, false));
        if (this.#accept(")")) return args;
        this.#expect(",");
      }
    });
  }

  #array(): Node {
    const rows: Scalar[][] = [[]];
    for (;;) {
      rows.at(-1)!.push(this.#constant());
      if (this.#accept("}")) break;
      if (this.#accept(";")) rows.push([]);
      else this.#expect(",");
    }
    const width = rows[0]!.length;
    if (rows.some((row) => row.length !== width)) this.#fail();
    return { type: "array", rows };
  }

  #constant(): Scalar {
    let sign = 1;
    for (;;) {
      if (this.#accept("-")) sign = -sign;
      else if (!this.#accept("+")) break;
    }
    const token = this.#next();
    if (token.type === "number") return sign * token.value;
    if (token.type === "text" || token.type === "error") return token.value;
    if (token.type === "name") {
      const upper = token.name.toUpperCase();
      if (upper === "TRUE" || upper === "FALSE") return upper === "TRUE";
    }
    return this.#fail();
  }

  #nested<T>(read: () => T): T {
    if (++this.#depth > MAX_NESTING) throw new TooDeep();
    const result = read();
    this.#depth--;
    return result;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  #next(): Token {
    return this.#tokens[this.#at++] ?? this.#fail();
  }

  #accept(symbol: string): boolean {
    const token = this.#peek();
    if (token.type !== "symbol" || token.symbol !== symbol) return false;
    this.#at++;
    return true;
  }

  #expect(symbol: string): void {
    if (!this.#accept(symbol)) this.#fail();
  }

  #fail(): never {
    throw new FormulaSyntaxError(`unexpected ${this.#peek()?.type ?? "end"}`);
  }
}

/** Two plain cells joined by `:` are one area; anything else stays an operator. */
function joinRange(left: Node, right: Node): Node {
  if (left.type === "cell" && right.type === "cell" && right.prefix === undefined) {
    return {
      type: "area",
      prefix: left.prefix,
      firstRow: left.row,
      lastRow: right.row,
      firstColumn: left.column,
      lastColumn: right.column,
    } satisfies AreaNode;
  }
  return { type: "join", operator: ":", left, right };
}

function startsReference(token: Token): boolean {
  switch (token.type) {
    case "cell":
    case "columns":
    case "rows":
    case "name":
    case "function":
    case "prefix":
    case "brackets":
      return true;
    case "error":
      return token.value === ExcelError.of("#REF!");
    case "symbol":
      return token.symbol === "(";
    default:
      return false;
  }
}
