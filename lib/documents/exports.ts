/** Results as files: what `GET /tasks/{id}/export` and the command line hand out. */
import { invalid } from "../errors.ts";
import { escapeMarkdown } from "./mindmap-exports.ts";
import type { TaskType } from "./options.ts";
import type { MindmapResult, QaResult, RewriteResult, SummarizeResult, TaskResults } from "./results.ts";

export const EXPORT_FORMATS = {
  extract: ["text", "json"],
  summarize: ["markdown", "json"],
  qa: ["markdown", "json"],
  rewrite: ["markdown", "json"],
  mindmap: ["markdown", "mermaid", "opml", "json"],
} as const satisfies Record<TaskType, readonly [string, ...string[]]>;

export type ExportFormat = (typeof EXPORT_FORMATS)[TaskType][number];

export type Exported = { content: string; mediaType: string; extension: string };

const FILES: Record<ExportFormat, { mediaType: string; extension: string }> = {
  text: { mediaType: "text/plain; charset=utf-8", extension: "txt" },
  markdown: { mediaType: "text/markdown; charset=utf-8", extension: "md" },
  mermaid: { mediaType: "text/plain; charset=utf-8", extension: "mmd" },
  opml: { mediaType: "text/x-opml; charset=utf-8", extension: "opml" },
  json: { mediaType: "application/json; charset=utf-8", extension: "json" },
};

/**
 * A result in one of its type's formats; the first of them unless told.
 *
 * @throws {IntakeError} VALIDATION_ERROR for a format that this type of result does not have
 */
export function exportResult<Type extends TaskType>(type: Type, result: TaskResults[Type], wanted?: string): Exported {
  const formats: readonly ExportFormat[] = EXPORT_FORMATS[type];
  const format = wanted === undefined ? formats[0]! : formats.find((known) => known === wanted);
  if (!format) throw invalid({ field: "format", message: `must be one of ${formats.join(", ")}` });
  return { content: contentOf(type, result, format), ...FILES[format] };
}

function contentOf<Type extends TaskType>(type: Type, result: TaskResults[Type], format: ExportFormat): string {
  if (format === "json") return `${JSON.stringify(result, null, 2)}\n`;
  return WRITERS[type](result, format);
}

type Writers = { [Type in TaskType]: (result: TaskResults[Type], format: ExportFormat) => string };

const WRITERS: Writers = {
  extract: ({ text }) => text,
  summarize: summaryMarkdown,
  qa: answerMarkdown,
  rewrite: rewriteMarkdown,
  mindmap: ({ exports }: MindmapResult, format) =>
    format === "mermaid" || format === "opml" ? exports[format] : exports.markdown,
};

function summaryMarkdown({ summary, key_points, sections_summary, focus, statistics }: SummarizeResult): string {
  return markdown([
    "# Summary",
    escapeMarkdown(summary),
    ...list("## Key points", key_points.map(escapeMarkdown)),
    ...sections_summary.flatMap((each, index) => [
      ...(index === 0 ? ["## Sections"] : []),
      `### ${escapeMarkdown(each.section)}`,
      escapeMarkdown(each.summary),
    ]),
    ...list(
      "## Areas of interest",
      focus.map(({ area, matched, sentences }) =>
        matched
          ? `${escapeMarkdown(area)}: ${counted(sentences, "sentence")}`
          : `${escapeMarkdown(area)}: not in the document`,
      ),
    ),
    `${statistics.summary_length} of ${statistics.original_length} words.`,
  ]);
}

function answerMarkdown({ question, answer, confidence, sources, suggested_questions }: QaResult): string {
  const cited = sources.map(({ excerpt, section, page }, index) => {
    const place = [section === null ? null : escapeMarkdown(section), page === null ? null : `page ${page}`];
    const known = place.filter((part) => part !== null).join(", ");
    return `${index + 1}. ${known === "" ? "" : `${known}: `}${escapeMarkdown(oneLine(excerpt))}`;
  });
  return markdown([
    `# ${escapeMarkdown(oneLine(question))}`,
    escapeMarkdown(answer),
    `Confidence ${confidence}.`,
    ...(cited.length > 0 ? ["## Sources", cited.join("\n")] : []),
    ...list("## Further questions", suggested_questions.map(escapeMarkdown)),
  ]);
}

function rewriteMarkdown({ rewritten_text, improvements, alternatives, rewrite_type }: RewriteResult): string {
  return markdown([
    `# Rewritten (${rewrite_type})`,
    escapeMarkdown(rewritten_text),
    ...list("## Changes", improvements.map(escapeMarkdown)),
    ...alternatives.flatMap(({ text, description }) => [`## ${escapeMarkdown(description)}`, escapeMarkdown(text)]),
  ]);
}

function list(heading: string, items: readonly string[]): string[] {
  return items.length > 0 ? [heading, items.map((item) => `- ${oneLine(item)}`).join("\n")] : [];
}

function markdown(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
