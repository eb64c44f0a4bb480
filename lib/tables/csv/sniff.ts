import type { Dialect, SniffOptions } from "./dialect.ts";
import { decoderFor, detectEncoding, encodingName } from "./encoding.ts";
import { type Candidate, delimiterCandidates, trustIn } from "./sniff-candidates.ts";
import { findLayout } from "./sniff-layout.ts";
import { type Cut, readSample, type Sample, type SampleTable } from "./sniff-rows.ts";
import { scoreTable } from "./sniff-score.ts";

/** Characters and rows by which candidates are compared; more would cost time and tell little. */
const COMPARED_LENGTH = 16_384;
const COMPARED_ROWS = 500;

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
  const { cut, width, confidence } = bestReading(shortened(table), options);
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

/** The part of a sample by which candidates are compared: whole lines, if lines are not longer than it. */
function shortened(sample: Sample): Sample {
  if (sample.text.length <= COMPARED_LENGTH) return sample;
  const { text } = sample;
  const end = Math.max(text.lastIndexOf("\n", COMPARED_LENGTH), text.lastIndexOf("\r", COMPARED_LENGTH)) + 1;
  return { text: text.slice(0, end === 0 ? COMPARED_LENGTH : end), isWhole: false };
}

type Reading = { cut: Cut; table: SampleTable; value: number; width: number };

/** The reading of the sample that is most like a table, and how far it is ahead of the next delimiter's. */
function bestReading(sample: Sample, options: SniffOptions): { cut: Cut; width: number; confidence: number } {
  const delimiters: Candidate[] =
    options.delimiter === undefined ? delimiterCandidates(sample.text) : [{ delimiter: options.delimiter, trust: 1 }];
  const count = countQuotes(sample.text);
  const read = (candidate: Candidate, quote: string | null, mark: string | null): Reading => {
    const cut = { delimiter: candidate.delimiter, quote, escape: mark };
    const table = readSample(sample, cut, COMPARED_ROWS);
    const score = scoreTable(table, cut, quote === "'" ? count.single : count.double);
    return { cut, table, value: score.value * trustIn(candidate, score), width: score.width };
  };

  let best: Reading | null = null;
  let next = 0;
  for (const candidate of delimiters) {
    const reading = bestQuoting(sample.text, options, (quote, mark) => read(candidate, quote, mark));
    if (best === null || isBetter(reading, best)) {
      next = best?.value ?? 0;
      best = reading;
    } else next = Math.max(next, reading.value);
  }
  const { cut, width, value } = best!;
  const delimiter = width === 1 && options.delimiter === undefined ? "," : cut.delimiter;
  return { cut: { ...cut, delimiter }, width, confidence: value === 0 ? 0 : 1 - next / value };
}

/** Better by more than rounding: on a draw the candidate tried first stays. */
const isBetter = (reading: Reading, other: Reading) => reading.value > other.value * 1.0001;

/** The best quote and escape for one delimiter. Double quotes first: others are tried where they may explain more. */
function bestQuoting(
  text: string,
  options: SniffOptions,
  read: (quote: string | null, mark: string | null) => Reading,
): Reading {
  const asked = options.quote !== undefined;
  let best = bestEscape(text, options, options.quote === undefined ? '"' : options.quote, read);
  if (asked) return best;
  const explained = best.table.quotedCells > 0 && best.table.unclosed === 0 && best.table.loneQuotes === 0;
  if (text.includes("'") && !explained) {
    const single = bestEscape(text, options, "'", read);
    if (single.table.quotedCells > 0 && isBetter(single, best)) best = single;
  }
  if (best.table.unclosed > 0 || best.table.loneQuotes > 0) {
    const bare = read(null, options.escape ?? null);
    if (isBetter(bare, best)) best = bare;
  }
  return best;
}

/** Doubled quotes, unless backslashes stand before quotes and the table is none the worse for it, or only lone ones. */
function bestEscape(
  text: string,
  options: SniffOptions,
  quote: string | null,
  read: (quote: string | null, mark: string | null) => Reading,
): Reading {
  if (options.escape !== undefined) return read(quote, options.escape);
  const doubled = read(quote, null);
  if (text.includes("\\")) {
    const backslash = read(quote, "\\");
    const needed = backslash.table.escapedQuotes > 0 && doubled.table.loneQuotes > backslash.table.loneQuotes;
    if (isBetter(backslash, doubled) || (needed && !isBetter(doubled, backslash))) return backslash;
  }
  if (doubled.table.doubledQuotes > 0) {
    const unmarked = read(quote, "");
    if (isBetter(unmarked, doubled)) return unmarked;
  }
  return doubled;
}

function countQuotes(text: string): { single: number; double: number } {
  return { single: text.split("'").length - 1, double: text.split('"').length - 1 };
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
