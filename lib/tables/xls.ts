/**
 * Workbooks of Excel 2 to 2003 (.xls), read whole: the format allows no streaming, and its files are small.
 */
import { readFile } from "node:fs/promises";
import * as XLSX from "@e965/xlsx";
import * as codepages from "@e965/xlsx/dist/cpexcel.full.mjs";
import { FileFault } from "../errors.ts";
import { type CellChunk, CellKind, type CellReader } from "./cells.ts";

// The single-byte texts of files before Excel 97.
XLSX.set_cptable(codepages);

type Cell = XLSX.CellObject;
type Text = { text: string; kind: CellKind };

/**
 * Opens a sheet for reading.
 *
 * @param options.sheet name, or place from 1; the first visible unless given
 * @throws {FileFault} damaged, encrypted, no such sheet (the message names those that exist)
 */
export async function openXls(path: string, options: { sheet?: string | number | undefined } = {}): Promise<XlsReader> {
  const book = readBook(await readFile(path));
  const name = chooseSheet(book, options.sheet);
  return new XlsReader(name, book.Sheets[name]!, book.Workbook?.WBProps?.date1904 === true);
}

function readBook(bytes: Buffer): XLSX.WorkBook {
  try {
    return XLSX.read(bytes, { type: "buffer", dense: true, cellFormula: false, cellHTML: false, cellNF: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/password|encrypt/i.test(reason)) {
      throw new FileFault("FILE_ENCRYPTED", "The workbook is protected by a password: save it without and try again.");
    }
    throw new FileFault("FILE_CORRUPT", `The workbook cannot be read: it is damaged or no .xls file (${reason}).`);
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
  #next = 0;

  constructor(name: string, sheet: XLSX.WorkSheet, date1904: boolean) {
    this.sheet = name;
    this.#rows = (sheet["!data"] ?? []) as (Cell[] | undefined)[];
    this.#date1904 = date1904;
  }

  async read(maxRows: number): Promise<CellChunk | null> {
    const texts: string[] = [];
    const kinds: CellKind[] = [];
    const rowCells = [0];
    const gaps: number[] = [];
    let isAfterGap = false;
    while (this.#next < this.#rows.length && rowCells.length <= maxRows) {
      const cells = this.#rows[this.#next++];
      if (cells === undefined || cells.length === 0) {
        isAfterGap = true;
        continue;
      }
      if (isAfterGap) gaps.push(rowCells.length - 1);
      isAfterGap = false;
      for (const cell of Array.from(cells)) {
        const { text, kind } = this.#textOf(cell);
        texts.push(text);
        kinds.push(kind);
      }
      rowCells.push(texts.length);
    }
    if (rowCells.length === 1) return null;
    return {
      ...packed(texts),
      kinds: Uint8Array.from(kinds),
      rows: rowCells.length - 1,
      rowCells: Int32Array.from(rowCells),
      lost: [],
      gaps,
    };
  }

  #textOf(cell: Cell | undefined): Text {
    const blank = { text: "", kind: CellKind.text };
    if (cell === undefined || cell.v === undefined || cell.t === "z") return blank;
    if (cell.t === "b") return { text: cell.v ? "true" : "false", kind: CellKind.boolean };
    if (cell.t === "e") return { text: cell.w ?? "#N/A", kind: CellKind.error };
    if (cell.t === "n") return this.#numberText(cell.v as number, cell.z);
    return { text: String(cell.v), kind: CellKind.text };
  }

  #numberText(value: number, format: string | number | undefined): Text {
    const isDate = format !== undefined && XLSX.SSF.is_date(String(format));
    const parts = isDate ? (XLSX.SSF.parse_date_code(value, { date1904: this.#date1904 }) as DateParts | null) : null;
    return parts === null ? { text: String(value), kind: CellKind.number } : dateText(value, parts);
  }

  progress(): number {
    return this.#rows.length === 0 ? 1 : this.#next / this.#rows.length;
  }

  async close(): Promise<void> {}
}

type DateParts = { y: number; m: number; d: number; H: number; M: number; S: number };

const two = (value: number) => String(value).padStart(2, "0");

/** A serial below 1 is a time of day, a whole one a date. */
function dateText(serial: number, { y, m, d, H, M, S }: DateParts): Text {
  const time = `${two(H)}:${two(M)}:${two(Math.floor(S))}`;
  const date = `${String(y).padStart(4, "0")}-${two(m)}-${two(d)}`;
  if (serial < 1) return { text: time, kind: CellKind.time };
  if (Number.isInteger(serial)) return { text: date, kind: CellKind.date };
  return { text: `${date}T${time}`, kind: CellKind.datetime };
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
