import { openTable, type TableDialect } from "../../../lib/tables/open-table.ts";
import { parseTableOptions } from "../../../lib/tables/options.ts";
import type { TableSchema } from "../../../lib/tables/schema/table-schema.ts";

export type CheckedText = {
  dialect: TableDialect;
  columns: readonly string[];
  schema: TableSchema;
  rows: number;
  failed: number;
  /** The good rows by their numbers, as JSON texts. */
  valid: Record<number, string>;
  /** `row column error-type: raw value`; `-` where there is none. */
  faults: string[];
  messages: string[];
  chunks: number;
  errorsTruncated: boolean;
};

export type CheckTextCall = { options?: unknown; schema?: unknown; pieceBytes?: number; skipRows?: number };

/** Checks a CSV file given as text. */
export async function checkText(text: string | Uint8Array, call: CheckTextCall = {}): Promise<CheckedText> {
  const bytes = Buffer.from(text as string);
  const size = call.pieceBytes ?? 1_000_000;
  const stream = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  })();
  const source = { fileType: "csv" as const, filename: "test.csv", sizeBytes: bytes.length, stream };
  const table = await openTable(source, { options: parseTableOptions(call.options), schema: call.schema });
  const { dialect, columns, schema } = table;
  const result: CheckedText = {
    ...{ dialect, columns, schema, rows: 0, failed: 0, valid: {}, faults: [], messages: [], chunks: 0 },
    errorsTruncated: false,
  };
  for await (const chunk of table.check({ skipRows: call.skipRows ?? 0 })) {
    result.rows += chunk.rows;
    result.failed += chunk.failed;
    result.chunks++;
    result.errorsTruncated = chunk.errorsTruncated;
    let start = 0;
    for (const [index, number] of chunk.valid?.rowNumbers.entries() ?? []) {
      const end = chunk.valid!.ends[index]!;
      result.valid[number] = chunk.valid!.json.toString("utf8", start, end);
      start = end;
    }
    for (const { row, column_name, error_type, error_message, raw_value } of chunk.findings) {
      result.faults.push(`${row} ${column_name ?? "-"} ${error_type}: ${raw_value ?? "-"}`);
      result.messages.push(error_message);
    }
  }
  return result;
}
