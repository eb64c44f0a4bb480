/** What a formula may call by name: sheets, defined names, tables, external links. */
import type { DefinedName, ExternalLink, Table, Workbook } from "../model.ts";
import { type ExcelError, REF } from "../values.ts";
import type { Node, Prefix, StructuredNode } from "./formula/ast.ts";
import { parseFormula } from "./formula/parser.ts";
import type { Store } from "./store.ts";

export class Directory {
  readonly workbook: Workbook;
  readonly store: Store;
  readonly #names = new Map<string, DefinedName>();
  readonly #tables = new Map<string, Table>();
  readonly #parsed = new Map<DefinedName, Node | undefined>();

  constructor(workbook: Workbook, store: Store) {
    this.workbook = workbook;
    this.store = store;
    for (const name of workbook.definedNames) this.#names.set(`${name.scope ?? ""}|${name.name.toLowerCase()}`, name);
    for (const table of workbook.tables) this.#tables.set(table.name.toLowerCase(), table);
  }

  /** The sheet's own name wins over the workbook's. */
  name(name: string, sheet: number): DefinedName | undefined {
    const lower = name.toLowerCase();
    return this.#names.get(`${sheet}|${lower}`) ?? this.#names.get(`|${lower}`);
  }

  /** The tree of a name's formula; undefined where it cannot be read. */
  parsedName(name: DefinedName): Node | undefined {
    if (this.#parsed.has(name)) return this.#parsed.get(name);
    const parsed = parseFormula(name.refersTo);
    const node = typeof parsed === "string" ? undefined : parsed;
    this.#parsed.set(name, node);
    return node;
  }

  table(name: string): Table | undefined {
    return this.#tables.get(name.toLowerCase());
  }

  /** The table that a cell lies in, for `[@Price]` written inside it. */
  tableAround(sheet: number, row: number, column: number): Table | undefined {
    return this.workbook.tables.find(
      ({ sheetIndex, area }) =>
        sheetIndex === sheet &&
        row >= area.firstRow &&
        row <= area.lastRow &&
        column >= area.firstColumn &&
        column <= area.lastColumn,
    );
  }

  /** The link that a bracketed workbook names, by number or file name; "own" for this very workbook. */
  link(workbook: string): ExternalLink | "own" | undefined {
    if (workbook === "0") return "own";
    const { externalLinks } = this.workbook;
    const byNumber = externalLinks.find(({ index }) => String(index) === workbook);
    if (byNumber !== undefined) return byNumber;
    const wanted = fileName(workbook).toLowerCase();
    return externalLinks.find(({ label }) => label.toLowerCase() === wanted);
  }

  /** What a prefix shows to a user: `[Book2.xlsx]Data`. */
  prefixLabel(prefix: Prefix): string {
    const link = prefix.workbook === undefined ? undefined : this.link(prefix.workbook);
    const book = link === undefined || link === "own" ? prefix.workbook : link.label;
    const sheets = prefix.lastSheet === undefined ? (prefix.sheet ?? "") : `${prefix.sheet}:${prefix.lastSheet}`;
    return book === undefined ? sheets : `[${book}]${sheets}`;
  }
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1)!;
}

/** Where a structured reference points; `thisRow` marks one that holds only for formulas beside that row. */
export type StructuredArea = {
  sheet: number;
  firstRow: number;
  lastRow: number;
  firstColumn: number;
  lastColumn: number;
  thisRow: boolean;
};

/** `#REF!` for columns the table has not, and for header or totals rows that it does not show. */
export function resolveStructured(node: StructuredNode, table: Table): StructuredArea | ExcelError {
  const { area } = table;
  let { firstColumn, lastColumn } = area;
  if (node.firstColumn !== undefined) {
    const first = columnIndex(table, node.firstColumn);
    const last = node.lastColumn === undefined ? first : columnIndex(table, node.lastColumn);
    if (first < 0 || last < 0) return REF;
    firstColumn = area.firstColumn + Math.min(first, last);
    lastColumn = area.firstColumn + Math.max(first, last);
  }
  const dataFirst = area.firstRow + (table.headerRow ? 1 : 0);
  const dataLast = area.lastRow - (table.totalsRow ? 1 : 0);
  const items = node.items.length === 0 ? ["#Data"] : node.items;
  let firstRow = Infinity;
  let lastRow = 0;
  for (const item of items) {
    if ((item === "#Headers" && !table.headerRow) || (item === "#Totals" && !table.totalsRow)) {
      if (items.length === 1) return REF;
      continue;
    }
    const [from, to] =
      item === "#All"
        ? [area.firstRow, area.lastRow]
        : item === "#Headers"
          ? [area.firstRow, area.firstRow]
          : item === "#Totals"
            ? [area.lastRow, area.lastRow]
            : [dataFirst, dataLast];
    firstRow = Math.min(firstRow, from);
    lastRow = Math.max(lastRow, to);
  }
  if (lastRow < firstRow) return REF;
  const thisRow = node.items.includes("#This Row");
  return { sheet: table.sheetIndex, firstRow, lastRow, firstColumn, lastColumn, thisRow };
}

function columnIndex(table: Table, name: string): number {
  const wanted = name.toLowerCase();
  const exact = table.columns.findIndex((column) => column.toLowerCase() === wanted);
  if (exact >= 0) return exact;
  const folded = wanted.replace(/\s+/g, " ").trim();
  return table.columns.findIndex((column) => column.toLowerCase().replace(/\s+/g, " ").trim() === folded);
}
