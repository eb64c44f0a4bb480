/**
 * An Office file as a package of parts: content types and relationships over a guarded zip.
 *
 * Standard: ECMA-376 part 2 (Open Packaging Conventions). Parts are found by content type and relationship, never by
 * the names that Office happens to give them.
 */
import { FileFault } from "../errors.ts";
import { type XmlReader, xmlChunks } from "./xml.ts";
import { readXmlTree, type XmlElement } from "./xml-tree.ts";
import { openZip, type Zip, type ZipPolicy } from "./zip.ts";

export type Relationship = {
  id: string;
  /** Last segment of the type's URI, the same in transitional and strict files: `worksheet`, `styles` … */
  type: string;
  /** Part name, without a leading slash; for an external target its address as written. */
  target: string;
  external: boolean;
};

/** A part that is read as a tree may have this many bytes. */
const MAX_TREE_BYTES = 64 * 2 ** 20;

export class OfficePackage implements AsyncDisposable {
  readonly zip: Zip;
  readonly #types: ContentTypes;

  private constructor(zip: Zip, types: ContentTypes) {
    this.zip = zip;
    this.#types = types;
  }

  /**
   * @param source path of a file, or its bytes
   * @throws {FileFault} no zip, damaged, encrypted, or past a limit of the policy
   */
  static async open(source: string | Uint8Array, policy: ZipPolicy): Promise<OfficePackage> {
    const zip = await openZip(source, policy);
    try {
      return new OfficePackage(zip, await readContentTypes(zip));
    } catch (error) {
      await zip[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The main part: the one the package itself points to, else any, whose content type is one of `types`. */
  async mainPart(types: RegExp): Promise<string | undefined> {
    const pointed = (await this.relationships(""))
      .filter(({ type }) => type === "officeDocument")
      .map(({ target }) => target);
    return [...pointed, ...this.#types.parts.keys()].find(
      (part) => this.zip.has(part) && types.test(this.contentType(part)),
    );
  }

  /** MIME type of a part; empty where the package names none. */
  contentType(part: string): string {
    const extension = part.slice(part.lastIndexOf(".") + 1).toLowerCase();
    return this.#types.parts.get(part.toLowerCase()) ?? this.#types.extensions.get(extension) ?? "";
  }

  /** Where a part points to; `""` stands for the package itself. A part without relationships has an empty list. */
  async relationships(part: string): Promise<Relationship[]> {
    const folder = part.slice(0, part.lastIndexOf("/") + 1);
    const list = `${folder}_rels/${part.slice(folder.length)}.rels`;
    if (!this.zip.has(list)) return [];
    return (await this.tree(list)).all("Relationship").map((element) => readRelationship(element, folder));
  }

  /** A part as a tree. @throws {FileFault} missing, damaged, or above 64 MiB */
  async tree(part: string): Promise<XmlElement> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.zip.stream(part)) {
      bytes += chunk.length;
      if (bytes > MAX_TREE_BYTES)
        throw new FileFault(this.zip.policy.faults.partTooLarge, `"${part}" is larger than 64 MiB.`);
      chunks.push(chunk);
    }
    return readXmlTree(Buffer.concat(chunks), this.origin(part));
  }

  /** A part of any size, chunk by chunk: see `xmlChunks`. */
  chunks(part: string): AsyncGenerator<XmlReader, void, undefined> {
    return xmlChunks(this.zip.stream(part), this.origin(part));
  }

  origin(part: string): { part: string; fault: string } {
    return { part, fault: this.zip.policy.faults.corrupt };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.zip[Symbol.asyncDispose]();
  }
}

/** Content types by part name (lower case) and by extension. */
type ContentTypes = { parts: ReadonlyMap<string, string>; extensions: ReadonlyMap<string, string> };

const CONTENT_TYPES = "[Content_Types].xml";

async function readContentTypes(zip: Zip): Promise<ContentTypes> {
  const parts = new Map<string, string>();
  const extensions = new Map<string, string>();
  if (!zip.has(CONTENT_TYPES)) return { parts, extensions };
  const origin = { part: CONTENT_TYPES, fault: zip.policy.faults.corrupt };
  for (const element of readXmlTree(await zip.read(CONTENT_TYPES), origin).children) {
    const type = element.attribute("ContentType") ?? "";
    if (element.name === "Override") {
      parts.set((element.attribute("PartName") ?? "").replace(/^\//, "").toLowerCase(), type);
    } else if (element.name === "Default") {
      extensions.set((element.attribute("Extension") ?? "").toLowerCase(), type);
    }
  }
  return { parts, extensions };
}

function readRelationship(element: XmlElement, folder: string): Relationship {
  const external = element.attribute("TargetMode") === "External";
  const target = element.attribute("Target") ?? "";
  const type = element.attribute("Type") ?? "";
  return {
    id: element.attribute("Id") ?? "",
    type: type.slice(type.lastIndexOf("/") + 1),
    target: external ? target : resolvePart(folder, target),
    external,
  };
}

/** A target relative to a folder (or, with a leading slash, to the package), as a part name. */
function resolvePart(folder: string, target: string): string {
  const segments: string[] = [];
  for (const segment of (target.startsWith("/") ? target : folder + target).replaceAll("\\", "/").split("/")) {
    if (segment === "..") segments.pop();
    else if (segment !== "" && segment !== ".") segments.push(segment);
  }
  const name = segments.join("/").replace(/#.*$/, "");
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // a percent sign that escapes nothing is part of the name
  }
}
