/** A DOCX opened under guard: nothing of it is trusted before all of it has been unpacked and measured once. */
import { FileFault } from "../../../errors.ts";
import { OfficePackage } from "../../../ooxml/package.ts";
import { type XmlReader, xmlChunks } from "../../../ooxml/xml.ts";
import { readXmlTree, type XmlElement } from "../../../ooxml/xml-tree.ts";
import { openZip, type ZipPolicy } from "../../../ooxml/zip.ts";

const MEBIBYTE = 2 ** 20;

const POLICY: ZipPolicy = {
  maxEntries: 10_000,
  maxTotalBytes: 200 * MEBIBYTE,
  maxPartBytes: 200 * MEBIBYTE,
  maxRatio: 200,
  ratioFloorBytes: 10 * MEBIBYTE,
  faults: {
    corrupt: "FILE_CORRUPT",
    encrypted: "FILE_ENCRYPTED",
    bomb: "FILE_UNSAFE",
    partTooLarge: "FILE_UNSAFE",
    unsafeName: null,
  },
};

const MAIN_PART = /wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroenabled/i;
const USUAL_MAIN_PART = "word/document.xml";

/** The parts of a DOCX by what they are for. No external relationship is ever followed. */
export class DocxParts implements AsyncDisposable {
  readonly main: string;
  readonly #package: OfficePackage;
  readonly #related: ReadonlyMap<string, string>;

  private constructor(opened: OfficePackage, main: string, related: ReadonlyMap<string, string>) {
    this.main = main;
    this.#package = opened;
    this.#related = related;
  }

  /**
   * @param source path of the file, or its bytes
   * @throws {FileFault} FILE_CORRUPT (no zip, damaged parts, no main part), FILE_UNSAFE (over a limit), FILE_ENCRYPTED
   */
  static async open(source: string | Uint8Array, signal?: AbortSignal): Promise<DocxParts> {
    await measure(source, signal);
    const opened = await OfficePackage.open(source, POLICY);
    try {
      const main = (await opened.mainPart(MAIN_PART)) ?? USUAL_MAIN_PART;
      if (!opened.zip.has(main)) throw new FileFault("FILE_CORRUPT", "The file holds no Word document.");
      const related = new Map<string, string>();
      for (const { type, target, external } of [
        ...(await opened.relationships("")),
        ...(await opened.relationships(main)),
      ]) {
        if (!external && !related.has(type) && opened.zip.has(target)) related.set(type, target);
      }
      return new DocxParts(opened, main, related);
    } catch (error) {
      await opened[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** A part of any size, chunk by chunk. */
  chunks(part: string): AsyncGenerator<XmlReader, void, undefined> {
    return xmlChunks(this.#bytes(part), { part, fault: POLICY.faults.corrupt });
  }

  /** The part that the package or its main part points to with this relationship type; null when there is none. */
  related(type: string): string | null {
    return this.#related.get(type) ?? null;
  }

  /** A small related part as a tree; null when there is none. */
  async tree(type: string): Promise<XmlElement | null> {
    const part = this.related(type);
    if (part === null) return null;
    const chunks: Buffer[] = [];
    for await (const chunk of this.#bytes(part)) chunks.push(chunk);
    return readXmlTree(Buffer.concat(chunks), { part, fault: POLICY.faults.corrupt });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#package[Symbol.asyncDispose]();
  }

  async *#bytes(part: string): AsyncGenerator<Buffer> {
    let first = true;
    for await (const chunk of this.#package.zip.stream(part)) {
      if (first && declaresDocumentType(chunk)) {
        throw new FileFault("FILE_UNSAFE", `"${part}" declares a document type, which Word never writes.`);
      }
      first = false;
      yield chunk;
    }
  }
}

/** Unpacks every entry once and throws the bytes away, so that the limits hold for the whole file. */
async function measure(source: string | Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  await using zip = await openZip(source, POLICY);
  for (const name of zip.names()) {
    for await (const _ of zip.stream(name)) signal?.throwIfAborted();
  }
}

/** A document type stands before the root element; in UTF-16 every other byte is NUL. */
function declaresDocumentType(start: Buffer): boolean {
  return /<!(?:DOCTYPE|ENTITY)/i.test(start.toString("latin1").replaceAll("\0", ""));
}
