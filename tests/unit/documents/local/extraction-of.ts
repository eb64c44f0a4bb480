import { extractDocument } from "../../../../lib/documents/extract/extract-document.ts";
import type { Extraction } from "../../../../lib/documents/types.ts";

/** A text document as the extractor reads it. */
export function extractionOf(text: string): Promise<Extraction> {
  return extractDocument({ bytes: Buffer.from(text), fileType: "txt" });
}
