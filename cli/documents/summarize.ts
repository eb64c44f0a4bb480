import { Command } from "commander";
import { exportResult } from "../../lib/documents/exports.ts";
import { summarize as summarizeDocument } from "../../lib/documents/local/summarize.ts";
import { jsonOption } from "../service-options.ts";
import { type OutputFlags, optionsFor, outOption, output, perform, readDocumentFile } from "./document-file.ts";

type Flags = OutputFlags & { type?: string; length?: string; focus?: string[]; language?: string };

/** intake documents summarize FILE: what a document says, in its own sentences. */
export const summarize = () =>
  new Command("summarize")
    .description("what a document says, in its own sentences")
    .argument("<file>", "PDF, DOCX or TXT; - reads text from standard input")
    .option("--type <type>", "brief, detailed or custom")
    .option("--length <length>", "short, medium or long")
    .option("--focus <area>", "what a custom summary is to be about; may be repeated", collect)
    .option("--language <language>", "auto, en or zh")
    .addOption(jsonOption())
    .addOption(outOption())
    .action(async (file: string, flags: Flags) => {
      const options = optionsFor("summarize", {
        summary_type: flags.type,
        length: flags.length,
        focus_areas: flags.focus,
        language: flags.language,
      });
      const extraction = await readDocumentFile(file);
      const result = perform(file, extraction, () => summarizeDocument(extraction, options));
      await output(result, flags, () => exportResult("summarize", result).content);
    });

function collect(area: string, areas: string[] = []): string[] {
  return [...areas, area];
}
