/**
 * A reader that leaves out the rows below a table. It holds back what may be one of them, copied, until more is known;
 * of usual tables that is nothing, for their rows are full.
 */
import type { CellChunk, CellReader } from "./cells.ts";
import { copyRows, countFilled, isFilled, sliceRows } from "./chunk-copies.ts";
import { LONGEST_FOOTER, NOTHING_HELD, watchFooter } from "./csv/footer.ts";

/** Which rows at the end are left out. */
export type FooterRule = {
  /** How many of a chunk's last rows may be such. */
  suspects(chunk: CellChunk): number;
  /** How many rows are held at least, whatever follows them. */
  atLeast: number;
  /** How many of the last rows of the file, all suspects, are left out. */
  footerOf(held: readonly CellChunk[]): number;
};

export class FooterReader implements CellReader {
  readonly grid: boolean;
  /** Rows left out; known when the last row has been read. */
  footerRows = 0;

  readonly #inner: CellReader;
  readonly #rule: FooterRule;
  #held: CellChunk[] = [];
  #free: CellChunk[] = [];
  #isAtEnd = false;
  /** Whether more suspects follow each other than a footer has rows: they are data, until a full row ends the run. */
  #isLongRun = false;

  constructor(inner: CellReader, rule: FooterRule) {
    this.#inner = inner;
    this.#rule = rule;
    this.grid = inner.grid;
  }

  async read(maxRows: number): Promise<CellChunk | null> {
    for (;;) {
      const free = this.#free.shift();
      if (free !== undefined) {
        if (free.rows <= maxRows) return free;
        this.#free.unshift(sliceRows(free, maxRows, free.rows));
        return sliceRows(free, 0, maxRows);
      }
      if (this.#isAtEnd) return null;
      const chunk = await this.#inner.read(maxRows);
      if (chunk === null) this.#end();
      else this.#take(chunk);
    }
  }

  #take(chunk: CellChunk): void {
    const { atLeast } = this.#rule;
    const suspects = this.#rule.suspects(chunk);
    if (suspects < chunk.rows) this.#isLongRun = false;
    if (suspects > LONGEST_FOOTER) this.#isLongRun = true;
    const tail = this.#isLongRun ? 0 : suspects;
    const body = chunk.rows - tail;
    this.#release(body > 0 ? Math.max(0, atLeast - tail) : this.#heldRows);
    if (body > 0) this.#free.push(tail === 0 ? chunk : sliceRows(chunk, 0, body));
    if (tail > 0) this.#held.push(copyRows(chunk, body, chunk.rows));
    if (atLeast > 0) this.#release(atLeast);
    else if (this.#heldRows > LONGEST_FOOTER) {
      this.#isLongRun = true;
      this.#release(0);
    }
  }

  #end(): void {
    this.#isAtEnd = true;
    this.footerRows = this.#rule.footerOf(this.#held);
    this.#release(this.footerRows);
    this.#held = [];
  }

  get #heldRows(): number {
    return this.#held.reduce((rows, chunk) => rows + chunk.rows, 0);
  }

  /** Lets the oldest rows go until only `keep` are held. */
  #release(keep: number): void {
    let excess = this.#heldRows - keep;
    while (excess > 0) {
      const oldest = this.#held.shift()!;
      const freed = Math.min(excess, oldest.rows);
      this.#free.push(sliceRows(oldest, 0, freed));
      if (freed < oldest.rows) this.#held.unshift(sliceRows(oldest, freed, oldest.rows));
      excess -= freed;
    }
  }

  progress(): number {
    return this.#inner.progress();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

/** The last `rows` rows, whatever they are. */
export function lastRows(rows: number): FooterRule {
  return {
    atLeast: rows,
    suspects: (chunk) => Math.min(rows, chunk.rows),
    footerOf: (held) => held.reduce((sum, chunk) => sum + chunk.rows, 0),
  };
}

/** Blank rows, which a sheet has below its table where empty cells are formatted. */
export const blankRows: FooterRule = {
  atLeast: 0,
  suspects: (chunk) => trailing(chunk, (row) => countFilled(chunk, row) > 0),
  footerOf: (held) => held.reduce((sum, chunk) => sum + chunk.rows, 0),
};

/**
 * Totals, notes and sources, as csv/footer.ts tells them.
 *
 * @param columns width of the table
 * @param grid a row of a sheet ends with its last filled cell; only one that is less than half full is short
 */
export function foundFooter(columns: number, grid: boolean): FooterRule {
  const widthOf = (chunk: CellChunk, row: number, filled: number) =>
    grid && filled * 2 >= columns ? columns : chunk.rowCells[row + 1]! - chunk.rowCells[row]!;
  return {
    atLeast: 0,
    suspects(chunk) {
      return trailing(chunk, (row) => {
        const filled = countFilled(chunk, row);
        return filled >= Math.min(2, columns) && widthOf(chunk, row, filled) === columns;
      });
    },
    footerOf(held) {
      let watch = NOTHING_HELD;
      for (const chunk of held) {
        for (let row = 0; row < chunk.rows; row++) {
          const filled = countFilled(chunk, row);
          const tailRow = {
            cells: widthOf(chunk, row, filled),
            filled,
            firstFilled: filled > 0 && isFilled(chunk, chunk.rowCells[row]!),
            afterBlankLine: chunk.gaps.includes(row),
          };
          watch = watchFooter(watch, tailRow, columns);
        }
      }
      return watch.footer;
    },
  };
}

/** How many of a chunk's last rows are not data for sure. A lost row is data: its owner must hear of it. */
function trailing(chunk: CellChunk, isData: (row: number) => boolean): number {
  let row = chunk.rows;
  const lastLost = chunk.lost.at(-1)?.row ?? -1;
  while (row - 1 > lastLost && !isData(row - 1)) row--;
  return chunk.rows - row;
}
