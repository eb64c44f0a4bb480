/**
 * Reads the sample as one way of writing would have it. Lenient as the scanner is: a quote closes a field only when a
 * delimiter, a line end or the end follows (blanks around quoted fields are passed over), and a quote that never closes costs its own line and no more.
 *
 * For samples of some ten KiB. The scanner proper works on bytes and is another matter.
 */

/** The part of a dialect that cuts text into cells. */
export type Cut = { delimiter: string; quote: string | null; escape: string | null };

export type Sample = {
  /** Whole lines. */
  text: string;
  /** Whether the text ends where the file ends; if not, a field that its end leaves open is dropped unblamed. */
  isWhole: boolean;
};

export type SampleRow = {
  /** Cells without their quotes; escapes are left as written, for they tell something. */
  cells: string[];
  /** Bit `c` is set when cell `c` (of the first 31) was quoted. */
  quoted: number;
  /** Where the row starts in the text. */
  start: number;
  /** Nothing at all between two line ends. */
  blank: boolean;
};

export type SampleTable = {
  rows: SampleRow[];
  /** Cells that were quoted. */
  quotedCells: number;
  /** Quotes inside quoted fields by how they were written. */
  doubledQuotes: number;
  escapedQuotes: number;
  loneQuotes: number;
  /** Lines whose quote never closed. */
  unclosed: number;
};

const LF = 10;
const CR = 13;
const TAB = 9;
const SPACE = 32;

/** Unclosed quotes after which reading stops: this is not how the file is written. */
const UNCLOSED_LIMIT = 3;

export function readSample(sample: Sample, cut: Cut, maxRows = Number.POSITIVE_INFINITY): SampleTable {
  const { text, isWhole } = sample;
  const { delimiter } = cut;
  const quote = cut.quote === null ? -1 : cut.quote.charCodeAt(0);
  const first = delimiter.charCodeAt(0);
  const single = delimiter.length === 1;
  const width = delimiter.length;
  const doubled = cut.escape === null || cut.escape === cut.quote;
  const mark = doubled || cut.escape === "" ? -1 : cut.escape!.charCodeAt(0);
  const table: SampleTable = {
    rows: [],
    quotedCells: 0,
    doubledQuotes: 0,
    escapedQuotes: 0,
    loneQuotes: 0,
    unclosed: 0,
  };
  const length = text.length;
  const delimiterAt = (at: number) => text.charCodeAt(at) === first && (single || text.startsWith(delimiter, at));
  const lineEndAt = (at: number) => text.charCodeAt(at) === LF || text.charCodeAt(at) === CR;
  const blankAt = (at: number) => {
    const code = text.charCodeAt(at);
    return (code === SPACE || code === TAB) && !delimiterAt(at);
  };
  /** Where the field ends if the quote before `at` closes it: at a delimiter, a line end or the end; else -1. */
  const closedAt = (at: number) => {
    while (at < length && blankAt(at)) at++;
    return at >= length || lineEndAt(at) || delimiterAt(at) ? at : -1;
  };

  let at = 0;
  let barred = -1; // a quote here never closes: an ordinary character
  while (at < length && table.rows.length < maxRows) {
    const row: SampleRow = { cells: [], quoted: 0, start: at, blank: false };
    let open = -1;
    for (;;) {
      let end: number;
      let opening = at;
      while (quote !== -1 && opening < length && blankAt(opening)) opening++;
      if (quote !== -1 && text.charCodeAt(opening) === quote && opening !== barred) {
        let inside = opening + 1;
        let found = -1;
        end = -1;
        for (; inside < length; inside++) {
          const code = text.charCodeAt(inside);
          if (code === quote) {
            if (doubled && text.charCodeAt(inside + 1) === quote) {
              table.doubledQuotes++;
              inside++;
            } else {
              end = closedAt(inside + 1);
              if (end !== -1) {
                found = inside;
                break;
              }
              table.loneQuotes++;
            }
          } else if (code === mark) {
            if (text.charCodeAt(inside + 1) === quote) table.escapedQuotes++;
            inside++;
          }
        }
        if (found === -1) {
          open = opening;
          break;
        }
        table.quotedCells++;
        if (row.cells.length < 31) row.quoted |= 1 << row.cells.length;
        row.cells.push(text.slice(opening + 1, found));
      } else {
        end = at;
        while (end < length) {
          const code = text.charCodeAt(end);
          if (code === LF || code === CR || (code === first && delimiterAt(end))) break;
          end += code === mark && end + 1 < length ? 2 : 1;
        }
        if (end > length) end = length;
        row.cells.push(text.slice(at, end));
      }
      if (end < length && delimiterAt(end)) {
        at = end + width;
        continue;
      }
      at = end + (text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? 2 : 1);
      break;
    }
    if (open !== -1) {
      if (!isWhole && text.length - open < text.length / 4) return table;
      table.unclosed++;
      if (table.unclosed >= UNCLOSED_LIMIT) return table;
      barred = open;
      at = row.start;
      continue;
    }
    row.blank = row.cells.length === 1 && row.cells[0] === "" && row.quoted === 0;
    table.rows.push(row);
  }
  return table;
}
