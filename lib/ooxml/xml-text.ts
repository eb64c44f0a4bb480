/** Text inside XML: references, line ends, and the bytes it is written in. */

import { TextDecoder } from "node:util";

/** The five entities that XML defines itself. Others would need a DTD, which no Office file has. */
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Undoes references and folds line ends to LF (XML 1.0, sections 2.11 and 4.6). Undefined: a reference is malformed. */
export function decodeXmlText(raw: string): string | undefined {
  const text = raw.includes("\r") ? raw.replace(/\r\n?/g, "\n") : raw;
  return text.includes("&") ? decodeReferences(text) : text;
}

/** As `decodeXmlText`; line ends and tabs written as themselves become blanks (XML 1.0, section 3.3.3). */
export function decodeXmlAttribute(raw: string): string | undefined {
  const text = /[\t\r\n]/.test(raw) ? raw.replace(/\r\n|[\t\r\n]/g, " ") : raw;
  return text.includes("&") ? decodeReferences(text) : text;
}

function decodeReferences(text: string): string | undefined {
  let decoded = "";
  let from = 0;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", from)) {
    const end = text.indexOf(";", at);
    const character = end < 0 ? undefined : decodeReference(text.slice(at + 1, end));
    if (character === undefined) return undefined;
    decoded += text.slice(from, at) + character;
    from = end + 1;
  }
  return (decoded + text.slice(from)).toWellFormed();
}

/** Halves of a surrogate pair pass here one by one: some writers put a character as two references. */
function decodeReference(name: string): string | undefined {
  const number = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name);
  if (!number) return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
  const codePoint = number[1] ? Number.parseInt(number[1], 16) : Number(number[2]);
  return codePoint >= 1 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
}

/** Bytes at the start of a document by which its encoding can be told (XML 1.0, appendix F). */
const DECLARATION_BYTES = 256;

/**
 * Turns the bytes of an XML document into text, chunk by chunk: by byte order mark, else by declaration, else UTF-8.
 *
 * @throws {TypeError | RangeError} bytes that the encoding does not allow, or an encoding that nobody knows
 */
export class XmlDecoder {
  #start: Buffer | undefined = Buffer.alloc(0);
  #decoder: TextDecoder | undefined;

  /** The text of a chunk; empty while too little has come to tell the encoding. */
  decode(chunk: Buffer): string {
    if (this.#decoder) return this.#decoder.decode(chunk, { stream: true });
    const start = this.#start?.length ? Buffer.concat([this.#start, chunk]) : chunk;
    if (start.length < DECLARATION_BYTES) {
      this.#start = start;
      return "";
    }
    return this.#open(start).decode(start, { stream: true });
  }

  /** What is left when all chunks have come. */
  end(): string {
    if (this.#decoder) return this.#decoder.decode();
    const start = this.#start ?? Buffer.alloc(0);
    return this.#open(start).decode(start);
  }

  #open(start: Buffer): TextDecoder {
    this.#start = undefined;
    this.#decoder = new TextDecoder(xmlEncoding(start), { fatal: true });
    return this.#decoder;
  }
}

/** Label of the encoding of an XML document, told by its first bytes. */
export function xmlEncoding(start: Buffer): string {
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0x3c && start[1] === 0)) return "utf-16le";
  if ((start[0] === 0xfe && start[1] === 0xff) || (start[0] === 0 && start[1] === 0x3c)) return "utf-16be";
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return "utf-8";
  const declaration = start.toString("latin1", 0, DECLARATION_BYTES);
  return /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(declaration)?.[1] ?? "utf-8";
}
