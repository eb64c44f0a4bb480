/** Syntax tree to formula text, as Excel writes it; parsing the text again yields the same tree. */
import type { Scalar } from "../../values.ts";
import { ExcelError } from "../../values.ts";
import { columnLetters } from "./a1.ts";
import type { Coordinate, Node, Prefix, StructuredNode } from "./ast.ts";
import { escapeName } from "./structured.ts";

export function printFormula(node: Node): string {
  switch (node.type) {
    case "number":
      return node.text;
    case "text":
      return quote(node.value);
    case "boolean":
      return node.value ? "TRUE" : "FALSE";
    case "error":
      return printPrefix(node.prefix) + node.value.literal;
    case "array":
      return `{${node.rows.map((row) => row.map(printConstant).join(",")).join(";")}}`;
    case "missing":
      return "";
    case "cell":
      return printPrefix(node.prefix) + printColumn(node.column) + printRow(node.row);
    case "area":
      return `${printPrefix(node.prefix)}${printColumn(node.firstColumn)}${printRow(node.firstRow)}:${printColumn(
        node.lastColumn,
      )}${printRow(node.lastRow)}`;
    case "structured":
      return printStructured(node);
    case "name":
      return printPrefix(node.prefix) + node.name;
    case "call":
      return `${printPrefix(node.prefix)}${node.name}(${node.args.map(printFormula).join(",")})`;
    case "apply":
      return `${printFormula(node.callee)}(${node.args.map(printFormula).join(",")})`;
    case "prefix":
      return node.operator + printFormula(node.operand);
    case "postfix":
      return printFormula(node.operand) + node.operator;
    case "binary":
    case "join":
      return printFormula(node.left) + node.operator + printFormula(node.right);
    case "parentheses":
      return `(${printFormula(node.inner)})`;
  }
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function printConstant(value: Scalar): string {
  if (value instanceof ExcelError) return value.literal;
  if (typeof value === "string") return quote(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  return String(value).replace("e", "E");
}

function printRow(row: Coordinate | undefined): string {
  return row === undefined ? "" : (row.absolute ? "$" : "") + row.value;
}

function printColumn(column: Coordinate | undefined): string {
  return column === undefined ? "" : (column.absolute ? "$" : "") + columnLetters(column.value);
}

/** Sheet names that would not read as one plain word are quoted: spaces, signs, digits first, or like an address. */
export function needsQuotes(sheet: string): boolean {
  return !/^[\p{L}_\\][\p{L}\p{M}\p{N}_.?\\]*$/u.test(sheet) || /^[A-Z]{1,3}\d+$/i.test(sheet) || /^R?C?$/i.test(sheet);
}

function printPrefix(prefix: Prefix | undefined): string {
  if (prefix === undefined) return "";
  const { workbook, sheet, lastSheet } = prefix;
  const body = `${workbook === undefined ? "" : `[${workbook}]`}${sheet ?? ""}${lastSheet === undefined ? "" : `:${lastSheet}`}`;
  const quoted =
    (sheet !== undefined && needsQuotes(sheet)) ||
    (lastSheet !== undefined && needsQuotes(lastSheet)) ||
    (workbook !== undefined && !/^[\w.]*$/.test(workbook));
  return quoted ? `'${body.replaceAll("'", "''")}'!` : `${body}!`;
}

function printStructured({ table, items, firstColumn, lastColumn }: StructuredNode): string {
  const name = table ?? "";
  const column = (text: string) => `[${escapeName(text)}]`;
  const columns =
    firstColumn === undefined
      ? ""
      : lastColumn === undefined
        ? column(firstColumn)
        : `${column(firstColumn)}:${column(lastColumn)}`;
  if (items.length === 1 && items[0] === "#This Row") {
    const plain = firstColumn !== undefined && lastColumn === undefined && /^[\p{L}\p{N}_]+$/u.test(firstColumn);
    return `${name}[@${plain ? firstColumn : columns}]`;
  }
  if (items.length === 0) return lastColumn === undefined ? name + (columns || "[]") : `${name}[${columns}]`;
  const listed = items.map((item) => `[${item}]`);
  if (columns === "" && items.length === 1) return name + listed[0];
  return `${name}[${[...listed, ...(columns === "" ? [] : [columns])].join(",")}]`;
}
