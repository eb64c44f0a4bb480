import { FileFault } from "../errors.ts";
import { readXml, type XmlOrigin } from "./xml.ts";

/** An element of a small part, with all that is in it. Names are local ones, without prefix. */
export class XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[] = [];
  /** Text directly inside this element, its pieces joined. */
  text = "";

  constructor(name: string, attributes: ReadonlyMap<string, string>) {
    this.name = name;
    this.attributes = attributes;
  }

  /** The first child of this name. */
  child(name: string): XmlElement | undefined {
    return this.children.find((child) => child.name === name);
  }

  /** The children of this name. */
  all(name: string): XmlElement[] {
    return this.children.filter((child) => child.name === name);
  }

  /** The elements reached by going down one name after the other: `path("sheets", "sheet")`. */
  path(...names: string[]): XmlElement[] {
    return names.reduce<XmlElement[]>((found, name) => found.flatMap((element) => element.all(name)), [this]);
  }

  attribute(name: string): string | undefined {
    return this.attributes.get(name);
  }

  /** A numeric attribute; undefined where it is missing or no number. */
  number(name: string): number | undefined {
    const text = this.attributes.get(name);
    const value = text === undefined || text.trim() === "" ? Number.NaN : Number(text);
    return Number.isFinite(value) ? value : undefined;
  }

  /** A boolean attribute (`1`, `true`, `on` are true), or `otherwise` where it is missing. */
  flag(name: string, otherwise = false): boolean {
    const text = this.attributes.get(name);
    return text === undefined ? otherwise : isTrue(text);
  }
}

/** An `xsd:boolean` or `ST_OnOff` as Office writes and reads it. */
export function isTrue(text: string): boolean {
  return text === "1" || text === "true" || text === "on";
}

/** A style part of Excel's greatest extent has some hundred thousand elements; memory for a million is at hand. */
const MAX_ELEMENTS = 1_000_000;

/**
 * A whole part as a tree: for parts of a few megabytes, where convenience counts more than memory.
 *
 * @returns the root element
 * @throws {FileFault} no well-formed XML, or more than a million elements
 */
export function readXmlTree(source: string | Buffer, origin: XmlOrigin): XmlElement {
  const xml = readXml(source, origin);
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  while (xml.next()) {
    if (xml.kind === "open") {
      if (++elements > MAX_ELEMENTS) throw new FileFault(origin.fault, `"${origin.part}" holds too many elements.`);
      const element = new XmlElement(xml.name, xml.attributes());
      open.at(-1)?.children.push(element);
      root ??= element;
      open.push(element);
    } else if (xml.kind === "text") {
      open.at(-1)!.text += xml.text;
    } else {
      open.pop();
    }
  }
  return root!; // without a root the reader has thrown
}
