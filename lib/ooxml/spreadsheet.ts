/**
 * A spreadsheet package opened: its sheets in order, and where its shared parts are.
 *
 * Used by lib/tables (one sheet, streamed) and lib/workbooks (everything). Standard: ECMA-376 part 1, section 18.2;
 * transitional and strict files, any prefixes, any part names.
 */
import { FileFault } from "../errors.ts";
import { openByteSource } from "./byte-source.ts";
import { builtInFormat } from "./number-format.ts";
import { OfficePackage, type Relationship } from "./package.ts";
import type { XmlElement } from "./xml-tree.ts";
import type { ZipPolicy } from "./zip.ts";

export type SpreadsheetPolicy = ZipPolicy & {
  /** Code for a file that is none of Excel's XML workbooks, whatever its name. */
  notSpreadsheet: string;
};

export type SheetType = "worksheet" | "chartsheet" | "dialogsheet" | "macrosheet";

export type SheetEntry = {
  name: string;
  /** From 0, in workbook order. */
  index: number;
  type: SheetType;
  state: "visible" | "hidden" | "very_hidden";
  /** Part name; null for a module of Excel 5, of which only the name is kept, and where the package lacks the part. */
  part: string | null;
};

export type Spreadsheet = {
  package: OfficePackage;
  /** Name and relationships of the workbook part, and its content. */
  part: string;
  relationships: Relationship[];
  workbook: XmlElement;
  sheets: SheetEntry[];
  date1904: boolean;
  /** Part names; null where the package has none. */
  sharedStrings: string | null;
  styles: string | null;
};

/** Workbook, template and add-in, with and without macros. `.xlsb` is binary and not among them. */
const MAIN_TYPES =
  /spreadsheetml\.(sheet|template)\.main\+xml|ms-excel\.(sheet|template|addin)\.macroEnabled\.main\+xml/i;

const SHEET_TYPES: Readonly<Record<string, SheetType>> = {
  worksheet: "worksheet",
  chartsheet: "chartsheet",
  dialogsheet: "dialogsheet",
  xlMacrosheet: "macrosheet",
  xlIntlMacrosheet: "macrosheet",
};

/**
 * Opens a workbook file and reads its table of contents. The caller disposes of `package`.
 *
 * @param source path of a file, or its bytes
 * @throws {FileFault} with a code of the policy: no spreadsheet, damaged, encrypted, or past a limit
 */
export async function openSpreadsheet(source: string | Uint8Array, policy: SpreadsheetPolicy): Promise<Spreadsheet> {
  await refuseOtherFiles(source, policy);
  const opened = await OfficePackage.open(source, policy);
  try {
    const part = await opened.mainPart(MAIN_TYPES);
    if (part === undefined) {
      throw new FileFault(
        policy.notSpreadsheet,
        "The file is an archive, but holds no Excel workbook (.xlsx or .xlsm).",
      );
    }
    const relationships = await opened.relationships(part);
    const workbook = await opened.tree(part);
    const held = (type: string) =>
      relationships.find((one) => one.type === type && opened.zip.has(one.target))?.target ?? null;
    return {
      package: opened,
      part,
      relationships,
      workbook,
      sheets: readSheetEntries(opened, workbook, relationships),
      date1904: workbook.child("workbookPr")?.flag("date1904") ?? false,
      sharedStrings: held("sharedStrings"),
      styles: held("styles"),
    };
  } catch (error) {
    await opened[Symbol.asyncDispose]();
    throw error;
  }
}

function readSheetEntries(opened: OfficePackage, workbook: XmlElement, relationships: Relationship[]): SheetEntry[] {
  const byId = new Map(relationships.map((one) => [one.id, one]));
  return workbook.path("sheets", "sheet").map((element, index) => {
    const id = element.attribute("id") ?? "";
    const relationship = byId.get(id);
    const state = element.attribute("state");
    return {
      name: element.attribute("name") ?? "",
      index,
      // Excel 5 modules point nowhere; a sheet that points to nothing is lost.
      type: id === "" ? "macrosheet" : ((relationship && SHEET_TYPES[relationship.type]) ?? "worksheet"),
      state: state === "hidden" ? "hidden" : state === "veryHidden" ? "very_hidden" : "visible",
      part: relationship && opened.zip.has(relationship.target) ? relationship.target : null,
    };
  });
}

/** Number format code of each cell format, by the index that cells carry in `s`. */
export function numberFormats(styles: XmlElement): string[] {
  const custom = new Map(
    styles.path("numFmts", "numFmt").map((one) => [one.number("numFmtId"), one.attribute("formatCode")]),
  );
  return styles.path("cellXfs", "xf").map((format) => {
    const id = format.number("numFmtId") ?? 0;
    return custom.get(id) ?? builtInFormat(id);
  });
}

const ZIP_START = Buffer.from("PK\x03\x04", "latin1");
const OLE_START = Buffer.from("d0cf11e0a1b11ae1", "hex");
/** Name of the stream that holds an encrypted package ([MS-OFFCRYPTO] 2.3.4.4), as OLE directories write it. */
const ENCRYPTED_STREAM = Buffer.from("EncryptedPackage", "utf16le");

/** Names what else a file may be than a zip: encryption hides a workbook inside an OLE container. */
async function refuseOtherFiles(source: string | Uint8Array, policy: SpreadsheetPolicy): Promise<void> {
  await using bytes = await openByteSource(source);
  const start = await bytes.read(0, 8);
  if (start.subarray(0, 4).equals(ZIP_START)) return;
  if (!start.equals(OLE_START)) {
    throw new FileFault(
      policy.notSpreadsheet,
      "The file is no Excel workbook (.xlsx or .xlsm), whatever its name says.",
    );
  }
  const step = 2 ** 20;
  for (let position = 0; position < bytes.size; position += step) {
    const window = await bytes.read(position, step + ENCRYPTED_STREAM.length);
    if (window.includes(ENCRYPTED_STREAM)) {
      throw new FileFault(policy.faults.encrypted, "The workbook is password-protected: save it without a password.");
    }
  }
  throw new FileFault(policy.notSpreadsheet, "The file is an old Excel workbook (.xls): save it as .xlsx.");
}
