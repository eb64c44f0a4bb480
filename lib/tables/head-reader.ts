import { type CellChunk, type CellReader, type LostRow, rowTexts } from "./cells.ts";
import { copyRows, sliceRows } from "./chunk-copies.ts";

/** What a look ahead may hold: of very wide or large rows fewer are looked at. */
const MAX_PEEKED_CELLS = 2_000_000;
const MAX_PEEKED_BYTES = 64 * 1024 * 1024;

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

  /**
   * The next rows without reading them: `rows` of them if the table has so many, perhaps some more, fewer where they
   * are large, but one at least.
   */
  async peek(rows: number): Promise<readonly CellChunk[]> {
    const held = { rows: 0, cells: 0, bytes: 0 };
    const count = (chunk: CellChunk) => {
      held.rows += chunk.rows;
      held.cells += chunk.starts.length;
      held.bytes += chunk.bytes.length;
    };
    this.#head.forEach(count);
    while (held.rows < rows && held.cells < MAX_PEEKED_CELLS && held.bytes < MAX_PEEKED_BYTES && !this.#isAtEnd) {
      const chunk = await this.#inner.read(rows - held.rows);
      if (chunk === null) this.#isAtEnd = true;
      else {
        const copy = copyRows(chunk, 0, chunk.rows);
        this.#head.push(copy);
        count(copy);
      }
    }
    return this.#head;
  }

  /** Leaves out the next rows, as many as there are. */
  async drop(rows: number): Promise<void> {
    for (let left = rows; left > 0; ) {
      const chunk = await this.read(left);
      if (chunk === null) return;
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
      await this.drop(1);
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
