/**
 * XML read on bytes, one token after the other, without a string for a tag, an attribute or a text.
 *
 * For sheets and shared strings, where a token costs as much as the whole of a cell may: what `lib/ooxml/xml.ts` does
 * for people's convenience is done here with positions. UTF-8 only; `utf8Chunks` turns other encodings into it.
 */
import { isUtf8 } from "node:buffer";
import { FileFault } from "../../errors.ts";
import type { XmlOrigin } from "../../ooxml/xml.ts";
import { decodeXmlText, XmlDecoder, xmlEncoding } from "../../ooxml/xml-text.ts";

/** What `XmlBytes.next` found: `more` means that all bytes fed are used up. */
export const Token = { more: 0, open: 1, close: 2, text: 3 } as const;
export type Token = (typeof Token)[keyof typeof Token];

/** A tag or text above this size is damage: Excel's longest cell has 32,767 characters. */
const MAX_TOKEN_BYTES = 1 << 20;
const MAX_ATTRIBUTES = 64;

const [TAB, LF, CR, SPACE] = [0x09, 0x0a, 0x0d, 0x20];
const [BANG, QUOTE, AMPERSAND, APOSTROPHE] = [0x21, 0x22, 0x26, 0x27];
const [SLASH, COLON, LESS, EQUALS, GREATER, QUESTION] = [0x2f, 0x3a, 0x3c, 0x3d, 0x3e, 0x3f];
const CHARACTER_DATA = Buffer.from("<![CDATA[");
const COMMENT = Buffer.from("<!--");

/** The number that stands for a local name in `XmlBytes.name` and in attributes. */
export function nameHash(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return hash;
}

export class XmlBytes {
  bytes: Buffer = Buffer.alloc(0);
  /** Where the next token begins. */
  position = 0;
  /** `nameHash` of the local name of the current open or close tag. */
  name = 0;
  selfClosing = false;
  /** Open elements around the current position; the current open tag is counted, a self-closing one is not. */
  depth = 0;
  textStart = 0;
  textEnd = 0;
  /** Whether the text is as it stands, without references, carriage returns or a CDATA frame. */
  textIsPlain = true;
  attributeCount = 0;
  /** By attribute: `nameHash` of its local name, start and end of its value. */
  readonly attributeNames = new Int32Array(MAX_ATTRIBUTES);
  readonly attributeStarts = new Int32Array(MAX_ATTRIBUTES);
  readonly attributeEnds = new Int32Array(MAX_ATTRIBUTES);

  readonly #origin: XmlOrigin;
  #length = 0;
  #textIsCharacterData = false;

  constructor(origin: XmlOrigin) {
    this.#origin = origin;
  }

  /** Adds bytes to what is left of the last; all positions handed out before are void then. */
  feed(chunk: Buffer): void {
    const rest = this.bytes.subarray(this.position, this.#length);
    if (rest.length > MAX_TOKEN_BYTES) this.damaged("a tag or a text is longer than 1 MiB");
    this.bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    this.position = 0;
    this.#length = this.bytes.length;
  }

  /** @throws {FileFault} bytes left over, or elements not closed */
  end(): void {
    if (this.depth !== 0 || !isBlankRun(this.bytes, this.position, this.#length)) this.damaged("it is cut off");
  }

  /** @throws {FileFault} not well-formed, or a document type */
  next(): Token {
    const bytes = this.bytes;
    const length = this.#length;
    let at = this.position;
    while (at < length) {
      if (bytes[at] !== LESS) return this.#readText(at);
      if (at + 1 === length) return Token.more;
      const code = bytes[at + 1]!;
      if (code === SLASH) return this.#readClose(at);
      if (code !== BANG && code !== QUESTION) return this.#readOpen(at);
      const end = this.#skip(at, code);
      if (end < 0) return Token.more;
      this.position = end;
      if (this.#textIsCharacterData) {
        this.#textIsCharacterData = false;
        return Token.text;
      }
      at = end;
    }
    return Token.more;
  }

  /** The current text with references undone and line ends folded: the slow way, for texts that are not plain. */
  text(): string {
    const raw = this.bytes.toString("utf8", this.textStart, this.textEnd);
    if (this.bytes[this.textStart - 1] === 0x5b) return raw.replace(/\r\n?/g, "\n"); // the [ that opens character data
    return decodeXmlText(raw) ?? this.damaged("a reference such as &amp; is malformed");
  }

  damaged(what: string): never {
    throw new FileFault(
      this.#origin.fault,
      `The file is damaged: "${this.#origin.part}" is no readable XML (${what}).`,
    );
  }

  #readText(start: number): Token {
    const bytes = this.bytes;
    const length = this.#length;
    let plain = true;
    let at = start;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === LESS) break;
      if (byte === AMPERSAND || byte === CR) plain = false;
    }
    if (at === length) return Token.more;
    this.textStart = start;
    this.textEnd = at;
    this.textIsPlain = plain;
    this.position = at;
    return Token.text;
  }

  #readClose(start: number): Token {
    const bytes = this.bytes;
    const length = this.#length;
    let hash = 0;
    for (let at = start + 2; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === GREATER) {
        if (--this.depth < 0) this.damaged("a tag closes nothing that is open");
        this.name = hash;
        this.position = at + 1;
        return Token.close;
      }
      if (byte === COLON) hash = 0;
      else if (byte > SPACE) hash = (Math.imul(hash, 31) + byte) | 0;
    }
    return Token.more;
  }

  #readOpen(start: number): Token {
    const bytes = this.bytes;
    const length = this.#length;
    let at = start + 1;
    let hash = 0;
    for (; at < length; at++) {
      const byte = bytes[at]!;
      if (byte === GREATER || byte === SLASH || byte <= SPACE) break;
      hash = byte === COLON ? 0 : (Math.imul(hash, 31) + byte) | 0;
    }
    let count = 0;
    for (;;) {
      while (at < length && bytes[at]! <= SPACE) at++;
      if (at >= length) return Token.more;
      let byte = bytes[at]!;
      if (byte === GREATER || byte === SLASH) break;
      let attribute = 0;
      for (; at < length; at++) {
        byte = bytes[at]!;
        if (byte === EQUALS || byte <= SPACE || byte === GREATER) break;
        attribute = byte === COLON ? 0 : (Math.imul(attribute, 31) + byte) | 0;
      }
      while (at < length && bytes[at]! <= SPACE) at++;
      if (at >= length) return Token.more;
      if (bytes[at] !== EQUALS) this.damaged("a tag is malformed");
      at++;
      while (at < length && bytes[at]! <= SPACE) at++;
      if (at >= length) return Token.more;
      const quote = bytes[at]!;
      if (quote !== QUOTE && quote !== APOSTROPHE) this.damaged("an attribute has no quotes");
      const valueStart = ++at;
      while (at < length && bytes[at] !== quote) at++;
      if (at >= length) return Token.more;
      if (count < MAX_ATTRIBUTES) {
        this.attributeNames[count] = attribute;
        this.attributeStarts[count] = valueStart;
        this.attributeEnds[count++] = at;
      }
      at++;
    }
    this.selfClosing = bytes[at] === SLASH;
    if (this.selfClosing && ++at >= length) return Token.more;
    if (bytes[at] !== GREATER || hash === 0) this.damaged("a tag is malformed");
    if (!this.selfClosing) this.depth++;
    this.name = hash;
    this.attributeCount = count;
    this.position = at + 1;
    return Token.open;
  }

  /** Past an instruction, a comment or character data, which becomes the current text. Negative: more is needed. */
  #skip(start: number, code: number): number {
    const bytes = this.bytes;
    if (code === QUESTION) return after(bytes.indexOf("?>", start + 2), 2);
    const head = bytes.subarray(start, start + CHARACTER_DATA.length);
    if (head.indexOf(COMMENT) === 0) return after(bytes.indexOf("-->", start + 4), 3);
    if (head.equals(CHARACTER_DATA)) {
      const end = bytes.indexOf("]]>", start + CHARACTER_DATA.length);
      if (end < 0) return -1;
      this.textStart = start + CHARACTER_DATA.length;
      this.textEnd = end;
      this.textIsPlain = false;
      this.#textIsCharacterData = true;
      return end + 3;
    }
    if (CHARACTER_DATA.indexOf(head) === 0 || COMMENT.indexOf(head) === 0) return -1;
    return this.damaged("it declares a document type, which Office files never do");
  }
}

function after(found: number, length: number): number {
  return found < 0 ? -1 : found + length;
}

function isBlankRun(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte !== SPACE && byte !== LF && byte !== CR && byte !== TAB && byte !== 0) return false;
  }
  return true;
}

/**
 * The bytes of an XML part as UTF-8, each chunk ending between two characters.
 *
 * @throws {FileFault} bytes that its encoding does not allow
 */
export async function* utf8Chunks(
  chunks: AsyncIterable<Buffer>,
  origin: XmlOrigin,
): AsyncGenerator<Buffer, void, undefined> {
  let decoder: XmlDecoder | undefined;
  let rest: Buffer | undefined;
  let first = true;
  try {
    for await (const piece of chunks) {
      let chunk = rest ? Buffer.concat([rest, piece]) : piece;
      rest = undefined;
      if (first) {
        first = false;
        const encoding = xmlEncoding(chunk).toLowerCase();
        if (encoding !== "utf-8" && encoding !== "utf8" && encoding !== "us-ascii") decoder = new XmlDecoder();
        else if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) chunk = chunk.subarray(3);
      }
      if (decoder) {
        yield Buffer.from(decoder.decode(chunk));
        continue;
      }
      const end = lastCharacterEnd(chunk);
      const whole = chunk.subarray(0, end);
      if (!isUtf8(whole)) throw new TypeError("not UTF-8");
      if (end < chunk.length) rest = chunk.subarray(end);
      yield whole;
    }
    if (rest) throw new TypeError("a character is cut off");
    if (decoder) yield Buffer.from(decoder.end());
  } catch (cause) {
    if (!(cause instanceof TypeError || cause instanceof RangeError)) throw cause;
    throw new FileFault(origin.fault, `The file is damaged: "${origin.part}" holds bytes that are no text.`, { cause });
  }
}

/** Where the last whole character ends: a UTF-8 sequence that is cut off at the end is left for the next chunk. */
function lastCharacterEnd(bytes: Buffer): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
