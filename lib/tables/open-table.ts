/**
 * A table of any file type, opened: how it is written, which columns it has, what its schema is; then its rows, checked.
 *
 *     const table = await openTable(source, { options: parseTableOptions({}) });
 *     for await (const chunk of table.check()) await store(chunk);
 *
 * Used by the consumer's task, by `intake validate` and `intake sniff`. Not here: storing, limits of size or time.
 */
import { CellKind, CHUNK_ROWS, cellText } from "./cells.ts";
import type { HeadReader } from "./head-reader.ts";
import { borrowArena, giveBackArena } from "./kernel/arena-pool.ts";
import { type OpenRows, openRows, type TableDialect, type TableSource } from "./open-rows.ts";
import type { TableOptions } from "./options.ts";
import { inferSchema, SAMPLE_ROWS, type SampleCell } from "./schema/infer-schema.ts";
import { parseTableSchema } from "./schema/parse-schema.ts";
import type { TableSchema } from "./schema/table-schema.ts";
import { type CheckedChunk, Checker } from "./validate/checker.ts";
import { type Columns, matchColumns } from "./validate/columns.ts";

export type { TableDialect, TableSource } from "./open-rows.ts";
export type { CheckedChunk } from "./validate/checker.ts";

export type OpenTable = {
  /** How the file is written. `skip_footer` is the number of rows left out once all have been read, until then null. */
  dialect: TableDialect;
  /** Names of the columns, in file order. */
  columns: readonly string[];
  /** The schema given, or the one inferred from the first rows. */
  schema: TableSchema;
  /**
   * The rows, checked, in chunks of 10,000 (fewer where they are large or full of faults). Can be called once.
   * Nothing is read ahead of what the caller asks for, but for some 100 KiB. What a chunk holds is the caller's.
   */
  check(call?: CheckCall): AsyncGenerator<CheckedChunk, void, undefined>;
  /** Lets go of the file. `check` does so itself when it ends, is left, or throws. */
  close(): Promise<void>;
};

export type CheckCall = {
  /** Rows that an earlier attempt has stored: they are read, and count for uniqueness, but are not reported again. */
  skipRows?: number;
  /** Findings that may still be reported; `max_errors` of the options unless given. */
  maxFindings?: number;
  signal?: AbortSignal;
};

/**
 * Opens a table for checking.
 *
 * @param call.schema as its author wrote it, or parsed; null or absent: inferred from the first 1,000 rows
 * @throws {IntakeError} VALIDATION_ERROR for a faulty schema
 * @throws {FileFault} the file cannot be read, or lacks a column of the schema
 */
export async function openTable(
  source: TableSource,
  call: { options: TableOptions; schema?: unknown; signal?: AbortSignal },
): Promise<OpenTable> {
  const { options } = call;
  const given = call.schema === undefined || call.schema === null ? null : parseTableSchema(call.schema);
  call.signal?.throwIfAborted();
  const rows = await openRows(source, options);
  try {
    const names = rows.columns;
    const nulls = new Set((given?.missingValues ?? options.null_values).map((word) => word.trim()));
    const schema = given ?? inferSchema(names, await sampleCells(rows.reader, names.length, nulls), options.decimal);
    const columns = matchColumns(names, schema, given === null, options);
    return {
      dialect: rows.dialect,
      columns: names,
      schema,
      check: (checkCall = {}) => checkRows(rows, columns, options, checkCall),
      close: () => rows.close(),
    };
  } catch (error) {
    await rows.close();
    throw error;
  }
}

/** The cells of the first rows that are not blank, by column. */
async function sampleCells(reader: HeadReader, width: number, nulls: ReadonlySet<string>): Promise<SampleCell[][]> {
  const columns: SampleCell[][] = Array.from({ length: width }, () => []);
  let rows = 0;
  for (const chunk of await reader.peek(SAMPLE_ROWS)) {
    for (let row = 0; row < chunk.rows && rows < SAMPLE_ROWS; row++, rows++) {
      const first = chunk.rowCells[row]!;
      const last = Math.min(chunk.rowCells[row + 1]!, first + width);
      for (let cell = first; cell < last; cell++) {
        const text = cellText(chunk, cell).trim();
        const kind = (chunk.kinds?.[cell] ?? CellKind.text) as CellKind;
        if (text !== "" && !nulls.has(text)) columns[cell - first]!.push({ text, kind });
      }
    }
  }
  return columns;
}

async function* checkRows(
  rows: OpenRows,
  columns: Columns,
  options: TableOptions,
  { skipRows = 0, maxFindings = options.max_errors, signal }: CheckCall,
): AsyncGenerator<CheckedChunk, void, undefined> {
  const { reader } = rows;
  await using _reading = rows.begin();
  const arena = rows.arena ?? borrowArena();
  try {
    const call = { ...options, max_errors: maxFindings };
    const checker = new Checker(columns, call, arena, rows.arena !== null, reader.grid);
    let toSkip = skipRows;
    for (;;) {
      signal?.throwIfAborted();
      const chunk = await reader.read(toSkip > 0 ? Math.min(toSkip, CHUNK_ROWS) : checker.room);
      if (chunk === null) break;
      if (toSkip > 0) {
        checker.skip(chunk);
        toSkip -= chunk.rows;
        continue;
      }
      const marked = checker.mark(chunk);
      for (let row = 0; row < marked.rows; ) {
        row = checker.take(marked, row);
        if (checker.room === 0) yield checker.handOn(reader.progress())!;
      }
    }
    rows.noteFooter();
    const last = checker.handOn(1);
    if (last !== null) yield last;
  } finally {
    if (rows.arena === null) giveBackArena(arena);
  }
}
