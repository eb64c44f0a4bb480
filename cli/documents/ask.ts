import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { exportResult } from "../../lib/documents/exports.ts";
import { answer } from "../../lib/documents/local/answer.ts";
import { CliError } from "../failure.ts";
import { jsonOption } from "../service-options.ts";
import { parseJson } from "../table-file.ts";
import { type OutputFlags, optionsFor, outOption, output, perform, readDocumentFile, whole } from "./document-file.ts";

type Flags = OutputFlags & { topK?: string; history?: string; context?: string };

/** intake documents ask FILE QUESTION: an answer in the document's own sentences, with the places they stand at. */
export const ask = () =>
  new Command("ask")
    .description("answer a question from a document, with the places the answer stands at")
    .argument("<file>", "PDF, DOCX or TXT; - reads text from standard input")
    .argument("<question>")
    .option("--top-k <n>", "sources shown at most, 1 to 10")
    .option("--history <file.json>", "questions and answers so far: [{question, answer}], oldest first")
    .option("--context <text>", "hints for the search")
    .addOption(jsonOption())
    .addOption(outOption())
    .action(async (file: string, question: string, flags: Flags) => {
      const options = optionsFor("qa", {
        question,
        context: flags.context,
        history: flags.history === undefined ? undefined : await readHistory(flags.history),
        top_k: whole(flags.topK),
      });
      const extraction = await readDocumentFile(file);
      const result = perform(file, extraction, () => answer(extraction, options));
      await output(result, flags, () => exportResult("qa", result).content);
    });

async function readHistory(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new CliError(`there is no history file ${path}`, 2);
  });
  return parseJson("--history", text);
}
