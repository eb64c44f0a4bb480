import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { openRawTable, type RawTable } from "../lib/tables/convert.ts";
import { excelText } from "../lib/tables/xlsx/excel-text.ts";
import { CliError } from "./failure.ts";
import { count, progressBar } from "./print.ts";
import { faultOf, optionsOption, parseOptions, tableSource } from "./table-file.ts";

type Format = "csv" | "ndjson" | "xlsx";
type Flags = { options: string; format: Format; out?: string; outDir?: string };

/** intake convert FILE…: every row as read, unchecked, in a clean form. */
export const convert = () =>
  new Command("convert")
    .description("write every row, as read and unchecked, as clean CSV, NDJSON or XLSX")
    .argument("<file...>")
    .addOption(optionsOption())
    .addOption(new Option("--format <format>", "what to write").choices(["csv", "ndjson", "xlsx"]).default("csv"))
    .option("--out <path>", "where to write one file; - is standard output")
    .option("--out-dir <dir>", "where to write many")
    .action(async (files: string[], flags: Flags) => {
      if (flags.out && files.length > 1) throw new CliError("--out takes one file; use --out-dir for many", 2);
      if (flags.outDir) await mkdir(flags.outDir, { recursive: true });
      const options = parseOptions(flags.options);
      const bar = progressBar("converting", files.length);
      const written = new Set<string>();
      let failed = 0;
      for (const [done, file] of files.entries()) {
        await convertOne(file, flags, { options, written }).catch((error) => {
          failed++;
          console.error(`intake: ${file}: ${error instanceof CliError ? error.message : faultOf(error).message}`);
        });
        bar.update(done + 1);
      }
      bar.stop();
      if (failed > 0) throw new CliError(`${count(failed)} of ${count(files.length)} files could not be read`);
    });

/** What a run has: how to read, and where it has written so far. */
type Run = { options: ReturnType<typeof parseOptions>; written: Set<string> };

async function convertOne(file: string, flags: Flags, { options, written }: Run): Promise<void> {
  const table = await openRawTable(await tableSource(file), options);
  if (flags.out === "-") return write(table, flags.format, process.stdout);
  const path = flags.out ?? join(flags.outDir ?? ".", outputName(file, flags.format));
  const owner = resolve(path) === resolve(file) ? "the file itself" : written.has(path) ? "another file's" : null;
  if (owner !== null) {
    await table.close();
    throw new CliError(`the result ${path} would take the place of ${owner}: give another --out or --out-dir`);
  }
  written.add(path);
  try {
    await write(table, flags.format, createWriteStream(path));
  } catch (error) {
    await rm(path, { force: true }); // half a file would be taken for a whole one
    throw error;
  }
}

function outputName(file: string, format: Format): string {
  return `${basename(file, extname(file))}.${format}`;
}

async function write(table: RawTable, format: Format, output: NodeJS.WritableStream): Promise<void> {
  if (format === "xlsx") return writeWorkbook(table, output);
  // Standard output stays open for what comes after.
  await pipeline(Readable.from(format === "csv" ? table.csv() : table.ndjson()), output, {
    end: output !== process.stdout,
  });
}

async function writeWorkbook(table: RawTable, output: NodeJS.WritableStream): Promise<void> {
  const content = new PassThrough();
  await Promise.all([
    pipeline(content, output, { end: output !== process.stdout }),
    fillWorkbook(table, content).catch((error) => content.destroy(error)),
  ]);
}

async function fillWorkbook(table: RawTable, output: PassThrough): Promise<void> {
  const { default: exceljs } = await import("exceljs"); // large, and seldom asked for
  const book = new exceljs.stream.xlsx.WorkbookWriter({ stream: output });
  const sheet = book.addWorksheet("table");
  sheet.addRow(table.columns.map(excelText)).commit();
  for await (const rows of table.rows()) {
    for (const row of rows)
      sheet.addRow(row.map((cell) => (typeof cell === "string" ? excelText(cell) : cell))).commit();
    if (output.writableNeedDrain) await once(output, "drain");
  }
  sheet.commit();
  await book.commit();
}
