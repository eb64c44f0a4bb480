import { Command } from "commander";
import { extractResult } from "../../lib/documents/extract/finish.ts";
import type { Extraction, Section } from "../../lib/documents/types.ts";
import { count } from "../print.ts";
import { jsonOption } from "../service-options.ts";
import { type OutputFlags, outOption, output, readDocumentFile } from "./document-file.ts";

type Flags = OutputFlags & { textOnly?: true };

/** intake documents extract FILE: the text of a document, with what it is and how it is divided. */
export const extract = () =>
  new Command("extract")
    .description("the text of a document, its properties and its sections")
    .argument("<file>", "PDF, DOCX or TXT; - reads text from standard input")
    .option("--text-only", "nothing but the text")
    .addOption(jsonOption())
    .addOption(outOption())
    .action(async (file: string, flags: Flags) => {
      const extraction = await readDocumentFile(file);
      const human = () => (flags.textOnly ? extraction.text : described(extraction));
      await output(extractResult(extraction), flags, human);
    });

function described({ text, metadata, sections }: Extraction): string {
  const known = [
    ["title", metadata.title],
    ["author", metadata.author],
    ["created", metadata.document_created_at],
    ["language", metadata.language],
    ["pages", metadata.page_count],
    ["words", count(metadata.word_count)],
    ["encoding", metadata.encoding],
  ].filter(([, value]) => value !== null);
  const outline = sections.filter(({ title }) => title !== null).map(outlineLine);
  return [
    ...known.map(([name, value]) => `${name}: ${value}`),
    "",
    ...outline,
    ...(outline.length > 0 ? [""] : []),
    text,
    "",
  ].join("\n");
}

function outlineLine({ index, title, level, page_start }: Section): string {
  return `${"  ".repeat(level - 1)}${index}. ${title}${page_start === null ? "" : ` (page ${page_start})`}`;
}
