/**
 * Reads the sample as one way of writing would have it. Lenient as the scanner is: a quote closes a field only when a
 * delimiter, a line end or the end follows, blanks in between passed over, and a quote that never closes does not
 * swallow the rest: here it becomes an ordinary character, there it costs its line.
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
const NONE = -1;
const STOP = -2;
const BARE = -3;

/** Unclosed quotes after which reading stops: this is not how the file is written. */
const UNCLOSED_LIMIT = 3;

export function readSample(sample: Sample, cut: Cut, maxRows = Number.POSITIVE_INFINITY): SampleTable {
  return new SampleReader(sample, cut).read(maxRows);
}

class SampleReader {
  readonly #text: string;
  readonly #isWhole: boolean;
  readonly #delimiter: string;
  readonly #delimiterCode: number;
  /** Codes of the quote and of the sign that makes the next one ordinary; NONE where there is none. */
  readonly #quote: number;
  readonly #escape: number;
  readonly #isDoubled: boolean;
  readonly #table: SampleTable = {
    rows: [],
    quotedCells: 0,
    doubledQuotes: 0,
    escapedQuotes: 0,
    loneQuotes: 0,
    unclosed: 0,
  };
  /** Where quotes stand that never close: ordinary characters. */
  readonly #ordinary = new Set<number>();

  constructor({ text, isWhole }: Sample, { delimiter, quote, escape: mark }: Cut) {
    this.#text = text;
    this.#isWhole = isWhole;
    this.#delimiter = delimiter;
    this.#delimiterCode = delimiter.charCodeAt(0);
    this.#quote = quote === null ? NONE : quote.charCodeAt(0);
    this.#isDoubled = mark === null || mark === quote;
    this.#escape = this.#isDoubled || mark === "" ? NONE : mark!.charCodeAt(0);
  }

  read(maxRows: number): SampleTable {
    const table = this.#table;
    let at = 0;
    while (at < this.#text.length && table.rows.length < maxRows) {
      const row: SampleRow = { cells: [], quoted: 0, start: at, blank: false };
      at = this.#readRow(row);
      if (at === STOP) break;
      if (at === row.start) continue; // once more, with a quote less
      row.blank = row.cells.length === 1 && row.cells[0] === "" && row.quoted === 0;
      table.rows.push(row);
    }
    return table;
  }

  /** @returns start of the next row; of this one if it holds a quote that never closes; STOP to read no further */
  #readRow(row: SampleRow): number {
    const text = this.#text;
    let at = row.start;
    for (;;) {
      const opening = this.#opening(at);
      let end = opening === NONE ? BARE : this.#quotedField(row, opening);
      if (end === BARE) end = this.#plainField(row, at);
      if (end === NONE) return this.#isGivenUp(opening) ? STOP : row.start;
      if (!this.#isDelimiter(end)) {
        return end + (text.charCodeAt(end) === CR && text.charCodeAt(end + 1) === LF ? 2 : 1);
      }
      at = end + this.#delimiter.length;
    }
  }

  /** Where the quote stands with which the field at `at` opens, blanks before it passed over; NONE without one. */
  #opening(at: number): number {
    if (this.#quote === NONE) return NONE;
    while (this.#isBlank(at)) at++;
    return this.#text.charCodeAt(at) === this.#quote && !this.#ordinary.has(at) ? at : NONE;
  }

  /** @returns where the field ends; NONE when its quote never closes; BARE when only its first word is quoted, as in quoted.ts */
  #quotedField(row: SampleRow, opening: number): number {
    const text = this.#text;
    const table = this.#table;
    let isFirstLine = true;
    let isPaired = false;
    let lastQuote = opening;
    for (let at = opening + 1; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === this.#escape) {
        at++;
        if (text.charCodeAt(at) === this.#quote) table.escapedQuotes++;
      } else if (code === this.#quote) {
        if (this.#isDoubled && text.charCodeAt(at + 1) === this.#quote) {
          table.doubledQuotes++;
          at++;
          continue;
        }
        const end = this.#endAfter(at + 1);
        if (end === NONE) {
          if (isFirstLine) {
            isFirstLine = !/[\r\n]/.test(text.slice(lastQuote, at));
            if (!isFirstLine && isPaired && this.#opensField(at)) return BARE;
            isPaired = !isPaired;
            lastQuote = at;
          }
          table.loneQuotes++;
          continue;
        }
        table.quotedCells++;
        if (row.cells.length < 31) row.quoted |= 1 << row.cells.length;
        row.cells.push(text.slice(opening + 1, at));
        return end;
      }
    }
    return NONE;
  }

  /** Whether the quote at `at` stands where a field may open; blanks may stand before it. */
  #opensField(at: number): boolean {
    let start = at;
    const isAfterDelimiter = () => this.#isDelimiter(start - this.#delimiter.length);
    while (!isAfterDelimiter() && this.#isBlank(start - 1)) start--;
    return isAfterDelimiter() || /[\r\n]/.test(this.#text[start - 1]!);
  }

  /** Where the field ends if the quote before `at` closes it; else NONE. */
  #endAfter(at: number): number {
    while (this.#isBlank(at)) at++;
    const code = this.#text.charCodeAt(at);
    return at >= this.#text.length || code === LF || code === CR || this.#isDelimiter(at) ? at : NONE;
  }

  #plainField(row: SampleRow, start: number): number {
    const text = this.#text;
    let at = start;
    while (at < text.length) {
      const code = text.charCodeAt(at);
      if (code === LF || code === CR || (code === this.#delimiterCode && this.#isDelimiter(at))) break;
      at += code === this.#escape ? 2 : 1;
    }
    at = Math.min(at, text.length);
    row.cells.push(text.slice(start, at));
    return at;
  }

  #isDelimiter(at: number): boolean {
    if (this.#text.charCodeAt(at) !== this.#delimiterCode) return false;
    return this.#delimiter.length === 1 || this.#text.startsWith(this.#delimiter, at);
  }

  #isBlank(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return (code === SPACE || code === TAB) && !this.#isDelimiter(at);
  }

  /** Whether to stop at a quote that never closes: the sample may end within its field, or there are too many such. */
  #isGivenUp(opening: number): boolean {
    const { length } = this.#text;
    if (!this.#isWhole && length - opening < length / 4) return true;
    this.#ordinary.add(opening);
    this.#table.unclosed++;
    return this.#table.unclosed >= UNCLOSED_LIMIT;
  }
}
