import { open, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Option } from "commander";
import { FileFault, IntakeError } from "../lib/errors.ts";
import { fileBytes } from "../lib/tables/file-bytes.ts";
import { checkTableContent, signatureOf, TABLE_HEAD_BYTES, tableFileType } from "../lib/tables/file-type.ts";
import type { TableSource } from "../lib/tables/open-table.ts";
import { parseTableOptions, type TableOptions } from "../lib/tables/options.ts";
import { CliError } from "./failure.ts";

export const optionsOption = () =>
  new Option("--options <json>", "how to read and check, as a JSON object").default("{}");

/** Other names that files of delimited text have: on the command line somebody chose to name them, so they are read. */
const TEXT_EXTENSION = /\.(?:txt|psv|tab|dat)$/i;

/**
 * A table on this machine, read as the service would read it. A csv file may hold more stray bytes than an upload may,
 * but it cannot be an archive or a workbook.
 *
 * @throws {FileFault} FILE_NOT_FOUND; FILE_UNREADABLE
 */
export async function tableSource(file: string): Promise<TableSource> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new FileFault("FILE_NOT_FOUND", "There is no such file");
  const about = { filename: basename(file), sizeBytes: found.size };
  const fileType = TEXT_EXTENSION.test(file) ? "csv" : tableFileType(file);
  if (fileType !== "csv") return { ...about, fileType, path: file };
  const head = await headOf(file);
  if (signatureOf(head) !== null) checkTableContent(head, fileType);
  return { ...about, fileType, stream: fileBytes(file) };
}

async function headOf(path: string): Promise<Buffer> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new FileFault("FILE_UNREADABLE", `It cannot be opened: ${error.code ?? error.message}`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TABLE_HEAD_BYTES), 0, TABLE_HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export function parseOptions(json: string): TableOptions {
  return parseTableOptions(parseJson("--options", json));
}

export function parseJson(flag: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new CliError(`${flag} is not JSON: ${error instanceof Error ? error.message : error}`, 2);
  }
}

/** A file's own fault as a message; anything else is ours and is thrown on. */
export function faultOf(error: unknown): { code: string; message: string } {
  if (error instanceof FileFault || error instanceof IntakeError) return { code: error.code, message: error.message };
  throw error;
}
