import type { SpreadsheetPolicy } from "../../ooxml/spreadsheet.ts";

const MIB = 2 ** 20;

/** What a workbook may unpack to, and the codes of a job that finds more or something else (spec: workbooks, 3). */
export const WORKBOOK_POLICY: SpreadsheetPolicy = {
  maxEntries: 10_000,
  maxTotalBytes: 2048 * MIB,
  maxPartBytes: 512 * MIB,
  maxRatio: 500,
  ratioFloorBytes: 100 * MIB,
  faults: {
    corrupt: "WORKBOOK_CORRUPT",
    encrypted: "WORKBOOK_ENCRYPTED",
    bomb: "ZIP_BOMB",
    partTooLarge: "WORKBOOK_TOO_LARGE",
    unsafeName: null,
  },
  notSpreadsheet: "FILE_TYPE_INVALID",
};

/** Cells with a value or a formula, all sheets together, unless the caller sets another limit. */
export const DEFAULT_MAX_CELLS = 2_000_000;
