import { type CellChunk, type CellReader, type LostRow, rowTexts } from "./cells.ts";
import { copyRows, sliceRows } from "./chunk-copies.ts";

/** Cells that a look ahead may hold: rows of a very wide table are looked at in smaller numbers. */
const MAX_PEEKED_CELLS = 2_000_000;

/** A reader whose first rows can be looked at before they are read. */
export class HeadReader implements CellReader {
  readonly grid: boolean;
  readonly #inner: CellReader;
  #head: CellChunk[] = [];
  #isAtEnd = false;

  constructor(inner: CellReader) {
    this.#inner = inner;
    this.grid = inner.grid;
  }

  /** The next rows without reading them: `rows` of them if the table has so many, perhaps some more. */
  async peek(rows: number): Promise<readonly CellChunk[]> {
    let held = 0;
    let cells = 0;
    for (const chunk of this.#head) {
      held += chunk.rows;
      cells += chunk.starts.length;
    }
    while (held < rows && cells < MAX_PEEKED_CELLS && !this.#isAtEnd) {
      const chunk = await this.#inner.read(rows - held);
      if (chunk === null) this.#isAtEnd = true;
      else {
        const copy = copyRows(chunk, 0, chunk.rows);
        this.#head.push(copy);
        held += copy.rows;
        cells += copy.starts.length;
      }
    }
    return this.#head;
  }

  /** Leaves out the next rows, which have been looked at. */
  drop(rows: number): void {
    let left = rows;
    while (left > 0) {
      const chunk = this.#head.shift();
      if (chunk === undefined) throw new RangeError("only rows that were peeked at can be dropped");
      if (chunk.rows > left) this.#head.unshift(sliceRows(chunk, left, chunk.rows));
      left -= chunk.rows;
    }
  }

  /**
   * Takes the texts of the next `rows` rows that can be read, fewer at the end. Lost rows among them stay where they
   * are: they are faults of the file, and its owner must hear of them.
   */
  async takeTexts(rows: number): Promise<string[][]> {
    const texts: string[][] = [];
    const lost: LostRow[] = [];
    while (texts.length < rows) {
      const [chunk] = await this.peek(1);
      if (chunk === undefined) break;
      const [lostRow] = chunk.lost;
      if (lostRow?.row === 0) lost.push({ ...lostRow, row: lost.length });
      else texts.push(rowTexts(chunk, 0));
      this.drop(1);
    }
    if (lost.length > 0) this.#head.unshift(lostRows(lost));
    return texts;
  }

  async read(maxRows: number): Promise<CellChunk | null> {
    const chunk = this.#head.shift();
    if (chunk === undefined) return this.#isAtEnd ? null : this.#inner.read(maxRows);
    if (chunk.rows <= maxRows) return chunk;
    this.#head.unshift(sliceRows(chunk, maxRows, chunk.rows));
    return sliceRows(chunk, 0, maxRows);
  }

  progress(): number {
    return this.#inner.progress();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}

/** A chunk of nothing but lost rows. */
function lostRows(lost: LostRow[]): CellChunk {
  return {
    bytes: Buffer.alloc(0),
    starts: new Int32Array(0),
    ends: new Int32Array(0),
    kinds: null,
    rows: lost.length,
    rowCells: new Int32Array(lost.length + 1),
    lost,
    gaps: [],
  };
}
