/**
 * Decides over one row, slowly and precisely: what is wrong with it, and what its values are.
 *
 * The rows that come here are those that the quick checks (quick-checks.ts) could not clear.
 */
import { isUtf8 } from "node:buffer";
import { type CellChunk, CellKind } from "../cells.ts";
import { type ErrorType, type Finding, RAW_VALUE_LIMIT } from "../finding.ts";
import type { Columns } from "./columns.ts";

/** JSON text per column, `null` for a blank; meaningful only when there are no findings. */
export type Examined = { findings: Finding[]; values: string[] };

export type RowExaminer = (chunk: CellChunk, row: number, rowNumber: number) => Examined;

/**
 * @param grid whether rows are parts of a grid, see `CellReader`
 * @param trim whether spaces around a text are left out of its value
 */
export function rowExaminer({ all, nulls }: Columns, grid: boolean, trim: boolean): RowExaminer {
  const width = all.length;

  return (chunk, row, rowNumber) => {
    const findings: Finding[] = [];
    const values: string[] = [];
    const find = (type: ErrorType, column: number, message: string, raw: string | null) => {
      findings.push({
        row: rowNumber,
        column,
        column_name: all[column - 1]?.name ?? null,
        error_type: type,
        error_message: message,
        raw_value: raw === null ? null : cut(raw, RAW_VALUE_LIMIT),
      });
    };
    const lost = chunk.lost.find((lost) => lost.row === row);
    if (lost !== undefined) {
      find("parse-error", 0, lost.message, lost.rawValue);
      return { findings, values };
    }
    const firstCell = chunk.rowCells[row]!;
    const cells = chunk.rowCells[row + 1]! - firstCell;
    const texts: string[] = [];
    for (let c = 0; c < cells; c++) {
      texts.push(chunk.bytes.toString("utf8", chunk.starts[firstCell + c], chunk.ends[firstCell + c]));
    }
    if (texts.every((text) => text.trim() === "")) {
      find("blank-row", 0, "The row has cells but nothing in them", null);
      return { findings, values };
    }

    for (const [c, column] of all.entries()) {
      const place = c + 1;
      if (c >= cells && !grid) {
        find("missing-cell", place, `The row ends before the column "${column.name}"`, null);
        continue;
      }
      const raw = texts[c] ?? "";
      if (c < cells && !isSound(chunk, firstCell + c)) {
        find("encoding-error", place, `The cell ${encodingFault(raw)}`, raw);
        continue;
      }
      const text = raw.trim();
      if (text === "" || nulls.has(text)) {
        if (column.isRequired) find("null-value", place, `The column "${column.name}" must not be blank`, raw);
        values[c] = "null";
        continue;
      }
      const kind = (c < cells ? (chunk.kinds?.[firstCell + c] ?? CellKind.text) : CellKind.text) as CellKind;
      const { type } = column.field;
      const keepsSpaces = !trim && (type === "string" || type === "any");
      const content = keepsSpaces ? raw : text;
      const value = column.read(content, kind);
      if (value === null) {
        find("type-error", place, `"${cut(text, 50)}" is not ${column.description}`, raw);
        continue;
      }
      values[c] = value;
      for (const check of column.constraints) {
        const fault = check(content, value);
        if (fault !== null) find("constraint-error", place, `"${cut(text, 50)}" ${fault}`, raw);
      }
    }
    const extra = grid ? texts.findIndex((text, c) => c >= width && text.trim() !== "") : cells > width ? width : -1;
    if (extra !== -1) {
      const message = grid
        ? `The row has a cell outside the table's ${width} columns`
        : `The row has ${cells} cells, the header ${width}`;
      find("extra-cell", width + 1, message, texts[extra]!);
    }
    return { findings, values };
  };
}

/** Whether a cell's bytes are UTF-8 without NUL; a transcoder leaves such bytes where the file's encoding failed. */
function isSound(chunk: CellChunk, cell: number): boolean {
  const bytes = chunk.bytes.subarray(chunk.starts[cell], chunk.ends[cell]);
  return isUtf8(bytes) && !bytes.includes(0);
}

function encodingFault(text: string): string {
  return text.includes("\0") ? "holds a NUL character" : "holds bytes that the encoding does not allow";
}

/** The first characters of a text; a character of two units is not cut in two. */
function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = (text.charCodeAt(length - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, half ? length - 1 : length)}…`;
}
