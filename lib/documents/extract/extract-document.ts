import type { Extraction, FileType } from "../types.ts";
import { extractDocx } from "./docx/extract-docx.ts";
import { fromBytes, fromPath, type ReadOptions } from "./source.ts";
import { extractTxt } from "./txt/extract-txt.ts";

export type DocumentInput = ({ path: string } | { bytes: Uint8Array }) & { fileType: FileType } & ReadOptions;

/**
 * The text of a document with its sections, pages and properties. The same bytes always give the same Extraction.
 *
 * A document without text (a scan) is an Extraction too, with `needs_ocr`. `onProgress` is called after each page of a
 * PDF and a few times for the others.
 *
 * @throws {FileFault} FILE_ENCRYPTED, FILE_CORRUPT or FILE_UNSAFE
 * @throws the signal's reason once it is aborted, at the next page of a PDF
 */
export async function extractDocument(input: DocumentInput): Promise<Extraction> {
  const source = "path" in input ? fromPath(input.path) : fromBytes(input.bytes);
  input.signal?.throwIfAborted();
  switch (input.fileType) {
    case "pdf": {
      const { extractPdf } = await import("./pdf/extract-pdf.ts"); // pdf.js takes a third of a second to load
      return extractPdf(source, input);
    }
    case "docx":
      return extractDocx("path" in input ? input.path : input.bytes, input);
    case "txt":
      return extractTxt(source, input);
  }
}
