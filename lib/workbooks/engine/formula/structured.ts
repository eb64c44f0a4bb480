/** What stands between the brackets of a structured reference. */
import type { StructuredNode, TableItem } from "./ast.ts";
import { FormulaSyntaxError } from "./lexer.ts";

const ITEMS = new Map<string, TableItem>(
  (["#All", "#Data", "#Headers", "#Totals", "#This Row"] as const).map((item) => [item.toLowerCase(), item]),
);

/** Reads `Col`, `@Col`, `@[My Col]`, `#Totals`, `[#Headers],[A]:[C]`; `content` is without the outer brackets. */
export function parseStructured(table: string | undefined, content: string): StructuredNode {
  const trimmed = content.trim();
  const items: TableItem[] = [];
  const columns: string[] = [];
  let rest = trimmed;
  if (rest.startsWith("@")) {
    items.push("#This Row");
    rest = rest.slice(1).trim();
  }
  if (rest === "") return node(table, items, columns);
  if (!rest.startsWith("[")) {
    const item = items.length === 0 ? ITEMS.get(rest.toLowerCase()) : undefined;
    if (item !== undefined) items.push(item);
    else columns.push(unescapeName(items.length === 0 ? content : rest));
    return node(table, items, columns);
  }
  for (let at = 0; at < rest.length; ) {
    if (rest[at] !== "[") {
      if (!/[\s,:]/.test(rest[at]!)) throw new FormulaSyntaxError("a table reference is malformed");
      at++;
      continue;
    }
    let end = at + 1;
    while (end < rest.length && rest[end] !== "]") end += rest[end] === "'" ? 2 : 1;
    const part = rest.slice(at + 1, end);
    const item = ITEMS.get(part.trim().toLowerCase());
    if (item !== undefined) items.push(item);
    else columns.push(unescapeName(part));
    at = end + 1;
  }
  if (columns.length > 2) throw new FormulaSyntaxError("a table reference names too many columns");
  return node(table, items, columns);
}

/** Inside column names `'` takes the next character literally: `'#`, `'[`, `''`. */
function unescapeName(name: string): string {
  return name.replace(/'([\s\S])/g, "$1");
}

export function escapeName(name: string): string {
  return name.replace(/[[\]#'@]/g, "'$&");
}

function node(table: string | undefined, items: TableItem[], columns: string[]): StructuredNode {
  return { type: "structured", table, items, firstColumn: columns[0], lastColumn: columns[1] };
}
