/**
 * Workbooks of Excel 2 to 2003 (.xls), read whole: the format allows no streaming, and its files are small.
 */
import { readFile } from "node:fs/promises";
import * as XLSX from "@e965/xlsx";
import * as codepages from "@e965/xlsx/dist/cpexcel.full.mjs";
import { FileFault } from "../errors.ts";
import { type CellChunk, CellKind, type CellReader, type LostRow, MAX_ROW_BYTES, ROW_TOO_LONG } from "./cells.ts";
import { RAW_VALUE_LIMIT } from "./finding.ts";
import { dateText, formatCellKind } from "./xlsx/cell-dates.ts";
import type { SheetOptions } from "./xlsx/open-xlsx.ts";

// The single-byte texts of files before Excel 97.
XLSX.set_cptable(codepages);

/** Characters at which a chunk ends early: cells may share one text, so that few of them can say much. */
const CHUNK_LENGTH = 16 * 1024 * 1024;

type Cell = XLSX.CellObject;
type Text = { text: string; kind: CellKind };

/**
 * Opens a sheet for reading.
 *
 * @throws {FileFault} damaged, encrypted, no such sheet (the message names those that exist)
 */
export async function openXls(path: string, { sheet, skipRows = 0 }: SheetOptions = {}): Promise<XlsReader> {
  const book = readBook(await readFile(path));
  const name = chooseSheet(book, sheet);
  return new XlsReader(name, book.Sheets[name]!, book.Workbook?.WBProps?.date1904 === true, skipRows);
}

function readBook(bytes: Buffer): XLSX.WorkBook {
  try {
    return XLSX.read(bytes, { type: "buffer", dense: true, cellFormula: false, cellHTML: false, cellNF: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/password|^encryption/i.test(reason)) {
      throw new FileFault("FILE_ENCRYPTED", "The workbook is protected by a password: save it without and try again.");
    }
    const message = "The workbook cannot be read: it is damaged or no .xls file. Save it anew in Excel and try again.";
    throw new FileFault("FILE_CORRUPT", message, { cause: error });
  }
}

function chooseSheet(book: XLSX.WorkBook, wanted: string | number | undefined): string {
  const names = book.SheetNames.filter((name) => isWorksheet(book.Sheets[name]));
  const isVisible = (name: string) => !book.Workbook?.Sheets?.[book.SheetNames.indexOf(name)]?.Hidden;
  const place = typeof wanted === "number" ? book.SheetNames[wanted - 1] : wanted;
  const name = wanted === undefined ? (names.find(isVisible) ?? names[0]) : names.find((name) => name === place);
  if (name !== undefined) return name;
  if (names.length === 0) throw new FileFault("SHEET_NOT_FOUND", "The workbook holds no worksheet.");
  const asked = typeof wanted === "number" ? `no worksheet number ${wanted}` : `no worksheet named "${wanted}"`;
  const all = names.map((name) => `"${name}"`).join(", ");
  throw new FileFault("SHEET_NOT_FOUND", `The workbook has ${asked}. Its worksheets are: ${all}.`);
}

const isWorksheet = (sheet: XLSX.WorkSheet | undefined) =>
  sheet !== undefined && (sheet["!type"] ?? "sheet") === "sheet";

class XlsReader implements CellReader {
  readonly grid = true;
  readonly sheet: string;
  readonly #rows: (Cell[] | undefined)[];
  readonly #date1904: boolean;
  readonly #formats = new Map<string, CellKind>();
  #next: number;

  constructor(name: string, sheet: XLSX.WorkSheet, date1904: boolean, skipRows: number) {
    this.sheet = name;
    this.#rows = (sheet["!data"] ?? []) as (Cell[] | undefined)[];
    this.#date1904 = date1904;
    this.#next = skipRows;
  }

  async read(maxRows: number): Promise<CellChunk | null> {
    const texts: string[] = [];
    const kinds: CellKind[] = [];
    const rowCells = [0];
    const gaps: number[] = [];
    const lost: LostRow[] = [];
    let length = 0;
    let isAfterGap = false;
    while (this.#next < this.#rows.length && rowCells.length <= maxRows && length < CHUNK_LENGTH) {
      const cells = this.#rows[this.#next++];
      if (cells === undefined || cells.length === 0) {
        isAfterGap = true;
        continue;
      }
      const row = rowCells.length - 1;
      if (isAfterGap) gaps.push(row);
      isAfterGap = false;
      const read = Array.from(cells, (cell) => this.#textOf(cell));
      const rowLength = read.reduce((sum, { text }) => sum + text.length, 0);
      if (rowLength > MAX_ROW_BYTES) {
        lost.push({ row, message: ROW_TOO_LONG, rawValue: read[0]!.text.slice(0, RAW_VALUE_LIMIT) });
      } else {
        length += rowLength;
        for (const { text, kind } of read) {
          texts.push(text);
          kinds.push(kind);
        }
      }
      rowCells.push(texts.length);
    }
    if (rowCells.length === 1) return null;
    return {
      ...packed(texts),
      kinds: Uint8Array.from(kinds),
      rows: rowCells.length - 1,
      rowCells: Int32Array.from(rowCells),
      lost,
      gaps,
    };
  }

  #textOf(cell: Cell | undefined): Text {
    const blank = { text: "", kind: CellKind.text };
    if (cell === undefined || cell.v === undefined || cell.t === "z") return blank;
    if (cell.t === "b") return { text: cell.v ? "true" : "false", kind: CellKind.boolean };
    if (cell.t === "e") return { text: cell.w ?? "#N/A", kind: CellKind.error };
    if (cell.t === "n") return this.#numberText(cell.v as number, String(cell.z ?? "General"));
    return { text: String(cell.v), kind: CellKind.text };
  }

  #numberText(value: number, format: string): Text {
    if (!Number.isFinite(value)) return { text: "#NUM!", kind: CellKind.error }; // only a faulty writer stores one
    const kind = this.#formatKind(format);
    const date = kind === CellKind.number ? undefined : dateText(value, kind, this.#date1904);
    return date ?? { text: String(value), kind: CellKind.number };
  }

  #formatKind(format: string): CellKind {
    const known = this.#formats.get(format);
    if (known !== undefined) return known;
    const kind = formatCellKind(format);
    this.#formats.set(format, kind);
    return kind;
  }

  progress(): number {
    return this.#rows.length === 0 ? 1 : Math.min(1, this.#next / this.#rows.length);
  }

  async close(): Promise<void> {}
}

/** Texts one behind the other in one buffer. */
function packed(texts: readonly string[]): { bytes: Buffer; starts: Int32Array; ends: Int32Array } {
  const bytes = Buffer.from(texts.join(""));
  const starts = new Int32Array(texts.length);
  const ends = new Int32Array(texts.length);
  let at = 0;
  for (const [cell, text] of texts.entries()) {
    starts[cell] = at;
    at += Buffer.byteLength(text);
    ends[cell] = at;
  }
  return { bytes, starts, ends };
}
