import { Command } from "commander";
import { openTable } from "../lib/tables/open-table.ts";
import { printJson, printTable } from "./print.ts";
import { jsonOption } from "./service-options.ts";
import { faultOf, optionsOption, parseOptions, tableSource } from "./table-file.ts";

/** intake sniff FILE…: how each file is written: delimiter, quotes, encoding, header. */
export const sniff = () =>
  new Command("sniff")
    .description("tell how tables are written: delimiter, quotes, encoding, header")
    .argument("<file...>")
    .addOption(optionsOption())
    .addOption(jsonOption())
    .action(async (files: string[], flags: { options: string; json?: true }) => {
      const options = parseOptions(flags.options);
      const found = [];
      for (const file of files) found.push(await sniffOne(file, options));
      if (flags.json) printJson(found);
      else printDialects(found);
      if (found.some((result) => "error" in result)) process.exitCode = 2;
    });

async function sniffOne(file: string, options: ReturnType<typeof parseOptions>) {
  try {
    const table = await openTable(await tableSource(file), { options });
    await table.close();
    return { file, dialect: table.dialect };
  } catch (error) {
    return { file, error: faultOf(error) };
  }
}

function printDialects(found: Awaited<ReturnType<typeof sniffOne>>[]): void {
  printTable(
    ["file", "delimiter", "quote", "escape", "encoding", "lines", "header", "skipped above", "confidence"],
    found.map((result) => {
      if (!("dialect" in result) || !result.dialect)
        return [result.file, result.error.message, "", "", "", "", "", "", ""];
      const { delimiter, quote, encoding, line_terminator, header, skip_rows, confidence, ...rest } = result.dialect;
      const cells = [
        delimiter,
        quote,
        rest.escape,
        encoding,
        line_terminator,
        header,
        skip_rows,
        Number(confidence.toFixed(2)),
      ];
      return [result.file, ...cells.map((cell) => (cell === null ? "" : JSON.stringify(cell)))];
    }),
  );
}
