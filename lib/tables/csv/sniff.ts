import type { Dialect, SniffOptions } from "./dialect.ts";
import { decoderFor, detectEncoding, encodingName } from "./encoding.ts";
import { findLayout } from "./sniff-layout.ts";
import { bestCut } from "./sniff-reading.ts";
import { readSample, type Sample } from "./sniff-rows.ts";

/** Rows by which title, header and columns are told apart. */
const LAYOUT_ROWS = 300;

/**
 * Finds how a CSV file is written.
 *
 * @param sample first bytes of the file, 64 KiB or the whole of a smaller one
 * @param options what the owner of the file said; it is taken as said
 */
export function sniffCsv(sample: Uint8Array, options: SniffOptions): Dialect {
  const found = detectEncoding(sample);
  const encoding =
    options.encoding === undefined ? found.encoding : (encodingName(options.encoding) ?? options.encoding);
  const text = sampleText(sample, encoding, options.isWhole);
  const skipped = typeof options.skip_rows === "number" ? options.skip_rows : null;
  const table: Sample = {
    text: text.slice(skipped === null ? 0 : offsetOfLine(text, skipped)),
    isWhole: options.isWhole,
  };
  const { cut, width, confidence } = bestCut(table, options);
  const { rows } = readSample(table, cut, LAYOUT_ROWS);
  const header = options.header ?? true;
  const layout = findLayout(rows, width, header, skipped === null);
  return {
    ...cut,
    encoding,
    bom: found.bomBytes > 0,
    line_terminator: commonLineEnd(text),
    header: layout.headerRows > 0 || header === true,
    header_rows: layout.headerRows,
    skip_rows: skipped ?? linesIn(text.slice(0, rows[layout.first]?.start ?? 0)),
    skip_footer: options.skip_footer ?? "auto",
    confidence,
  };
}

/** The sample as text, without the line that its end cut. */
function sampleText(sample: Uint8Array, encoding: string, isWhole: boolean): string {
  const transcoder = decoderFor(encoding);
  const text = Buffer.concat([transcoder.push(sample), ...(isWhole ? [transcoder.end()] : [])]).toString("utf8");
  if (isWhole) return text;
  const lastEnd = Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));
  return lastEnd === -1 ? text : text.slice(0, lastEnd + 1);
}

function commonLineEnd(text: string): Dialect["line_terminator"] {
  let crlf = 0;
  let lf = 0;
  let cr = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) lf++;
    else if (code === 13) {
      if (text.charCodeAt(at + 1) === 10) {
        crlf++;
        at++;
      } else cr++;
    }
  }
  if (crlf > 0 && crlf >= lf && crlf >= cr) return "\r\n";
  return cr > lf ? "\r" : "\n";
}

const LINE_END = /\r\n|\n|\r/g;

const linesIn = (text: string): number => text.match(LINE_END)?.length ?? 0;

/** Where the line after the first `count` starts; the text's length where there are no more. */
function offsetOfLine(text: string, count: number): number {
  let offset = 0;
  for (const end of text.matchAll(LINE_END)) {
    if (count-- === 0) return offset;
    offset = end.index + end[0].length;
  }
  return count === 0 ? offset : text.length;
}
