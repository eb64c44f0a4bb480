/**
 * A PDF opened for reading, with every way in which that can fail named for the file's owner.
 *
 * pdf.js repairs a wrong cross-reference table by itself. What it cannot open is rebuilt from the objects that are
 * left (rebuild-pdf.ts) and tried once more.
 */
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { getDocument, type PDFDocumentProxy, version } from "pdfjs-dist/legacy/build/pdf.mjs";
import { FileFault } from "../../../errors.ts";
import { type RebuiltPdf, rebuildPdf } from "./rebuild-pdf.ts";

export type OpenPdf = {
  document: PDFDocumentProxy;
  /** What had to be given up; null when the file was whole enough for pdf.js itself. */
  rebuilt: Pick<RebuiltPdf, "lostPages" | "pagesOnce"> | null;
  close: () => Promise<void>;
};

export const PDF_READER = `pdf.js ${version}`;

const MAX_PAGES = 5_000;
const PACKAGE = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/**
 * @param readBytes gives the whole file anew at each call: pdf.js takes the buffer over
 * @throws {FileFault} FILE_ENCRYPTED when a user password is needed, FILE_CORRUPT when no page can be had,
 *   FILE_UNSAFE over 5,000 pages
 */
export async function openPdf(readBytes: () => Promise<Uint8Array>): Promise<OpenPdf> {
  const opened = await load(await readBytes());
  if (opened) return { ...(await checkPages(opened)), rebuilt: null };
  const rebuilt = rebuildPdf(await readBytes());
  const again = rebuilt && (await load(rebuilt.bytes));
  if (!again) throw corrupt();
  return { ...(await checkPages(again)), rebuilt };
}

function corrupt(cause?: unknown): FileFault {
  return new FileFault("FILE_CORRUPT", "The PDF is damaged: no page of it can be read.", { cause });
}

type Loaded = Pick<OpenPdf, "document" | "close">;

/** The document, or null when its structure makes no sense to pdf.js. */
async function load(data: Uint8Array): Promise<Loaded | null> {
  const task = getDocument({
    data,
    // Without these, Chinese, Japanese and Korean text in fonts that are not embedded comes out empty.
    cMapUrl: `${PACKAGE}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${PACKAGE}/standard_fonts/`,
    useSystemFonts: false,
    disableFontFace: true,
    fontExtraProperties: true, // font names and weights, by which headings are told
    maxImageSize: 1, // no image is ever decoded
    useWasm: false,
    enableXfa: false,
    verbosity: 0,
  });
  try {
    return { document: await task.promise, close: () => task.destroy() };
  } catch (error) {
    await task.destroy();
    if (isNamed(error, "PasswordException")) {
      throw new FileFault("FILE_ENCRYPTED", "The PDF is protected: it opens only with a password.", { cause: error });
    }
    return null;
  }
}

async function checkPages(loaded: Loaded): Promise<Loaded> {
  const count = loaded.document.numPages;
  if (count >= 1 && count <= MAX_PAGES) return loaded;
  await loaded.close();
  if (count < 1) throw corrupt();
  throw new FileFault("FILE_UNSAFE", `The PDF has ${count} pages; at most ${MAX_PAGES} are read.`);
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
