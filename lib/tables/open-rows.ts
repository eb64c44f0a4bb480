/**
 * The rows of a table of any file type: titles, header and footer taken off, columns named.
 */
import type { CellReader } from "./cells.ts";
import { openCsv } from "./csv/open-csv.ts";
import { blankRows, FooterReader, foundFooter, lastRows } from "./footer-reader.ts";
import { HeadReader } from "./head-reader.ts";
import { columnNames, headerLine } from "./header.ts";
import type { Arena } from "./kernel/arena.ts";
import { borrowArena, giveBackArena } from "./kernel/arena-pool.ts";
import type { TableOptions } from "./options.ts";
import { SAMPLE_ROWS } from "./schema/infer-schema.ts";
import { findSheetLayout, mode } from "./sheet-layout.ts";
import { openXlsx } from "./xlsx/open-xlsx.ts";

/** A CSV file is read as it comes, once; workbooks need random access. */
export type TableSource = { filename: string; sizeBytes: number } & (
  | { fileType: "csv"; stream: AsyncIterable<Uint8Array> }
  | { fileType: "xlsx" | "xls"; path: string }
);

/** How a file is written, as a job tells it. What a workbook does not have is null. */
export type TableDialect = {
  delimiter: string | null;
  quote: string | null;
  /** null: a quote inside a quoted field is doubled; "\\": it has a backslash before it; "": it is not marked at all. */
  escape: string | null;
  encoding: string | null;
  line_terminator: "\r\n" | "\n" | "\r" | null;
  header: boolean;
  /** Lines of a csv file, rows of a sheet, above the header. */
  skip_rows: number;
  /** Rows below the table; null while they are to be found and the end has not been reached. */
  skip_footer: number | null;
  sheet: string | null;
  /** 0 to 1. */
  confidence: number;
};

export type OpenRows = {
  dialect: TableDialect;
  columns: string[];
  /** The header as the file has it, one text a column; the names where it has none. */
  headerLine: string[];
  /** The data rows; the first of them can be looked at. */
  reader: HeadReader;
  /** Where the reader's chunks lie; null when they lie elsewhere. */
  arena: Arena | null;
  /** To be called when the last row has been read: then the dialect knows its footer. */
  noteFooter(): void;
  /**
   * Begins the one reading of the rows; to dispose of what is returned ends it and lets go of file and arena.
   *
   * @throws {Error} the rows have been read before, or closed
   */
  begin(): AsyncDisposable;
  /** Lets go of the file, and of the arena unless a reading is under way, which ends by itself. Safe to call twice. */
  close(): Promise<void>;
};

/** What lies between the file and its table. */
type Layout = { skipRows: number; headerRows: number; width: number | null };

/**
 * Opens the rows of a table.
 *
 * @throws {FileFault} the file cannot be read: damaged, encrypted, no such sheet, unknown encoding …
 */
export async function openRows(source: TableSource, options: TableOptions): Promise<OpenRows> {
  if (source.fileType === "csv") return openCsvRows(source, options);
  const sheet = await openSheet(source.fileType, source.path, options);
  return closingOnError(sheet, async () => {
    const head = new HeadReader(new FooterReader(sheet, blankRows));
    const skipped = skippedRows(options);
    const layout = findSheetLayout(await head.peek(SAMPLE_ROWS), options.header, skipped === null);
    const found = {
      ...{ delimiter: null, quote: null, escape: null, encoding: null, line_terminator: null, confidence: 1 },
      header: layout.headerRows > 0,
      skip_rows: skipped ?? layout.skipRows,
      sheet: sheet.sheet,
    };
    return tableRows(head, layout, found, options, null);
  });
}

async function openCsvRows(source: TableSource & { fileType: "csv" }, options: TableOptions): Promise<OpenRows> {
  const arena = borrowArena();
  try {
    const { reader, dialect } = await openCsv(source, options, arena);
    const { delimiter, quote, escape: mark, encoding, line_terminator, header, skip_rows, confidence } = dialect;
    const found = { delimiter, quote, escape: mark, encoding, line_terminator, header, skip_rows, confidence };
    const layout = { skipRows: 0, headerRows: dialect.header_rows, width: null };
    return await closingOnError(reader, () =>
      tableRows(new HeadReader(reader), layout, { ...found, sheet: null }, options, arena),
    );
  } catch (error) {
    giveBackArena(arena);
    throw error;
  }
}

async function openSheet(fileType: "xlsx" | "xls", path: string, options: TableOptions) {
  const call = { sheet: options.sheet, skipRows: skippedRows(options) ?? 0 };
  if (fileType === "xlsx") return openXlsx(path, call);
  const { openXls } = await import("./xls.ts"); // a large library, for few files
  return openXls(path, call);
}

const skippedRows = ({ skip_rows: skip }: TableOptions): number | null => (skip === "auto" ? null : skip);

async function tableRows(
  head: HeadReader,
  layout: Layout,
  found: Omit<TableDialect, "skip_footer">,
  options: TableOptions,
  arena: Arena | null,
): Promise<OpenRows> {
  await head.drop(layout.skipRows);
  const header = await head.takeTexts(layout.headerRows);
  const width = layout.width ?? header.at(-1)?.length ?? (await usualWidth(head));
  const asked = options.skip_footer;
  const footer = asked === 0 ? null : new FooterReader(head, footerRule(asked, width, head.grid));
  const dialect: TableDialect = { ...found, skip_footer: asked === "auto" ? null : asked };
  const columns = columnNames(header, width);
  const reader = new HeadReader(footer ?? head);
  return {
    dialect,
    columns,
    headerLine: header.length > 0 ? headerLine(header, width) : columns,
    reader,
    arena,
    noteFooter() {
      dialect.skip_footer = footer?.footerRows ?? 0;
    },
    ...lifetime(reader, arena),
  };
}

/** When file and arena are let go of. Whoever reads works in the arena to the end, even if the file is closed under him. */
function lifetime(reader: CellReader, arena: Arena | null): Pick<OpenRows, "begin" | "close"> {
  let state: "open" | "reading" | "over" = "open";
  const letGo = async () => {
    state = "over";
    try {
      await reader.close();
    } finally {
      if (arena) giveBackArena(arena);
    }
  };
  return {
    begin() {
      if (state !== "open") throw new Error("a table can be read once, and before it is closed");
      state = "reading";
      return { [Symbol.asyncDispose]: letGo };
    },
    async close() {
      if (state === "open") await letGo();
      else await reader.close();
    },
  };
}

function footerRule(asked: number | "auto", width: number, grid: boolean) {
  return asked === "auto" ? foundFooter(width, grid) : lastRows(asked);
}

/** Cells that most of the first rows have. */
async function usualWidth(head: HeadReader): Promise<number> {
  const chunks = await head.peek(SAMPLE_ROWS);
  const widths = chunks.flatMap(({ rowCells, rows }) =>
    Array.from({ length: rows }, (_, row) => rowCells[row + 1]! - rowCells[row]!),
  );
  return mode(widths.filter((width) => width > 0));
}

async function closingOnError<T>(reader: CellReader, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    await reader.close();
    throw error;
  }
}
