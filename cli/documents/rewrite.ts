import { Command } from "commander";
import { rewrite as rewriteText } from "../../lib/documents/local/rewrite.ts";
import { REWRITE_LIMIT } from "../../lib/documents/options.ts";
import type { RewriteResult } from "../../lib/documents/results.ts";
import type { Extraction } from "../../lib/documents/types.ts";
import { CliError } from "../failure.ts";
import { jsonOption } from "../service-options.ts";
import { type OutputFlags, optionsFor, outOption, output, perform, readDocumentFile, whole } from "./document-file.ts";

type Flags = OutputFlags & {
  style: string;
  text?: string;
  section?: string;
  length?: string;
  tone?: string;
  language?: string;
};

/** intake documents rewrite FILE: a text, a section or the whole document in another style. */
export const rewrite = () =>
  new Command("rewrite")
    .description("rewrite a text, a section or the whole of a short document")
    .argument("<file>", "PDF, DOCX or TXT; - reads text from standard input")
    .requiredOption("--style <style>", "academic, casual, formal, creative or concise")
    .option("--text <text>", "this text instead of the document's")
    .option("--section <n>", "one section, by the number that extract shows")
    .option("--length <length>", "shorter, same or longer")
    .option("--tone <tone>")
    .option("--language <language>", "auto, en or zh")
    .addOption(jsonOption())
    .addOption(outOption())
    .action(async (file: string, flags: Flags) => {
      const given = { text: flags.text, section: whole(flags.section) };
      const asked = { rewrite_type: flags.style, length: flags.length, tone: flags.tone, language: flags.language };
      const chosen = given.text !== undefined || given.section !== undefined;
      if (chosen) optionsFor("rewrite", { ...given, ...asked }); // refused before the document is read
      const extraction = await readDocumentFile(file);
      const options = optionsFor(
        "rewrite",
        chosen ? { ...given, ...asked } : { text: wholeText(file, extraction), ...asked },
      );
      const result = perform(file, extraction, () => rewriteText(extraction, options));
      if (!flags.json) for (const improvement of result.improvements) console.error(improvement);
      await output(result, flags, ({ rewritten_text }: RewriteResult) => `${rewritten_text}\n`);
    });

/** Neither text nor section: the whole document, if it fits. */
function wholeText(file: string, { text, metadata }: Extraction): string {
  const content = text.trim();
  if (content === "") {
    const scanned = metadata.needs_ocr ? "needs_ocr: " : "";
    throw new CliError(`${file}: ${scanned}the document holds no text (NO_TEXT)`, 4);
  }
  if (content.length <= REWRITE_LIMIT) return content;
  const size = `${content.length} characters, ${REWRITE_LIMIT} at most can be rewritten at once`;
  throw new CliError(`${file}: ${size}: choose a section with --section`, 2);
}
