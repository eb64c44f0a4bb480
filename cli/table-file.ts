import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Option } from "commander";
import { FileFault, IntakeError } from "../lib/errors.ts";
import { fileBytes } from "../lib/tables/file-bytes.ts";
import { tableFileType } from "../lib/tables/file-type.ts";
import type { TableSource } from "../lib/tables/open-table.ts";
import { parseTableOptions, type TableOptions } from "../lib/tables/options.ts";
import { CliError } from "./failure.ts";

export const optionsOption = () =>
  new Option("--options <json>", "how to read and check, as a JSON object").default("{}");

/**
 * A table on this machine, read as the service would read it.
 *
 * @throws {FileFault} FILE_NOT_FOUND
 */
export async function tableSource(file: string): Promise<TableSource> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new FileFault("FILE_NOT_FOUND", "There is no such file");
  const about = { filename: basename(file), sizeBytes: found.size };
  const fileType = tableFileType(file);
  if (fileType !== "csv") return { ...about, fileType, path: file };
  return { ...about, fileType, stream: fileBytes(file) };
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
