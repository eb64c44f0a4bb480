import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { FileFault, IntakeError } from "../../../lib/errors.ts";
import { checkTableContent, TABLE_HEAD_BYTES, tableFileType } from "../../../lib/tables/file-type.ts";
import { openTable } from "../../../lib/tables/open-table.ts";
import { parseTableOptions } from "../../../lib/tables/options.ts";

/** What becomes of a file that is uploaded: not taken, taken but unreadable, or read and checked. */
export type Outcome =
  | { refused: string }
  | { fault: string; message: string }
  | { columns: readonly string[]; rows: number; failed: number; errors: Record<string, number>; valid: string[] };

/**
 * Takes a file through what an upload and its job do with it. Anything thrown that is neither a refusal nor a fault of
 * the file is a defect of ours, and thrown on.
 */
export async function outcomeOf(filename: string, bytes: Buffer, options: unknown = {}): Promise<Outcome> {
  const path = join(tmpdir(), `outcome-${crypto.randomUUID()}${extname(filename)}`);
  try {
    const fileType = tableFileType(filename);
    checkTableContent(bytes.subarray(0, TABLE_HEAD_BYTES), fileType);
    const about = { filename, sizeBytes: bytes.length };
    if (fileType === "csv") return await checked({ ...about, fileType, stream: pieces(bytes) }, options);
    writeFileSync(path, bytes);
    return await checked({ ...about, fileType, path }, options);
  } catch (error) {
    if (error instanceof IntakeError) return { refused: error.code };
    if (error instanceof FileFault) return { fault: error.code, message: error.message };
    throw error;
  } finally {
    rmSync(path, { force: true });
  }
}

async function checked(source: Parameters<typeof openTable>[0], options: unknown): Promise<Outcome> {
  const table = await openTable(source, { options: parseTableOptions(options) });
  const errors: Record<string, number> = {};
  const valid: string[] = [];
  let [rows, failed] = [0, 0];
  for await (const chunk of table.check()) {
    rows += chunk.rows;
    failed += chunk.failed;
    for (const { error_type } of chunk.findings) errors[error_type] = (errors[error_type] ?? 0) + 1;
    const { json, ends } = chunk.valid!;
    for (const [index, end] of ends.entries()) valid.push(json.toString("utf8", ends[index - 1] ?? 0, end));
  }
  return { columns: table.columns, rows, failed, errors, valid };
}

async function* pieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000);
}
