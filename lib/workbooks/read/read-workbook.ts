/**
 * Reads a whole Excel workbook: every cell, every formula as its author sees it, and what evaluating them needs.
 *
 * Nothing is calculated here (engine/), and nothing outside the file is looked at.
 */
import { FileFault } from "../../errors.ts";
import { openSpreadsheet, type SheetEntry, type Spreadsheet } from "../../ooxml/spreadsheet.ts";
import type { ExternalLink, Workbook } from "../model.ts";
import { readExternalLinks } from "./external-links.ts";
import { type FormulaContext, userFormula } from "./formula-text.ts";
import { DEFAULT_MAX_CELLS, WORKBOOK_POLICY } from "./limits.ts";
import { dynamicArrayMarks } from "./metadata-part.ts";
import { emptySheet, readSheet, type SheetContext } from "./read-sheet.ts";
import { readSharedStrings } from "./shared-strings.ts";
import { DEFAULT_STYLES, readStyles } from "./styles.ts";
import { readCalcSettings, readDefinedNames, readProperties } from "./workbook-parts.ts";

export type ReadWorkbookOptions = {
  /** Path of the file, or its bytes. */
  source: string | Uint8Array;
  /** Cells with a value or a formula, all sheets together. */
  maxCells?: number;
  /** Looked at with each piece of a sheet; reading ends with its reason. */
  signal?: AbortSignal | undefined;
  /** Told before each sheet is read: its name, its place from 0, and how many sheets there are. */
  onSheet?: (name: string, index: number, count: number) => void;
};

/**
 * @throws {FileFault} WORKBOOK_CORRUPT, WORKBOOK_ENCRYPTED, FILE_TYPE_INVALID (no Excel workbook), WORKBOOK_EMPTY
 *   (no worksheet), WORKBOOK_TOO_LARGE, ZIP_BOMB
 */
export async function readWorkbook(options: ReadWorkbookOptions): Promise<Workbook> {
  const book = await openSpreadsheet(options.source, WORKBOOK_POLICY);
  await using source = book.package;
  await source.zip.refuseBombs();
  if (!book.sheets.some(({ type }) => type === "worksheet")) {
    throw new FileFault("WORKBOOK_EMPTY", "The workbook holds no worksheet.");
  }
  const externalLinks = await readExternalLinks(book);
  const formulas = formulaContext(externalLinks);
  const context: SheetContext = {
    book,
    signal: options.signal,
    formulas,
    strings: book.sharedStrings ? await readSharedStrings(source, book.sharedStrings) : [],
    dynamicMarks: await readDynamicMarks(book),
    count: cellCounter(options.maxCells ?? DEFAULT_MAX_CELLS),
  };
  const workbook: Workbook = {
    sheets: [],
    definedNames: readDefinedNames(book.workbook, (stored) => userFormula(stored, formulas)),
    tables: [],
    externalLinks,
    date1904: book.date1904,
    calc: readCalcSettings(book.workbook),
    hasMacros: hasMacros(book),
    ...(await readProperties(source)),
    styles: await readBookStyles(book),
    warnings: [],
  };
  for (const entry of book.sheets) {
    options.signal?.throwIfAborted();
    options.onSheet?.(entry.name, entry.index, book.sheets.length);
    if (entry.type !== "worksheet") {
      workbook.sheets.push(emptySheet(entry));
      continue;
    }
    const { sheet, tables, warnings } = await readSheet(presentSheet(entry), context);
    workbook.sheets.push(sheet);
    workbook.tables.push(...tables);
    for (const warning of warnings) workbook.warnings.push(warning);
  }
  return workbook;
}

function formulaContext(links: readonly ExternalLink[]): FormulaContext {
  return { linkLabel: (index) => links[index - 1]?.label, tableAround: () => undefined };
}

function cellCounter(maxCells: number): () => void {
  let cells = 0;
  return () => {
    if (++cells > maxCells) {
      throw new FileFault("WORKBOOK_TOO_LARGE", `The workbook holds more than ${maxCells.toLocaleString("en")} cells.`);
    }
  };
}

function presentSheet(entry: SheetEntry): SheetEntry & { part: string } {
  if (entry.part === null) {
    throw new FileFault("WORKBOOK_CORRUPT", `The file is damaged: the sheet "${entry.name}" is missing from it.`);
  }
  return { ...entry, part: entry.part };
}

/** A part that the workbook points to, found by the type of the relationship. */
function partOf({ package: source, relationships }: Spreadsheet, type: string): string | undefined {
  return relationships.find((one) => one.type === type && source.zip.has(one.target))?.target;
}

async function readDynamicMarks(book: Spreadsheet): Promise<Set<number>> {
  const part = partOf(book, "sheetMetadata");
  return part === undefined ? new Set() : dynamicArrayMarks(await book.package.tree(part));
}

async function readBookStyles(book: Spreadsheet): Promise<Workbook["styles"]> {
  if (book.styles === null) return DEFAULT_STYLES;
  const theme = partOf(book, "theme");
  return readStyles(
    await book.package.tree(book.styles),
    theme === undefined ? undefined : await book.package.tree(theme),
  );
}

function hasMacros(book: Spreadsheet): boolean {
  return (
    partOf(book, "vbaProject") !== undefined ||
    book.sheets.some(({ type, part }) => type === "macrosheet" && part !== null)
  );
}
