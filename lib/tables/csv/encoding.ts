import { Buffer, isUtf8 } from "node:buffer";
import iconv from "iconv-lite";
import { FileFault } from "../../errors.ts";
import { legacyEncoding } from "./encoding-legacy.ts";

export type FoundEncoding = {
  /** Lower-case WHATWG name. */
  encoding: string;
  /** Length of the byte order mark; 0 without one. */
  bomBytes: number;
  /** 0 to 1. */
  confidence: number;
};

const BOMS: readonly { encoding: string; bytes: readonly number[] }[] = [
  { encoding: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-32le", bytes: [0xff, 0xfe, 0x00, 0x00] },
  { encoding: "utf-32be", bytes: [0x00, 0x00, 0xfe, 0xff] },
  { encoding: "utf-16le", bytes: [0xff, 0xfe] },
  { encoding: "utf-16be", bytes: [0xfe, 0xff] },
  { encoding: "gb18030", bytes: [0x84, 0x31, 0x95, 0x33] },
];

/** How ISO-2022-JP, which has bytes below 0x80 only, goes over to kanji. */
const ISO_2022_JP = ["\x1b$B", "\x1b$@"];

/**
 * Finds the encoding of a file from its first bytes; 64 KiB is plenty, and a character may be cut at the end.
 *
 * A byte order mark is believed; zero bytes on one side of most pairs are UTF-16; what is valid UTF-8, or nearly all
 * of it, is UTF-8 (ASCII with it); for the rest see encoding-legacy.ts.
 */
export function detectEncoding(sample: Uint8Array): FoundEncoding {
  for (const { encoding, bytes } of BOMS) {
    if (bytes.every((byte, at) => sample[at] === byte)) return { encoding, bomBytes: bytes.length, confidence: 1 };
  }
  if (ISO_2022_JP.some((mark) => Buffer.from(sample.buffer, sample.byteOffset, sample.length).includes(mark))) {
    return { encoding: "iso-2022-jp", bomBytes: 0, confidence: 0.9 };
  }
  const wide = wideEncoding(sample);
  if (wide !== null) return { encoding: wide, bomBytes: 0, confidence: 0.9 };
  if (isUtf8(withoutCutCharacter(sample))) return { encoding: "utf-8", bomBytes: 0, confidence: 1 };
  if (isNearlyUtf8(sample)) return { encoding: "utf-8", bomBytes: 0, confidence: 0.8 };
  return { ...legacyEncoding(sample), bomBytes: 0 };
}

/**
 * UTF-16 without a mark: digits, delimiters and line ends have a zero byte, always on the same side. A file of single
 * bytes with a few stray zeros shows no line end when its bytes are taken in pairs.
 */
function wideEncoding(sample: Uint8Array): string | null {
  const zeros = [0, 0];
  const lineEnds = [0, 0];
  for (let at = 0; at + 1 < sample.length; at += 2) {
    for (const side of [0, 1]) {
      if (sample[at + side] !== 0) continue;
      zeros[side]!++;
      const other = sample[at + 1 - side];
      if (other === 0x0a || other === 0x0d) lineEnds[side]!++;
    }
  }
  const pairs = sample.length >> 1;
  for (const [side, encoding] of ["utf-16be", "utf-16le"].entries()) {
    const here = zeros[side]!;
    const there = zeros[1 - side]!;
    if (there <= here * 0.2 && lineEnds[side]! > 0 && here > pairs * 0.08) return encoding;
    if (there <= here * 0.05 && here > pairs * 0.45) return encoding;
  }
  return null;
}

/** Some bytes are not UTF-8, but for each there are two non-ASCII bytes that are: a damaged file. */
function isNearlyUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder().decode(sample, { stream: true });
  const faults = text.split("\uFFFD").length - 1;
  const asciiBytes = sample.reduce((count, byte) => count + (byte < 0x80 ? 1 : 0), 0);
  return sample.length - asciiBytes >= faults * 3;
}

/** The sample without a UTF-8 character that its end cut in two. */
function withoutCutCharacter(sample: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= sample.length; back++) {
    const byte = sample[sample.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? sample.subarray(0, sample.length - back) : sample;
  }
  return sample;
}

function whatwgName(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return null;
  }
}

/** The name under which Intake knows an encoding: `latin1` → `windows-1252`. null when nothing here can read it. */
export function encodingName(label: string): string | null {
  const name = whatwgName(label.trim());
  if (name !== null) return name;
  return iconv.encodingExists(label) ? label.trim().toLowerCase() : null;
}

/** Turns a file's bytes into UTF-8, chunk by chunk; a character cut by a chunk's end waits for the next. */
export type Transcoder = {
  push(chunk: Uint8Array): Uint8Array;
  /** What was still waiting. Call once, at the end. */
  end(): Uint8Array;
};

/**
 * A transcoder to UTF-8 for one pass over a file. A byte order mark at the start is dropped.
 *
 * UTF-8 comes out as it went in, not copied and not checked, so bytes that are not UTF-8 are still there to be found.
 * In other encodings, bytes that the encoding does not allow come out as three bytes 0xFF, which UTF-8 never holds.
 *
 * @throws {FileFault} ENCODING_UNKNOWN
 */
export function decoderFor(encoding: string): Transcoder {
  const name = encodingName(encoding);
  if (name === null) throw new FileFault("ENCODING_UNKNOWN", `The encoding "${encoding}" is not one that can be read.`);
  if (name === "utf-8") return utf8Transcoder();
  return whatwgName(name) === null ? iconvTranscoder(name) : whatwgTranscoder(name);
}

function utf8Transcoder(): Transcoder {
  let held: Uint8Array | null = new Uint8Array(0); // the first bytes, until three are there; then null
  return {
    push(chunk) {
      if (held === null) return chunk;
      const start = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      if (start.length < 3) {
        held = start;
        return new Uint8Array(0);
      }
      held = null;
      return start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf ? start.subarray(3) : start;
    },
    end: () => held ?? new Uint8Array(0),
  };
}

function whatwgTranscoder(name: string): Transcoder {
  const decoder = new TextDecoder(name);
  return {
    push: (chunk) => utf8WithFaults(decoder.decode(chunk, { stream: true })),
    end: () => utf8WithFaults(decoder.decode()),
  };
}

function iconvTranscoder(name: string): Transcoder {
  const decoder = iconv.getDecoder(name);
  return {
    push: (chunk) => utf8WithFaults(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))),
    end: () => utf8WithFaults(decoder.end() ?? ""),
  };
}

/** UTF-8 in which U+FFFD, the decoders' mark for a fault, is three bytes 0xFF. */
function utf8WithFaults(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  if (!text.includes("\uFFFD")) return bytes;
  for (let at = bytes.indexOf("\uFFFD"); at !== -1; at = bytes.indexOf("\uFFFD", at + 3)) bytes.fill(0xff, at, at + 3);
  return bytes;
}
