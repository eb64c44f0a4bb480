/**
 * Excel workbooks (.xlsx, .xlsm) as tables: one sheet, streamed, of any size.
 *
 * The package is opened by lib/ooxml; the sheet is inflated on another thread while its XML is scanned here.
 * Not here: title rows, headers and footers (open-table.ts), .xls (xls.ts).
 */
import { FileFault } from "../../errors.ts";
import {
  numberFormats,
  openSpreadsheet,
  type SheetEntry,
  type Spreadsheet,
  type SpreadsheetPolicy,
} from "../../ooxml/spreadsheet.ts";
import type { CellChunk, CellReader } from "../cells.ts";
import { dateKinds } from "./cell-dates.ts";
import { NO_STRINGS, readSharedStrings } from "./shared-strings.ts";
import { SheetScanner } from "./sheet-scanner.ts";
import { utf8Chunks, XmlBytes } from "./xml-bytes.ts";

const GIB = 2 ** 30;

/** How far a workbook may expand: a million rows of ten columns take some 500 MB of XML. */
export const XLSX_POLICY: SpreadsheetPolicy = {
  maxEntries: 10_000,
  maxTotalBytes: 10 * GIB,
  maxPartBytes: 10 * GIB,
  maxRatio: 100,
  ratioFloorBytes: 10_000_000,
  faults: {
    corrupt: "FILE_CORRUPT",
    encrypted: "FILE_ENCRYPTED",
    bomb: "FILE_UNSAFE",
    partTooLarge: "FILE_UNSAFE",
    unsafeName: "FILE_UNSAFE",
  },
  notSpreadsheet: "FILE_TYPE_INVALID",
};

export type SheetOptions = {
  /** Name, or place from 1 among all sheets; the first visible worksheet unless given. */
  sheet?: string | number | undefined;
  /** The first rows of the sheet, as Excel numbers them, that are passed over. */
  skipRows?: number;
};

/**
 * Opens a sheet of a workbook for reading from its first stored row.
 *
 * @param source path of a file, or its bytes
 * @throws {FileFault} damaged, encrypted, unsafe, no workbook, no such sheet (the message names those that exist)
 */
export async function openXlsx(source: string | Uint8Array, options: SheetOptions = {}): Promise<XlsxReader> {
  const book = await openSpreadsheet(source, XLSX_POLICY);
  try {
    const sheet = chooseSheet(book.sheets, options.sheet);
    const strings = book.sharedStrings ? await readSharedStrings(book.package, book.sharedStrings) : NO_STRINGS;
    const formats = book.styles ? numberFormats(await book.package.tree(book.styles)) : [];
    const xml = new XmlBytes(book.package.origin(sheet.part));
    const scanner = new SheetScanner(xml, {
      strings,
      dateKinds: dateKinds(formats),
      date1904: book.date1904,
      skipRows: options.skipRows ?? 0,
    });
    return new XlsxReader(book, sheet, xml, scanner);
  } catch (error) {
    await book.package[Symbol.asyncDispose]();
    throw error;
  }
}

type ChosenSheet = { name: string; part: string };

/** Reads one sheet: see `CellReader`. */
export class XlsxReader implements CellReader {
  readonly grid = true;
  /** Name of the sheet being read. */
  readonly sheet: string;
  readonly #book: Spreadsheet;
  readonly #xml: XmlBytes;
  readonly #scanner: SheetScanner;
  readonly #chunks: AsyncGenerator<Buffer, void, undefined>;
  readonly #size: number;
  #read = 0;
  /** Bytes of the sheet's XML that have been fed to the scanner. */
  #xmlBytes = 0;
  /** Whether bytes have been fed that the scanner has not used up. */
  #pending = false;
  #ended = false;

  constructor(book: Spreadsheet, { name, part }: ChosenSheet, xml: XmlBytes, scanner: SheetScanner) {
    this.sheet = name;
    this.#book = book;
    this.#xml = xml;
    this.#scanner = scanner;
    this.#size = book.package.zip.compressedSize(part);
    const inflated = book.package.zip.stream(part, (bytes) => {
      this.#read = bytes;
    });
    this.#chunks = utf8Chunks(inflated, book.package.origin(part));
  }

  async read(maxRows: number): Promise<CellChunk | null> {
    const scanner = this.#scanner;
    scanner.chunk.reset();
    while (!this.#ended) {
      const isFull = this.#pending && scanner.scan(maxRows);
      this.#guard();
      if (isFull) return scanner.chunk.view();
      this.#pending = false;
      const next = scanner.done ? undefined : await this.#chunks.next();
      if (!next || next.done) {
        this.#ended = true;
        if (!scanner.done) this.#xml.end();
      } else {
        this.#xmlBytes += next.value.length;
        this.#xml.feed(next.value);
        this.#pending = true;
      }
    }
    return scanner.chunk.rows > 0 ? scanner.chunk.view() : null;
  }

  /** What cells say by texts that they share is expansion too, though no bytes are inflated for it. */
  #guard(): void {
    const { maxRatio, ratioFloorBytes, faults } = XLSX_POLICY;
    const { saidBytes } = this.#scanner.chunk;
    if (saidBytes <= ratioFloorBytes || saidBytes <= maxRatio * this.#xmlBytes) return;
    const message = `The cells of "${this.sheet}" share texts ${maxRatio} times as long as the sheet: it looks like a zip bomb.`;
    throw new FileFault(faults.bomb, message);
  }

  /** By the compressed bytes of the sheet: its own count of rows (`<dimension>`) is not to be trusted. */
  progress(): number {
    if (this.#ended) return 1;
    return this.#size === 0 ? 0 : Math.min(1, this.#read / this.#size);
  }

  async close(): Promise<void> {
    this.#ended = true;
    await this.#chunks.return();
    await this.#book.package[Symbol.asyncDispose]();
  }
}

function chooseSheet(sheets: readonly SheetEntry[], wanted: string | number | undefined): ChosenSheet {
  const tables = sheets.filter((sheet) => sheet.type === "worksheet" && sheet.part !== null);
  const chosen =
    wanted === undefined
      ? (tables.find((sheet) => sheet.state === "visible") ?? tables[0])
      : tables.find((sheet) => (typeof wanted === "number" ? sheet.index === wanted - 1 : sheet.name === wanted));
  if (chosen?.part) return { name: chosen.name, part: chosen.part };
  const names = tables.map((sheet) => `"${sheet.name}"`).join(", ");
  if (names === "") throw new FileFault("SHEET_NOT_FOUND", "The workbook holds no worksheet.");
  const asked = typeof wanted === "number" ? `no worksheet number ${wanted}` : `no worksheet named "${wanted}"`;
  throw new FileFault("SHEET_NOT_FOUND", `The workbook has ${asked}. Its worksheets are: ${names}.`);
}
