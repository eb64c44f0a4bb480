import type { SniffOptions } from "./dialect.ts";
import { type Candidate, delimiterCandidates, trustIn } from "./sniff-candidates.ts";
import { type Cut, readSample, type Sample, type SampleTable } from "./sniff-rows.ts";
import { scoreTable } from "./sniff-score.ts";

/** Characters and rows by which delimiters are compared; more would cost time and tell little. */
const COMPARED_LENGTH = 16_384;
const COMPARED_ROWS = 500;

/** Rows by which quotes and escapes are compared once the delimiter is known: they are rarer than delimiters. */
const QUOTED_ROWS = 2_000;

export type BestCut = {
  cut: Cut;
  /** Columns. */
  width: number;
  /** 0 to 1: how far the delimiter is ahead of the next. */
  confidence: number;
};

type Reading = { cut: Cut; table: SampleTable; value: number; width: number };
type Read = (quote: string | null, mark: string | null) => Reading;
type Said = Pick<SniffOptions, "delimiter" | "quote" | "escape">;

/** The way of cutting the sample into cells that makes it most like a table; what is said is not tried otherwise. */
export function bestCut(sample: Sample, said: Said): BestCut {
  const start = shortened(sample);
  const delimiters =
    said.delimiter === undefined ? delimiterCandidates(start.text) : [{ delimiter: said.delimiter, trust: 1 }];
  const readings = delimiters.map((candidate) => bestQuoting(start, said, reader(start, candidate, COMPARED_ROWS)));
  let best = 0;
  for (const [at, reading] of readings.entries()) if (isBetter(reading, readings[best]!)) best = at;
  const { cut, width, value } = readings[best]!;
  const next = Math.max(0, ...readings.filter((_, at) => at !== best).map((reading) => reading.value));
  const confidence = value === 0 ? 0 : Math.max(0, 1 - next / value);
  if (width === 1 && said.delimiter === undefined) return { cut: { ...cut, delimiter: "," }, width, confidence };
  const isSettled = start === sample || !mayChange(sample.text, readings[best]!);
  const whole = isSettled ? readings[best]! : bestQuoting(sample, said, reader(sample, delimiters[best]!, QUOTED_ROWS));
  return { cut: said.delimiter === undefined ? withBlank(sample, whole) : whole.cut, width, confidence };
}

/** Whether the rest of the sample may speak for another quote or escape than its start did. */
function mayChange(text: string, { cut, table }: Reading): boolean {
  if (text.includes("\\") || cut.quote !== '"' || cut.escape !== null || table.loneQuotes > 0) return true;
  return table.quotedCells === 0 && /["']/.test(text);
}

/**
 * The blank that follows every delimiter belongs to it where some fields are quoted and some are not: `1, "a, b", c`.
 * Without quotes it is left to be trimmed, as those who annotate such files do.
 */
function withBlank(sample: Sample, { cut, table }: Reading): Cut {
  const unquoted = table.rows.some(({ cells, quoted }) =>
    cells.some((_, c) => c > 0 && c < 31 && !((quoted >> c) & 1)),
  );
  if (table.quotedCells === 0 || !unquoted) return cut;
  for (const blank of [" ", "\t"]) {
    const wider = { ...cut, delimiter: cut.delimiter + blank };
    const { rows } = readSample(sample, wider, QUOTED_ROWS);
    if (table.rows.every(({ cells }, at) => rows[at]?.cells.length === cells.length)) return wider;
  }
  return cut;
}

/** The start of a sample, as far as delimiters are compared: whole lines, if lines are not longer than it. */
function shortened(sample: Sample): Sample {
  const { text } = sample;
  if (text.length <= COMPARED_LENGTH) return sample;
  const end = Math.max(text.lastIndexOf("\n", COMPARED_LENGTH), text.lastIndexOf("\r", COMPARED_LENGTH)) + 1;
  return { text: text.slice(0, end === 0 ? COMPARED_LENGTH : end), isWhole: false };
}

function reader(sample: Sample, candidate: Candidate, maxRows: number): Read {
  const single = sample.text.split("'").length - 1;
  const double = sample.text.split('"').length - 1;
  return (quote, mark) => {
    const cut = { delimiter: candidate.delimiter, quote, escape: mark };
    const table = readSample(sample, cut, maxRows);
    const score = scoreTable(table, cut, quote === "'" ? single : double);
    return { cut, table, value: score.value * trustIn(candidate, score), width: score.width };
  };
}

/** Better by more than rounding: on a draw what was tried first stays. */
const isBetter = (reading: Reading, other: Reading) => reading.value > other.value * 1.0001;

/** The best quote and escape for one delimiter. Double quotes first: others are tried where they may explain more. */
function bestQuoting({ text }: Sample, said: Said, read: Read): Reading {
  if (said.quote !== undefined) return bestEscape(text, said, said.quote, read);
  let best = bestEscape(text, said, '"', read);
  const { quotedCells, unclosed, loneQuotes } = best.table;
  const isClear = unclosed === 0 && loneQuotes === 0;
  if (text.includes("'") && !(isClear && quotedCells > 0)) {
    const single = bestEscape(text, said, "'", read);
    if (single.table.quotedCells > 0 && isBetter(single, best)) best = single;
  }
  // A single quote that never closes is a fault of the file and to be reported, not a way of writing.
  if (unclosed > 1 || loneQuotes > 0) {
    const bare = read(null, said.escape ?? null);
    if (isBetter(bare, best)) best = bare;
  }
  return best;
}

/**
 * Quotes are doubled, unless the table is better with backslashes, or no worse and backslashes stand before quotes
 * that would else be lone; or better with quotes that nothing marks.
 */
function bestEscape(text: string, said: Said, quote: string | null, read: Read): Reading {
  if (said.escape !== undefined) return read(quote, said.escape);
  const doubled = read(quote, null);
  if (text.includes("\\")) {
    const backslash = read(quote, "\\");
    const fewerLone = backslash.table.escapedQuotes > 0 && backslash.table.loneQuotes < doubled.table.loneQuotes;
    if (isBetter(backslash, doubled) || (fewerLone && !isBetter(doubled, backslash))) return backslash;
  }
  if (doubled.table.doubledQuotes > 0) {
    const unmarked = read(quote, "");
    if (isBetter(unmarked, doubled)) return unmarked;
  }
  return doubled;
}
