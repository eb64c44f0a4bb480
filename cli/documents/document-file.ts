import { stat, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { buffer } from "node:stream/consumers";
import { Option } from "commander";
import { extractDocument } from "../../lib/documents/extract/extract-document.ts";
import type { Progress } from "../../lib/documents/extract/source.ts";
import { parseTaskOptions, type TaskOptions, type TaskType } from "../../lib/documents/options.ts";
import { type SniffReason, sniffDocument } from "../../lib/documents/sniff.ts";
import type { Extraction, Warning } from "../../lib/documents/types.ts";
import { FileFault, IntakeError } from "../../lib/errors.ts";
import { openByteSource } from "../../lib/ooxml/byte-source.ts";
import { CliError } from "../failure.ts";
import { progressBar } from "../print.ts";

const USAGE = 2;
const UNREADABLE = 3; // missing, unsupported, corrupt, encrypted or unsafe
const NO_TEXT = 4;

const UNSUPPORTED: Record<SniffReason, string> = {
  extension: "only .pdf, .docx and .txt can be read",
  content_mismatch: "its content is not what its name says",
  legacy_doc: "it is an old .doc: save it as .docx first",
  not_a_docx: "it is no .docx: it has no readable zip directory",
};

export const outOption = () => new Option("--out <path>", "write the result to a file instead");

export type OutputFlags = { json?: true; out?: string };

/**
 * A document on this machine, read as the service would read it; `-` is plain text from standard input.
 *
 * @throws {CliError} 3, saying why the file cannot be read
 */
export async function readDocumentFile(file: string): Promise<Extraction> {
  const bar = progressBar(file, 100);
  const onProgress = ({ done, total }: Progress) => bar.update(Math.floor((100 * done) / total));
  try {
    if (file === "-") return await extractDocument({ bytes: await buffer(process.stdin), fileType: "txt" });
    return await extractDocument({ path: file, fileType: await fileTypeOf(file), onProgress });
  } catch (error) {
    if (error instanceof FileFault) throw new CliError(`${file}: ${error.message} (${error.code})`, UNREADABLE);
    throw error;
  } finally {
    bar.stop();
  }
}

async function fileTypeOf(file: string) {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new CliError(`there is no file ${file}`, UNREADABLE);
  await using content = await openByteSource(file);
  const sniffed = await sniffDocument(basename(file), content);
  if (!sniffed.ok) throw new CliError(`${file}: ${UNSUPPORTED[sniffed.reason]} (FILE_TYPE_INVALID)`, UNREADABLE);
  return sniffed.fileType;
}

/** @throws {CliError} 2, naming each option that cannot be */
export function optionsFor<Type extends TaskType>(type: Type, input: Record<string, unknown>): TaskOptions<Type> {
  try {
    return parseTaskOptions(type, input);
  } catch (error) {
    if (error instanceof IntakeError) throw new CliError(error.message, USAGE);
    throw error;
  }
}

/**
 * Runs a task on a document that has been read.
 *
 * @throws {CliError} 4 for a document without text, 2 for a section it does not have
 */
export function perform<Result>(file: string, extraction: Extraction, task: () => Result): Result {
  try {
    return task();
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    if (error.code !== "NO_TEXT") throw new CliError(error.message, USAGE);
    const scanned = extraction.metadata.needs_ocr ? "needs_ocr: " : "";
    throw new CliError(`${file}: ${scanned}${error.message} (NO_TEXT)`, NO_TEXT);
  }
}

/** The result as one JSON value, or as `human` writes it, on standard output or in a file. Warnings go to stderr. */
export async function output<Result extends { warnings: Warning[] }>(
  result: Result,
  { json, out }: OutputFlags,
  human: (result: Result) => string,
): Promise<void> {
  const content = json ? `${JSON.stringify(result, null, 2)}\n` : human(result);
  if (out === undefined) process.stdout.write(content);
  else await writeFile(out, content).catch((error) => Promise.reject(new CliError(`--out: ${error.message}`, USAGE)));
  if (!json) for (const { code, message } of result.warnings) console.error(`${code}: ${message}`);
}

/** A whole number given on the command line; anything else is passed on for the options to refuse. */
export function whole(given: string | undefined): number | string | undefined {
  return given !== undefined && /^-?\d+$/.test(given) ? Number(given) : given;
}
