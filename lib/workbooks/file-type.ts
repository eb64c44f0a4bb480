import { IntakeError } from "../errors.ts";

/** Bytes that must be seen to judge a workbook's content. */
export const WORKBOOK_HEAD_BYTES = 512;

/**
 * The type that a workbook's name promises.
 *
 * @throws {IntakeError} FILE_TYPE_INVALID for any other extension
 */
export function workbookFileType(filename: string): "xlsx" | "xlsm" {
  const extension = /\.([^.]*)$/.exec(filename)?.[1]?.toLowerCase() ?? "";
  if (extension === "xlsx" || extension === "xlsm") return extension;
  throw new IntakeError("FILE_TYPE_INVALID", `Only .xlsx and .xlsm workbooks are taken, not ${filename}`, {
    details: { extension },
  });
}

/** Checks the first bytes: `PK 03 04` and nothing else; a lenient parser's guess is never used. */
export function checkWorkbookContent(head: Buffer): void {
  const detected = detect(head);
  if (detected === "zip") return;
  const message =
    detected === "ole2"
      ? "The file is an OLE2 container: an old .xls under a new name, or a password-protected workbook"
      : `The file is not an Excel workbook inside: it looks like ${detected}`;
  throw new IntakeError("FILE_TYPE_INVALID", message, { details: { detected } });
}

function detect(head: Buffer): string {
  const start = head.toString("latin1", 0, 8);
  if (start.startsWith("PK\x03\x04")) return "zip";
  if (start.startsWith("\xd0\xcf\x11\xe0")) return "ole2";
  if (start.startsWith("%PDF-")) return "pdf";
  if (start.startsWith("\x89PNG")) return "png";
  return /^\s*<(!doctype|html)/i.test(head.toString("latin1")) ? "html" : head.includes(0) ? "binary data" : "text";
}
