import type { Dialect, SniffOptions } from "./dialect.ts";
import { decoderFor, detectEncoding, encodingName } from "./encoding.ts";
import { type Candidate, delimiterCandidates, trustIn } from "./sniff-candidates.ts";
import { findLayout } from "./sniff-layout.ts";
import { type Cut, readSample, type SampleTable } from "./sniff-rows.ts";
import { scoreTable } from "./sniff-score.ts";

/** Characters by which candidates are compared; more would cost time and tell little. */
const COMPARED_LENGTH = 16_384;

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
  const best = bestCut(text, options);
  const rows = readSample(text, best.cut, options.isWhole).rows;
  const layout = findLayout(rows, best.width, options.header ?? true);
  const skipRows = options.skip_rows ?? "auto";
  const lineTerminator = commonLineEnd(text);
  return {
    ...best.cut,
    encoding,
    bom: found.bomBytes > 0,
    line_terminator: lineTerminator,
    header: layout.headerRows > 0 || options.header === true,
    header_rows: layout.headerRows,
    skip_rows: skipRows === "auto" ? linesBefore(text, rows[layout.first]?.start ?? 0) : skipRows,
    skip_footer: options.skip_footer ?? "auto",
    confidence: best.confidence,
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

type Reading = { cut: Cut; table: SampleTable; value: number; width: number };

function bestCut(text: string, options: SniffOptions): { cut: Cut; width: number; confidence: number } {
  const compared = text.length <= COMPARED_LENGTH ? text : text.slice(0, text.lastIndexOf("\n", COMPARED_LENGTH) + 1);
  const isWhole = options.isWhole && compared === text;
  const delimiters: Candidate[] =
    options.delimiter === undefined ? delimiterCandidates(compared) : [{ delimiter: options.delimiter, trust: 1 }];
  const quotes = options.quote === undefined ? quoteCandidates(compared) : [options.quote];

  const escapes = (quote: string | null) =>
    options.escape === undefined ? escapeCandidates(compared, quote) : [options.escape];

  let best: Reading | null = null;
  let next = 0;
  const quoteCount = compared.split('"').length - 1;
  for (const candidate of delimiters) {
    const { delimiter } = candidate;
    for (const quote of quotes) {
      for (const mark of escapes(quote)) {
        const cut = { delimiter, quote, escape: mark };
        const table = readSample(compared, cut, isWhole);
        const score = scoreTable(table, cut, quoteCount);
        const reading = { cut, table, value: score.value * trustIn(candidate, score), width: score.width };
        if (best === null || reading.value > best.value * 1.0001) {
          if (best !== null && best.cut.delimiter !== delimiter) next = Math.max(next, best.value);
          best = reading;
        } else if (best.cut.delimiter !== delimiter) next = Math.max(next, reading.value);
      }
    }
  }
  if (best === null) return { cut: { delimiter: ",", quote: '"', escape: null }, width: 1, confidence: 0 };
  const cut = best.width === 1 && options.delimiter === undefined ? { ...best.cut, delimiter: "," } : best.cut;
  return { cut, width: best.width, confidence: best.value === 0 ? 0 : 1 - next / best.value };
}

function quoteCandidates(text: string): (string | null)[] {
  const quotes: (string | null)[] = ['"'];
  if (text.includes("'")) quotes.push("'");
  if (text.includes('"')) quotes.push(null);
  return quotes;
}

function escapeCandidates(text: string, quote: string | null): (string | null)[] {
  return quote !== null && text.includes(`\\${quote}`) ? [null, "\\"] : [null];
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

function linesBefore(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\n|\r/).length - 1;
}
