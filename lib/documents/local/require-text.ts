import { FileFault } from "../../errors.ts";
import type { Extraction } from "../types.ts";

/** @throws {FileFault} NO_TEXT for a document without a word */
export function requireText({ text, metadata }: Extraction): void {
  if (/[\p{L}\p{N}]/u.test(text)) return;
  throw new FileFault(
    "NO_TEXT",
    metadata.needs_ocr
      ? "The document holds no text: its pages look like scanned images and would have to be read by OCR first."
      : "The document holds no text.",
  );
}
