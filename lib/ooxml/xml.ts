/**
 * XML as Office files use it, read by pulling one token after the other, from a whole part or from chunks of one.
 *
 *     for await (const xml of xmlChunks(zip.stream(name), origin)) {
 *       while (xml.next()) if (xml.kind === "open" && xml.name === "sheet") names.push(xml.attribute("name"));
 *     }
 *
 * Well-formedness is checked, document types are refused, and no entity is known but XML's own five: nothing expands.
 */
import { FileFault } from "../errors.ts";
import { decodeXmlAttribute, decodeXmlText, XmlDecoder } from "./xml-text.ts";

/** Which part is being read, and the code of the fault if it is no XML. */
export type XmlOrigin = { part: string; fault: string };

/** A tag, comment or instruction above this length is taken for damage. Word writes pictures into attributes. */
const MAX_MARKUP = 16 * 2 ** 20;
const MAX_DEPTH = 4096;
const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

const [TAB, LF, CR, SPACE] = [9, 10, 13, 32];
const [BANG, QUOTE, APOSTROPHE, SLASH, EQUALS, GREATER, QUESTION] = [33, 34, 39, 47, 61, 62, 63];

/**
 * A pull reader. After `next()` said true, the fields describe one token:
 *
 * - `open`: `name`, `prefix`, `namespace`, attributes; `depth` counts it (the root has depth 1)
 * - `close`: `name`, `prefix`, `namespace`; given for self-closing tags too; `depth` is that of its `open`
 * - `text`: `text`; a long run may come in several pieces, CDATA sections are pieces of their own
 */
export class XmlReader {
  kind: "open" | "close" | "text" = "text";
  /** Local name, without prefix. */
  name = "";
  prefix = "";
  depth = 0;

  readonly #origin: XmlOrigin;
  #buffer = "";
  #position = 0;
  #ended = false;
  #rootSeen = false;
  #textStart = 0;
  #textEnd = 0;
  #textIsCharacterData = false;
  /** Set after an open tag that closes itself, and after a close tag: the element leaves the stack with the next token. */
  #closesItself = false;
  #leaving = false;
  /** Qualified names of the open elements. */
  readonly #stack: string[] = [];
  readonly #scopes: { depth: number; prefix: string; uri: string }[] = [];
  /** Four places in the buffer for each attribute: start and end of its name, start and end of its value. */
  readonly #attributes: number[] = [];
  #attributeCount = 0;

  constructor(origin: XmlOrigin) {
    this.#origin = origin;
  }

  /** Adds text to what is left of the last; the fields of the current token are void then. */
  feed(text: string): void {
    this.#buffer = this.#position < this.#buffer.length ? this.#buffer.slice(this.#position) + text : text;
    this.#position = 0;
    this.#attributeCount = 0;
    this.#textStart = this.#textEnd = 0;
  }

  /** No more text will come: what is incomplete now is damage. */
  end(): void {
    this.#ended = true;
  }

  /**
   * Moves to the next token. False: all that has been fed is used up.
   *
   * @throws {FileFault} not well-formed, a document type, or cut off
   */
  next(): boolean {
    if (this.#leaving) this.#leave();
    if (this.#closesItself) {
      this.#closesItself = false;
      this.kind = "close";
      this.#leaving = true;
      return true;
    }
    for (;;) {
      const start = this.#position;
      if (start >= this.#buffer.length) return this.#usedUp();
      if (this.#buffer.charCodeAt(start) !== 60) {
        if (this.#readText(start)) return true;
        if (this.#position === start) return this.#usedUp();
        continue;
      }
      const code = this.#buffer.charCodeAt(start + 1);
      if (code === SLASH) return this.#readClose(start) || this.#usedUp();
      if (code === BANG || code === QUESTION) {
        const read = this.#readDeclaration(start, code);
        if (read === "text") return true;
        if (read === "incomplete") return this.#usedUp();
        continue;
      }
      return this.#readOpen(start) || this.#usedUp();
    }
  }

  /** Text of a `text` token, references undone, line ends folded to LF. */
  get text(): string {
    const raw = this.#buffer.slice(this.#textStart, this.#textEnd);
    if (this.#textIsCharacterData) return raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
    return decodeXmlText(raw) ?? this.#damaged("a reference such as &amp; is malformed");
  }

  /** URI of the namespace of the current element; empty where it has none. */
  get namespace(): string {
    for (let i = this.#scopes.length - 1; i >= 0; i--) {
      if (this.#scopes[i]!.prefix === this.prefix) return this.#scopes[i]!.uri;
    }
    return "";
  }

  /** Value of the attribute with this local name: the one without a prefix if both exist. */
  attribute(name: string): string | undefined {
    return this.#attributeValue(name, false) ?? this.#attributeValue(name, true);
  }

  /** Value of the attribute that has this local name and a prefix, such as `r:id` beside `id`. */
  prefixedAttribute(name: string): string | undefined {
    return this.#attributeValue(name, true);
  }

  /** All attributes by local name, namespace declarations left out; one without a prefix wins over one with. */
  attributes(): ReadonlyMap<string, string> {
    if (this.#attributeCount === 0) return NO_ATTRIBUTES;
    const all = new Map<string, string>();
    for (let i = 0; i < this.#attributeCount; i++) {
      const qualified = this.#buffer.slice(this.#attributes[4 * i], this.#attributes[4 * i + 1]);
      if (qualified === "xmlns" || qualified.startsWith("xmlns:")) continue;
      const colon = qualified.indexOf(":");
      const local = qualified.slice(colon + 1);
      if (colon < 0 || !all.has(local)) all.set(local, this.#decodedValue(i));
    }
    return all;
  }

  #attributeValue(name: string, prefixed: boolean): string | undefined {
    for (let i = 0; i < this.#attributeCount; i++) {
      const start = this.#attributes[4 * i]!;
      const localStart = this.#attributes[4 * i + 1]! - name.length;
      if (localStart < start || !this.#buffer.startsWith(name, localStart)) continue;
      const matches = prefixed
        ? this.#buffer[localStart - 1] === ":" && localStart > start && !this.#buffer.startsWith("xmlns:", start)
        : localStart === start;
      if (matches) return this.#decodedValue(i);
    }
    return undefined;
  }

  #decodedValue(index: number): string {
    const raw = this.#buffer.slice(this.#attributes[4 * index + 2], this.#attributes[4 * index + 3]);
    return decodeXmlAttribute(raw) ?? this.#damaged("a reference such as &amp; is malformed");
  }

  #readText(start: number): boolean {
    let end = this.#buffer.indexOf("<", start);
    if (end < 0) end = this.#ended ? this.#buffer.length : this.#wholeReferences(start);
    this.#position = end;
    if (this.#stack.length === 0) {
      if (!/^[\s\uFEFF]*$/.test(this.#buffer.slice(start, end))) this.#damaged("text stands outside the root element");
      return false;
    }
    this.kind = "text";
    this.#textStart = start;
    this.#textEnd = end;
    this.#textIsCharacterData = false;
    return end > start;
  }

  /** Where text at the end of a chunk can be cut without parting a reference or a CR from its LF. */
  #wholeReferences(start: number): number {
    const reference = this.#buffer.lastIndexOf("&");
    if (reference >= start && !this.#buffer.includes(";", reference)) {
      if (this.#buffer.length - reference > MAX_MARKUP) this.#damaged("a reference such as &amp; is malformed");
      return reference;
    }
    return this.#buffer.endsWith("\r") ? this.#buffer.length - 1 : this.#buffer.length;
  }

  #readDeclaration(start: number, code: number): "text" | "skipped" | "incomplete" {
    const buffer = this.#buffer;
    if (code === QUESTION) return this.#skipTo("?>", start + 2);
    if (buffer.startsWith("<!--", start)) return this.#skipTo("-->", start + 4);
    if (buffer.startsWith("<![CDATA[", start)) {
      const end = buffer.indexOf("]]>", start + 9);
      if (end < 0) return "incomplete";
      if (this.#stack.length === 0) this.#damaged("text stands outside the root element");
      this.kind = "text";
      this.#textStart = start + 9;
      this.#textEnd = end;
      this.#textIsCharacterData = true;
      this.#position = end + 3;
      return "text";
    }
    if ("<![CDATA[".startsWith(buffer.slice(start)) || "<!--".startsWith(buffer.slice(start))) return "incomplete";
    return this.#damaged("it declares a document type, which Office files never do");
  }

  #skipTo(mark: string, from: number): "skipped" | "incomplete" {
    const end = this.#buffer.indexOf(mark, from);
    if (end < 0) return "incomplete";
    this.#position = end + mark.length;
    return "skipped";
  }

  #readClose(start: number): boolean {
    const qualified = this.#stack.at(-1);
    const end = this.#buffer.indexOf(">", start);
    if (end < 0) return false;
    let nameEnd = start + 2 + (qualified?.length ?? 0);
    while (nameEnd < end && isBlank(this.#buffer.charCodeAt(nameEnd))) nameEnd++;
    if (qualified === undefined || nameEnd !== end || !this.#buffer.startsWith(qualified, start + 2)) {
      this.#damaged(
        `the tag <${this.#buffer.slice(start + 1, Math.min(end, start + 60))}> closes nothing that is open`,
      );
    }
    this.kind = "close";
    this.#setName(qualified);
    this.#position = end + 1;
    this.#leaving = true;
    this.#attributeCount = 0;
    return true;
  }

  #readOpen(start: number): boolean {
    const buffer = this.#buffer;
    const length = buffer.length;
    let at = start + 1;
    while (at < length && !endsName(buffer.charCodeAt(at))) at++;
    if (at >= length) return false;
    const nameEnd = at;
    let count = 0;
    let declares = false;
    for (;;) {
      while (at < length && isBlank(buffer.charCodeAt(at))) at++;
      if (at >= length) return false;
      const code = buffer.charCodeAt(at);
      if (code === GREATER) break;
      if (code === SLASH) {
        if (at + 1 >= length) return false;
        if (buffer.charCodeAt(at + 1) !== GREATER) this.#damaged("a tag is malformed");
        break;
      }
      const attributeStart = at;
      while (at < length && !endsName(buffer.charCodeAt(at))) at++;
      const attributeEnd = at;
      while (at < length && isBlank(buffer.charCodeAt(at))) at++;
      if (at >= length) return false;
      if (buffer.charCodeAt(at) !== EQUALS || attributeEnd === attributeStart) this.#damaged("a tag is malformed");
      at++;
      while (at < length && isBlank(buffer.charCodeAt(at))) at++;
      if (at >= length) return false;
      const quote = buffer.charCodeAt(at);
      if (quote !== QUOTE && quote !== APOSTROPHE) this.#damaged("an attribute has no quotes");
      const valueEnd = buffer.indexOf(quote === QUOTE ? '"' : "'", at + 1);
      if (valueEnd < 0) return false;
      const place = 4 * count++;
      this.#attributes[place] = attributeStart;
      this.#attributes[place + 1] = attributeEnd;
      this.#attributes[place + 2] = at + 1;
      this.#attributes[place + 3] = valueEnd;
      declares ||= buffer.startsWith("xmlns", attributeStart);
      at = valueEnd + 1;
    }
    if (nameEnd === start + 1) this.#damaged("a tag is malformed");
    this.#closesItself = buffer.charCodeAt(at) === SLASH;
    this.#position = at + (this.#closesItself ? 2 : 1);
    this.#attributeCount = count;
    this.#enter(buffer.slice(start + 1, nameEnd), declares);
    return true;
  }

  #enter(qualified: string, declares: boolean): void {
    if (this.#stack.length === 0 && this.#rootSeen) this.#damaged("it has more than one root element");
    if (this.#stack.length >= MAX_DEPTH) this.#damaged(`its elements are nested deeper than ${MAX_DEPTH}`);
    this.#rootSeen = true;
    this.kind = "open";
    this.#stack.push(qualified);
    this.depth = this.#stack.length;
    this.#setName(qualified);
    if (declares) this.#declareNamespaces();
  }

  #declareNamespaces(): void {
    for (let i = 0; i < this.#attributeCount; i++) {
      const name = this.#buffer.slice(this.#attributes[4 * i], this.#attributes[4 * i + 1]);
      if (name !== "xmlns" && !name.startsWith("xmlns:")) continue;
      this.#scopes.push({ depth: this.depth, prefix: name.slice(6), uri: this.#decodedValue(i) });
    }
  }

  #leave(): void {
    this.#leaving = false;
    this.#stack.pop();
    while (this.#scopes.length > 0 && this.#scopes.at(-1)!.depth > this.#stack.length) this.#scopes.pop();
    this.depth = this.#stack.length;
  }

  #setName(qualified: string): void {
    const colon = qualified.indexOf(":");
    this.prefix = colon < 0 ? "" : qualified.slice(0, colon);
    this.name = colon < 0 ? qualified : qualified.slice(colon + 1);
  }

  #usedUp(): false {
    if (this.#buffer.length - this.#position > MAX_MARKUP) this.#damaged("a tag has no end");
    if (!this.#ended) return false;
    if (this.#position < this.#buffer.length || this.#stack.length > 0 || !this.#rootSeen)
      this.#damaged("it is cut off");
    return false;
  }

  #damaged(what: string): never {
    throw new FileFault(
      this.#origin.fault,
      `The file is damaged: "${this.#origin.part}" is no readable XML (${what}).`,
    );
  }
}

/** A reader over a whole part, given as text or as bytes in any encoding that XML allows. */
export function readXml(source: string | Buffer, origin: XmlOrigin): XmlReader {
  const reader = new XmlReader(origin);
  if (typeof source === "string") {
    reader.feed(source);
  } else {
    const decoder = new XmlDecoder();
    reader.feed(decoded(origin, () => decoder.decode(source) + decoder.end()));
  }
  reader.end();
  return reader;
}

/**
 * Reads a part that comes in chunks: yields one and the same reader each time it has more to give.
 *
 * @throws {FileFault} bytes that are no text; what is wrong with the XML is thrown by the reader's `next`
 */
export async function* xmlChunks(
  chunks: AsyncIterable<Buffer>,
  origin: XmlOrigin,
): AsyncGenerator<XmlReader, void, undefined> {
  const reader = new XmlReader(origin);
  const decoder = new XmlDecoder();
  for await (const chunk of chunks) {
    reader.feed(decoded(origin, () => decoder.decode(chunk)));
    yield reader;
  }
  reader.feed(decoded(origin, () => decoder.end()));
  reader.end();
  yield reader;
}

function decoded(origin: XmlOrigin, decode: () => string): string {
  try {
    return decode();
  } catch (cause) {
    throw new FileFault(origin.fault, `The file is damaged: "${origin.part}" holds bytes that are no text.`, { cause });
  }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === LF || code === CR || code === TAB;
}

function endsName(code: number): boolean {
  return isBlank(code) || code === GREATER || code === SLASH || code === EQUALS;
}
