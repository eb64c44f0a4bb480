import { FileFault } from "../../errors.ts";
import { decodeCellText } from "../../ooxml/cell-text.ts";
import type { OfficePackage } from "../../ooxml/package.ts";
import { nameHash, Token, utf8Chunks, XmlBytes } from "./xml-bytes.ts";

/**
 * All texts of a workbook that cells refer to by number, in one run of bytes: text `i` is `offsets[i] … offsets[i + 1]`.
 * The buffer may be longer than the `length` that is used of it.
 */
export type SharedStrings = { bytes: Buffer; length: number; offsets: Int32Array; count: number };

const [ITEM, TEXT, PHONETIC] = [nameHash("si"), nameHash("t"), nameHash("rPh")];
const FIRST_BYTES = 1 << 20;
const FIRST_COUNT = 1 << 14;
/** Positions in a chunk are 32-bit numbers, and what a sheet adds must fit as well. */
const MAX_BYTES = 2 ** 30;
const MAX_COUNT = 2 ** 26;

export const NO_STRINGS: SharedStrings = { bytes: Buffer.alloc(0), length: 0, offsets: new Int32Array(1), count: 0 };

/**
 * Reads the part of shared strings: runs of rich text joined, phonetic hints left out.
 *
 * @throws {FileFault} damaged, more than 1 GiB of text or 67 million texts
 */
export async function readSharedStrings(source: OfficePackage, part: string): Promise<SharedStrings> {
  const strings = new Collector(source.zip.policy.faults.partTooLarge);
  const xml = new XmlBytes(source.origin(part));
  let reading = false;
  let phoneticDepth = 0;
  for await (const chunk of utf8Chunks(source.zip.stream(part), source.origin(part))) {
    xml.feed(chunk);
    for (let token = xml.next(); token !== Token.more; token = xml.next()) {
      if (token === Token.text) {
        if (reading) strings.append(xml);
      } else if (token === Token.open) {
        if (xml.name === TEXT) reading = phoneticDepth === 0 && !xml.selfClosing;
        else if (xml.name === PHONETIC && !xml.selfClosing && phoneticDepth === 0) phoneticDepth = xml.depth;
        else if (xml.name === ITEM && xml.selfClosing) strings.finish();
      } else {
        reading = false;
        if (xml.name === ITEM) strings.finish();
        else if (xml.name === PHONETIC && xml.depth < phoneticDepth) phoneticDepth = 0;
      }
    }
  }
  xml.end();
  return strings.result();
}

class Collector {
  readonly #tooLarge: string;
  #bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #length = 0;
  #offsets = new Int32Array(FIRST_COUNT);
  #count = 0;

  constructor(tooLarge: string) {
    this.#tooLarge = tooLarge;
  }

  append(xml: XmlBytes): void {
    if (xml.textIsPlain) {
      this.#reserve(xml.textEnd - xml.textStart);
      this.#length += xml.bytes.copy(this.#bytes, this.#length, xml.textStart, xml.textEnd);
    } else {
      const text = xml.text();
      this.#reserve(Buffer.byteLength(text));
      this.#length += this.#bytes.write(text, this.#length);
    }
  }

  /** Ends one string and begins the next. */
  finish(): void {
    this.#length = unescapeText(this.#bytes, this.#offsets[this.#count]!, this.#length);
    if (++this.#count === this.#offsets.length) {
      if (this.#count >= MAX_COUNT)
        throw new FileFault(this.#tooLarge, "The workbook holds more than 67 million texts.");
      const offsets = new Int32Array(2 * this.#count);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
    this.#offsets[this.#count] = this.#length;
  }

  result(): SharedStrings {
    return { bytes: this.#bytes, length: this.#length, offsets: this.#offsets, count: this.#count };
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    if (needed > MAX_BYTES) throw new FileFault(this.#tooLarge, "The workbook holds more than 1 GiB of text.");
    const bytes = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

const [UNDERSCORE, LOWER_X] = [0x5f, 0x78];

/** Undoes `_xHHHH_` in the text at `start … end`, in place: it never grows. Returns where it ends now. */
export function unescapeText(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end - 6; at++) {
    if (bytes[at] === UNDERSCORE && bytes[at + 1] === LOWER_X) {
      return start + bytes.write(decodeCellText(bytes.toString("utf8", start, end)), start);
    }
  }
  return end;
}
